package link

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Proxy gives an engine on this machine chunks of the hub. It holds the identity, the cap and a cache of verified chunks; the
// engine only ever talks to 127.0.0.1, under a path that nobody else knows.
type Proxy struct {
	Source *Source
	// Folder is the cache.
	Folder string
	// Room says how many bytes the cache may still take.
	Room func() int64

	server  *http.Server
	address string
	secret  string
	saved   atomic.Int64
	fetched atomic.Int64
	mutex   sync.Mutex
	going   map[string]*flight
}

// flight is one object that is on its way; whoever else wants it waits for it.
type flight struct {
	done chan struct{}
	data []byte
	err  error
}

// Start listens on a free port of 127.0.0.1.
func (p *Proxy) Start() error {
	if err := os.MkdirAll(p.Folder, 0o755); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	secret := make([]byte, 16)
	if _, err := rand.Read(secret); err != nil {
		return err
	}
	p.secret, p.address, p.going = hex.EncodeToString(secret), listener.Addr().String(), map[string]*flight{}
	p.server = &http.Server{Handler: p, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = p.server.Serve(listener) }()
	return nil
}

// Stop ends the proxy and every request on its way.
func (p *Proxy) Stop() { _ = p.server.Close() }

// Chunks is the address of the chunk store for an engine.
func (p *Proxy) Chunks() string { return "http://" + p.address + "/" + p.secret + "/chunks" }

// Spare counts what an engine took from elsewhere. Unit: bytes.
func (p *Proxy) Spare(bytes int64) { p.saved.Add(max(0, bytes)) }

// Saved is what the cache gave, and what was taken from elsewhere. Unit: bytes.
func (p *Proxy) Saved() int64 { return p.saved.Load() }

// Fetched is what was fetched whole and verified since Restart. Unit: bytes.
func (p *Proxy) Fetched() int64 { return p.fetched.Load() }

// Restart begins to count anew.
func (p *Proxy) Restart() { p.fetched.Store(0) }

// ServeHTTP answers the engine.
func (p *Proxy) ServeHTTP(response http.ResponseWriter, request *http.Request) {
	path, own := strings.CutPrefix(request.URL.Path, "/"+p.secret+"/")
	if !own || !chunkPath.MatchString(path) || (request.Method != http.MethodGet && request.Method != http.MethodHead) {
		http.NotFound(response, request)
		return
	}
	data, err := p.Get(request.Context(), path)
	if err != nil {
		http.Error(response, err.Error(), http.StatusBadGateway)
		return
	}
	response.Header().Set("Content-Type", "application/octet-stream")
	_, _ = response.Write(data)
}

// Get is an object of the cache or of the hub, verified.
func (p *Proxy) Get(ctx context.Context, path string) ([]byte, error) {
	if data := p.cached(path); data != nil {
		p.saved.Add(int64(len(data)))
		return data, nil
	}
	p.mutex.Lock()
	one, going := p.going[path]
	if !going {
		one = &flight{done: make(chan struct{})}
		p.going[path] = one
	}
	p.mutex.Unlock()
	if going {
		select {
		case <-one.done:
			return one.data, one.err
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	one.data, one.err = p.Source.Get(ctx, path)
	if one.err == nil {
		p.fetched.Add(int64(len(one.data)))
		p.keep(path, one.data)
	}
	p.mutex.Lock()
	delete(p.going, path)
	p.mutex.Unlock()
	close(one.done)
	return one.data, one.err
}

func (p *Proxy) file(path string) string { return filepath.Join(p.Folder, filepath.Base(path)) }

// cached is what the cache has, if it still holds what it should: a loss of power may have taken some of it.
func (p *Proxy) cached(path string) []byte {
	data, err := os.ReadFile(p.file(path))
	if err != nil {
		return nil
	}
	if verify(path, data) != nil {
		_ = os.Remove(p.file(path))
		return nil
	}
	return data
}

// keep puts an object into the cache; a full disk only means that it is fetched again after a restart.
func (p *Proxy) keep(path string, data []byte) {
	if p.Room != nil && p.Room() < int64(len(data)) {
		return
	}
	draft := p.file(path) + ".new"
	if os.WriteFile(draft, data, 0o644) != nil || os.Rename(draft, p.file(path)) != nil {
		_ = os.Remove(draft)
	}
}

// Clear empties the cache.
func (p *Proxy) Clear() {
	entries, _ := os.ReadDir(p.Folder)
	for _, entry := range entries {
		_ = os.Remove(filepath.Join(p.Folder, entry.Name()))
	}
}
