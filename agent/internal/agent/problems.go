package agent

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"plinth.dev/edge/internal/model"
)

// problems are settings with which nothing new comes to the site. None of them stops what it runs.
func (o Options) problems() []error {
	problems := []error{}
	for _, check := range []func() error{o.checkIdentity, o.checkAuthority, o.checkSigners, o.checkEngine} {
		if err := check(); err != nil {
			problems = append(problems, err)
		}
	}
	return problems
}

func (o Options) checkIdentity() error {
	pair, err := tls.LoadX509KeyPair(filepath.Join(o.TLS, "tls.crt"), filepath.Join(o.TLS, "tls.key"))
	if err != nil {
		return fmt.Errorf("--tls %s: no identity of the site: %w", o.TLS, err)
	}
	if name := pair.Leaf.Subject.CommonName; name != o.Site {
		return fmt.Errorf("--tls %s: the identity is that of %q, and --site is %q", o.TLS, name, o.Site)
	}
	return nil
}

func (o Options) checkAuthority() error {
	text, err := os.ReadFile(filepath.Join(o.TLS, "ca.crt"))
	if err == nil && !x509.NewCertPool().AppendCertsFromPEM(text) {
		err = fmt.Errorf("ca.crt holds no certificate")
	}
	if err != nil {
		return fmt.Errorf("--tls %s: nothing to know the hub by: %w", o.TLS, err)
	}
	return nil
}

func (o Options) checkSigners() error {
	files, _ := filepath.Glob(filepath.Join(o.Signers, "*.pub"))
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err == nil {
			_, err = model.ParseKey(text)
		}
		if err != nil {
			return fmt.Errorf("--signers: %s is no key: %w", file, err)
		}
	}
	if len(files) == 0 {
		return fmt.Errorf("--signers %s: there is no NAME.pub, so that no model is trusted", o.Signers)
	}
	return nil
}

func (o Options) checkEngine() error {
	if _, err := exec.LookPath(o.Engine); err != nil {
		return fmt.Errorf("--engine: %w", err)
	}
	return nil
}
