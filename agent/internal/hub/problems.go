package hub

import (
	"crypto/tls"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// problems are settings with which no site is let in, or gets no pieces. All of them are read again when they are needed.
func (o Options) problems() []error {
	problems := []error{}
	if _, err := tls.LoadX509KeyPair(filepath.Join(o.TLS, "tls.crt"), filepath.Join(o.TLS, "tls.key")); err != nil {
		problems = append(problems, fmt.Errorf("--tls %s: the hub has no certificate: %w", o.TLS, err))
	}
	if _, err := os.Stat(filepath.Join(o.TLS, "ca.crt")); err != nil {
		problems = append(problems, fmt.Errorf("--tls %s: nothing to know sites by: %w", o.TLS, err))
	}
	if info, err := os.Stat(o.Objects); !strings.Contains(o.Objects, "://") && (err != nil || !info.IsDir()) {
		problems = append(problems, fmt.Errorf("--objects %s: expected the folder of the chunk store, or an address with ://", o.Objects))
	}
	if o.HeaderFile != "" {
		if _, _, ok := o.header(); !ok {
			problems = append(problems, fmt.Errorf("--objects-header-file %s: expected one line, Name: value", o.HeaderFile))
		}
	}
	return problems
}
