package agent

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"plinth.dev/edge/internal/link"
)

// clock is a site's clock, which is never trusted alone.
type clock struct {
	mutex sync.Mutex
	// heard is the last time that the hub said, and when that was by the clock of this process, which only runs forward.
	heard time.Time
	at    time.Time
}

// hear notes what time the hub says it is.
func (c *clock) hear(now time.Time) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.heard, c.at = now, time.Now()
}

// now is the time by the hub, carried on; the own clock where the hub was never heard.
func (c *clock) now() time.Time {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.heard.IsZero() {
		return time.Now()
	}
	return c.heard.Add(time.Since(c.at))
}

// times are those at which a certificate may be looked at: the later of both clocks, and the hub's.
func (c *clock) times() []time.Time {
	own, hub := time.Now(), c.now()
	if own.After(hub) {
		return []time.Time{own, hub}
	}
	return []time.Time{hub}
}

// client speaks to the hub as this site. Its files are read again for each connection, so that a renewed certificate is used.
func client(folder, host string, limit *link.Cap, hands *clock) *http.Client {
	settings := &tls.Config{
		MinVersion: tls.VersionTLS13,
		ServerName: host,
		GetClientCertificate: func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			pair, err := tls.LoadX509KeyPair(filepath.Join(folder, "tls.crt"), filepath.Join(folder, "tls.key"))
			return &pair, err
		},
		// The chain is checked below, at a time that a wrong clock does not decide.
		InsecureSkipVerify: true,
		VerifyConnection:   func(state tls.ConnectionState) error { return checkHub(folder, host, state, hands) },
	}
	return &http.Client{
		Transport: &http.Transport{
			DialContext: limit.Dial, TLSClientConfig: settings, TLSHandshakeTimeout: 20 * time.Second,
			MaxConnsPerHost: 6, MaxIdleConnsPerHost: 6, IdleConnTimeout: 10 * time.Minute,
			// One connection carries one answer at a time, so that the cap holds for it.
			ForceAttemptHTTP2: false, TLSNextProto: map[string]func(string, *tls.Conn) http.RoundTripper{},
			DisableCompression: true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func checkHub(folder, host string, state tls.ConnectionState, hands *clock) error {
	authority, err := os.ReadFile(filepath.Join(folder, "ca.crt"))
	if err != nil {
		return err
	}
	options := x509.VerifyOptions{Roots: x509.NewCertPool(), Intermediates: x509.NewCertPool(), DNSName: host}
	if !options.Roots.AppendCertsFromPEM(authority) {
		return fmt.Errorf("%s/ca.crt holds no certificate", folder)
	}
	for _, certificate := range state.PeerCertificates[1:] {
		options.Intermediates.AddCert(certificate)
	}
	for _, at := range hands.times() {
		options.CurrentTime = notBefore(state.PeerCertificates, at)
		_, err = state.PeerCertificates[0].Verify(options)
		invalid := x509.CertificateInvalidError{}
		if err == nil || !errors.As(err, &invalid) || invalid.Reason != x509.Expired {
			return err
		}
	}
	return fmt.Errorf("%w; if that time is wrong, set this machine's clock", err)
}

// notBefore is a time, or that at which the last of some certificates was made where that is later: it is later than that now,
// whatever a clock says that began anew without a battery.
func notBefore(certificates []*x509.Certificate, at time.Time) time.Time {
	for _, certificate := range certificates {
		if certificate.NotBefore.After(at) {
			at = certificate.NotBefore
		}
	}
	return at
}
