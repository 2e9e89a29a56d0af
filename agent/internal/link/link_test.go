package link

import (
	"context"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"plinth.dev/edge/internal/wire"
)

func TestWindows(t *testing.T) {
	night := wire.Link{Zone: "Europe/Berlin", Windows: []wire.Window{{Days: []string{"mon"}, From: "22:00", To: "05:00"}}}
	cases := []struct {
		at   string
		open bool
	}{
		{"2026-11-23T20:59:00Z", false},
		{"2026-11-23T21:00:00Z", true},
		{"2026-11-24T03:59:00Z", true},
		{"2026-11-24T04:00:00Z", false},
		{"2026-11-24T21:30:00Z", false},
		// In summer Berlin is two hours ahead.
		{"2026-07-06T20:00:00Z", true},
	}
	for _, one := range cases {
		at, _ := time.Parse(time.RFC3339, one.at)
		if Open(night, at) != one.open {
			t.Errorf("%s: expected %v", one.at, one.open)
		}
	}
	whole := wire.Link{Windows: []wire.Window{{Days: []string{"sun"}, From: "00:00", To: "00:00"}}}
	if at := time.Date(2026, 11, 22, 13, 0, 0, 0, time.UTC); !Open(whole, at) || !Open(wire.Link{}, at) {
		t.Error("a whole day, and no window at all, are open")
	}
	for _, bad := range []wire.Link{
		{Zone: "Nowhere/Atlantis", Windows: whole.Windows}, {Windows: []wire.Window{{From: "25:00", To: "26:00"}}},
	} {
		if Open(bad, time.Date(2026, 11, 22, 13, 0, 0, 0, time.UTC)) {
			t.Errorf("%+v cannot be read and is not open", bad)
		}
	}
}

// chunkOf makes a chunk with the name that a store gives it.
func chunkOf(t *testing.T, bytes int) (path string, packed []byte) {
	t.Helper()
	plain := make([]byte, bytes)
	random := rand.NewChaCha8([32]byte{byte(bytes)})
	_, _ = random.Read(plain)
	packer, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha512.Sum512_256(plain)
	name := hex.EncodeToString(sum[:])
	return fmt.Sprintf("chunks/%s/%s.cacnk", name[:4], name), packer.EncodeAll(plain, nil)
}

func TestACutCostsNothingThatCameBefore(t *testing.T) {
	path, packed := chunkOf(t, 200_000)
	sent, requests := atomic.Int64{}, atomic.Int64{}
	hub := httptest.NewServer(http.HandlerFunc(func(response http.ResponseWriter, request *http.Request) {
		requests.Add(1)
		from := 0
		if _, err := fmt.Sscanf(request.Header.Get("Range"), "bytes=%d-", &from); err == nil {
			response.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, len(packed)-1, len(packed)))
			response.WriteHeader(http.StatusPartialContent)
		}
		rest := packed[from:]
		part := rest[:min(len(rest), 40_000)]
		n, _ := response.Write(part)
		sent.Add(int64(n))
		if len(part) < len(rest) {
			response.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		}
	}))
	defer hub.Close()
	source := &Source{Client: hub.Client(), Base: hub.URL + "/"}
	data, err := source.Get(context.Background(), path)
	if err != nil || len(data) != len(packed) || source.Cuts() == 0 {
		t.Fatalf("%d of %d bytes, %d cuts, %v", len(data), len(packed), source.Cuts(), err)
	}
	if sent.Load() > int64(len(packed))+40_000 {
		t.Errorf("%d bytes were sent for %d", sent.Load(), len(packed))
	}
}

func TestACorruptChunkIsAskedForAgainAndNeverGiven(t *testing.T) {
	path, packed := chunkOf(t, 20_000)
	wrong := atomic.Int64{}
	hub := httptest.NewServer(http.HandlerFunc(func(response http.ResponseWriter, _ *http.Request) {
		data := append([]byte{}, packed...)
		if wrong.Add(-1) >= 0 {
			data[len(data)/2] ^= 4
		}
		_, _ = response.Write(data)
	}))
	defer hub.Close()
	source := &Source{Client: hub.Client(), Base: hub.URL + "/"}
	wrong.Store(2)
	if data, err := source.Get(context.Background(), path); err != nil || len(data) != len(packed) || source.Corrupt() != 2 {
		t.Errorf("%v, %d corrupt", err, source.Corrupt())
	}
	wrong.Store(100)
	if _, err := source.Get(context.Background(), path); !errors.Is(err, errCorrupt) {
		t.Errorf("a store that has it wrong: %v", err)
	}
}

func TestTheProxyGivesVerifiedChunksUnderItsOwnPathOnly(t *testing.T) {
	path, packed := chunkOf(t, 30_000)
	asked := atomic.Int64{}
	hub := httptest.NewServer(http.HandlerFunc(func(response http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		_, _ = response.Write(packed)
	}))
	defer hub.Close()
	proxy := &Proxy{Source: &Source{Client: hub.Client(), Base: hub.URL + "/"}, Folder: t.TempDir()}
	if err := proxy.Start(); err != nil {
		t.Fatal(err)
	}
	defer proxy.Stop()
	own := proxy.Chunks()[:len(proxy.Chunks())-len("chunks")]
	for range 2 {
		if status, size := get(t, own+path); status != http.StatusOK || size != len(packed) {
			t.Errorf("%d, %d bytes", status, size)
		}
	}
	if asked.Load() != 1 || proxy.Saved() != int64(len(packed)) {
		t.Errorf("the hub was asked %d times, the cache saved %d", asked.Load(), proxy.Saved())
	}
	for _, bad := range []string{"http://" + proxy.address + "/" + path, own + "../state.json", own + "index/x.caibx", own + "chunks/ab/cd"} {
		if status, _ := get(t, bad); status != http.StatusNotFound {
			t.Errorf("%s: %d", bad, status)
		}
	}
}

func get(t *testing.T, address string) (status, size int) {
	t.Helper()
	response, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	data, _ := io.ReadAll(response.Body)
	return response.StatusCode, len(data)
}

func TestTheCapHoldsForAllConnectionsTogether(t *testing.T) {
	limit := &Cap{}
	limit.Set(800)
	begun := time.Now()
	waits := time.Duration(0)
	for range 10 {
		waits = max(waits, limit.take(5_000))
	}
	// 50,000 bytes at 100,000 bytes a second.
	if waits < 400*time.Millisecond || waits > 500*time.Millisecond+time.Since(begun) || limit.Received() != 50_000 {
		t.Errorf("%v for %d bytes", waits, limit.Received())
	}
	limit.Set(0)
	if limit.take(1_000_000) != 0 {
		t.Error("no cap waits for nothing")
	}
}
