package hub

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	// The image has no authorities of its own to trust, and a store elsewhere answers by HTTPS.
	_ "golang.org/x/crypto/x509roots/fallback"

	"plinth.dev/edge/internal/link"
	"plinth.dev/edge/internal/wire"
)

// mostState is the largest report that is read. Unit: bytes.
const mostState = 1 << 20

// Run serves until the context ends.
func (h *Hub) Run(ctx context.Context) error {
	for _, problem := range h.options.problems() {
		h.log.Error("sites get nothing new until this is mended", "problem", problem.Error())
	}
	sites := &http.Server{
		Addr: h.options.Listen, Handler: h.sites(), TLSConfig: h.tls(), ReadHeaderTimeout: 30 * time.Second, IdleTimeout: 15 * time.Minute,
		TLSNextProto: map[string]func(*http.Server, *tls.Conn, http.Handler){},
	}
	metrics := &http.Server{Addr: h.options.Metrics, Handler: h.inside(), ReadHeaderTimeout: 10 * time.Second}
	failed := make(chan error, 2)
	go func() { failed <- sites.ListenAndServeTLS("", "") }()
	go func() { failed <- metrics.ListenAndServe() }()
	steps := time.NewTicker(time.Second)
	defer steps.Stop()
	defer metrics.Close()
	defer sites.Close()
	h.Step()
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-failed:
			return err
		case <-steps.C:
			h.Step()
		}
	}
}

// tls reads its files for each connection, so that renewed ones are used.
func (h *Hub) tls() *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS13,
		GetConfigForClient: func(*tls.ClientHelloInfo) (*tls.Config, error) {
			pair, err := tls.LoadX509KeyPair(filepath.Join(h.options.TLS, "tls.crt"), filepath.Join(h.options.TLS, "tls.key"))
			if err != nil {
				return nil, err
			}
			authority, err := os.ReadFile(filepath.Join(h.options.TLS, "ca.crt"))
			if err != nil {
				return nil, err
			}
			pool := x509.NewCertPool()
			pool.AppendCertsFromPEM(authority)
			return &tls.Config{
				MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{pair}, ClientAuth: tls.RequireAndVerifyClientCert,
				ClientCAs: pool, SessionTicketsDisabled: true,
				VerifyConnection: func(state tls.ConnectionState) error {
					_, err := h.identify(state.PeerCertificates[0])
					return err
				},
			}, nil
		},
	}
}

// identify says which site a certificate is of, unless it is refused.
func (h *Hub) identify(certificate *x509.Certificate) (string, error) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	name := certificate.Subject.CommonName
	if h.config == nil {
		return "", errors.New("the hub has no config")
	}
	revoked := h.config.Revoked
	fingerprint := string(wire.DigestOf(certificate.Raw))
	switch {
	// A site that was taken away is no site any more either.
	case slices.Contains(revoked.Sites, name), slices.Contains(revoked.Serials, certificate.SerialNumber.Text(16)),
		slices.Contains(revoked.Fingerprints, fingerprint):
		h.refused["revoked"]++
		return "", fmt.Errorf("the identity of %q is revoked", name)
	case !h.hasSite(name):
		h.refused["unknown"]++
		return "", fmt.Errorf("there is no site %q", name)
	}
	seen := h.seen[name]
	seen.at, seen.expires = time.Now(), certificate.NotAfter
	h.seen[name] = seen
	return name, nil
}

// own lets a site in under its own name; on a connection that was kept, too.
func (h *Hub) own(do func(http.ResponseWriter, *http.Request, string)) http.HandlerFunc {
	return func(response http.ResponseWriter, request *http.Request) {
		name, err := h.identify(request.TLS.PeerCertificates[0])
		if err != nil {
			response.Header().Set("Connection", "close")
			http.Error(response, err.Error(), http.StatusForbidden)
			return
		}
		do(response, request, name)
	}
}

func (h *Hub) sites() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/plan", h.own(h.servePlan))
	mux.HandleFunc("PUT /v1/state", h.own(h.serveState))
	mux.HandleFunc("GET /v1/objects/", h.own(h.serveObject))
	return mux
}

