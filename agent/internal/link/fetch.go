package link

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
)

// Waits between tries: they double while nothing comes, and begin anew when something did.
const (
	firstWait = 200 * time.Millisecond
	lastWait  = 5 * time.Second
)

// stall is how long nothing may come before a connection counts as cut.
const stall = 15 * time.Second

// mostCorrupt is how often the same object may be wrong before it is given up: then the store has it wrong.
const mostCorrupt = 4

// ErrMissing is an object that the hub does not have, or does not give to this site.
var ErrMissing = errors.New("the hub does not have it")

// Source fetches whole objects over a link that may be cut at any byte.
type Source struct {
	Client *http.Client
	// Base is the address of the hub's objects, with a slash at its end.
	Base string

	cuts    atomic.Int64
	corrupt atomic.Int64
}

// Cuts is how often a connection ended in the middle of something, or could not be made.
func (s *Source) Cuts() int64 { return s.cuts.Load() }

// Corrupt is how often something came that did not hold what its name says.
func (s *Source) Corrupt() int64 { return s.corrupt.Load() }

// Get fetches an object whole and verified. It goes on where a cut left off, until the context ends.
func (s *Source) Get(ctx context.Context, path string) ([]byte, error) {
	have, wait := bytes.Buffer{}, firstWait
	for wrong := 0; ; {
		before := have.Len()
		err := s.more(ctx, path, &have)
		switch {
		case err == nil && verify(path, have.Bytes()) == nil:
			return have.Bytes(), nil
		case err == nil:
			s.corrupt.Add(1)
			have.Reset()
			if wrong++; wrong >= mostCorrupt {
				return nil, fmt.Errorf("%s: %w", path, errCorrupt)
			}
		case errors.Is(err, ErrMissing):
			return nil, fmt.Errorf("%s: %w", path, err)
		default:
			s.cuts.Add(1)
			if have.Len() > before {
				wait = firstWait
			}
		}
		if err := sleep(ctx, wait); err != nil {
			return nil, err
		}
		wait = min(2*wait, lastWait)
	}
}

// more asks for what is missing of an object.
func (s *Source) more(ctx context.Context, path string, have *bytes.Buffer) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.Base+path, nil)
	if err != nil {
		return err
	}
	if have.Len() > 0 {
		request.Header.Set("Range", fmt.Sprintf("bytes=%d-", have.Len()))
	}
	watch := time.AfterFunc(stall, cancel)
	defer watch.Stop()
	response, err := s.Client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	switch response.StatusCode {
	case http.StatusOK:
		have.Reset()
	case http.StatusPartialContent:
		if !strings.HasPrefix(response.Header.Get("Content-Range"), fmt.Sprintf("bytes %d-", have.Len())) {
			have.Reset()
			return errors.New("another part than was asked for")
		}
	case http.StatusRequestedRangeNotSatisfiable:
		have.Reset()
		return errors.New("it is shorter than what came of it")
	case http.StatusNotFound, http.StatusForbidden:
		return ErrMissing
	default:
		return fmt.Errorf("the hub answers %s", response.Status)
	}
	return copyWatched(have, response.Body, watch)
}

func copyWatched(have *bytes.Buffer, body io.Reader, watch *time.Timer) error {
	block := make([]byte, 16<<10)
	for {
		n, err := body.Read(block)
		have.Write(block[:n])
		if n > 0 {
			watch.Reset(stall)
		}
		if have.Len() > mostChunk {
			return ErrMissing
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// sleep waits about so long: sites that were cut together do not come back together.
func sleep(ctx context.Context, about time.Duration) error {
	timer := time.NewTimer(about/2 + rand.N(about))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