func (h *Hub) servePlan(response http.ResponseWriter, request *http.Request, name string) {
	h.mutex.Lock()
	plan, tag, ok := h.plan(name)
	report, known := h.reports[name]
	if known {
		report.Seen = h.now()
		h.reports[name] = report
	}
	h.mutex.Unlock()
	if !ok {
		http.Error(response, "there is no plan", http.StatusForbidden)
		return
	}
	if !known {
		response.Header().Set("Plinth-Edge-Report", "wanted")
	}
	response.Header().Set("ETag", tag)
	if request.Header.Get("If-None-Match") == tag {
		response.WriteHeader(http.StatusNotModified)
		return
	}
	response.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(response).Encode(plan)
}

func (h *Hub) serveState(response http.ResponseWriter, request *http.Request, name string) {
	data, err := io.ReadAll(http.MaxBytesReader(response, request.Body, mostState))
	state := wire.State{}
	if err == nil {
		err = json.Unmarshal(data, &state)
	}
	switch {
	case err != nil:
		http.Error(response, err.Error(), http.StatusBadRequest)
	case state.Site != name:
		http.Error(response, "a site reports only itself", http.StatusForbidden)
	default:
		h.mutex.Lock()
		h.take(name, state)
		h.mutex.Unlock()
		response.WriteHeader(http.StatusNoContent)
	}
}

// serveObject gives chunks, whose names nobody guesses, and those indexes that the plan of the site names.
func (h *Hub) serveObject(response http.ResponseWriter, request *http.Request, name string) {
	path := strings.TrimPrefix(request.URL.Path, "/v1/objects/")
	if !link.Known(path) || (strings.HasPrefix(path, "index/") && !h.planned(name, path)) {
		http.NotFound(response, request)
		return
	}
	counted := &counter{ResponseWriter: response, hub: h}
	if strings.Contains(h.options.Objects, "://") {
		h.passOn(counted, request, path)
		return
	}
	file, err := os.Open(filepath.Join(h.options.Objects, filepath.FromSlash(path)))
	if err != nil {
		http.NotFound(response, request)
		return
	}
	defer file.Close()
	response.Header().Set("Content-Type", "application/octet-stream")
	response.Header().Set("ETag", `"`+filepath.Base(path)+`"`)
	http.ServeContent(counted, request, "", time.Time{}, file)
}

func (h *Hub) planned(name, path string) bool {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	plan, _, _ := h.plan(name)
	for _, workload := range plan.Workloads {
		if workload.Target == nil {
			continue
		}
		for _, index := range workload.Target.Model.Indexes {
			if path == "index/"+index.Hex()+".caibx" {
				return true
			}
		}
	}
	return false
}

// passOn asks the object store, with the header that it wants.
func (h *Hub) passOn(response http.ResponseWriter, request *http.Request, path string) {
	base, err := url.Parse(strings.TrimSuffix(h.options.Objects, "/") + "/" + path)
	if err != nil {
		http.Error(response, "the object store has no usable address", http.StatusBadGateway)
		return
	}
	proxy := &httputil.ReverseProxy{Rewrite: func(pass *httputil.ProxyRequest) {
		pass.Out.URL, pass.Out.Host = base, base.Host
		ranged := pass.In.Header.Get("Range")
		pass.Out.Header = http.Header{}
		if ranged != "" {
			pass.Out.Header.Set("Range", ranged)
		}
		if name, value, ok := h.options.header(); ok {
			pass.Out.Header.Set(name, value)
		}
	}}
	proxy.ServeHTTP(response, request)
}

func (o Options) header() (name, value string, ok bool) {
	if o.HeaderFile == "" {
		return "", "", false
	}
	text, err := os.ReadFile(o.HeaderFile)
	if err != nil {
		return "", "", false
	}
	name, value, ok = strings.Cut(strings.TrimSpace(string(text)), ":")
	return strings.TrimSpace(name), strings.TrimSpace(value), ok
}

// counter counts what goes out.
type counter struct {
	http.ResponseWriter
	hub *Hub
}

func (c *counter) Write(data []byte) (int, error) {
	n, err := c.ResponseWriter.Write(data)
	c.hub.bytes.Add(int64(n))
	return n, err
}
