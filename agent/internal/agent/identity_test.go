package agent

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const year = 365 * 24 * time.Hour

// authority makes certificates of any time.
type authority struct {
	t    *testing.T
	key  *ecdsa.PrivateKey
	root *x509.Certificate
}

func newAuthority(t *testing.T) *authority {
	a := &authority{t: t}
	a.key, _ = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	a.root = a.sign(&x509.Certificate{IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}, -20*year, 20*year)
	return a
}

// sign makes a certificate that is valid from and until some time from now.
func (a *authority) sign(template *x509.Certificate, from, until time.Duration) *x509.Certificate {
	a.t.Helper()
	template.SerialNumber, template.Subject = big.NewInt(1), pkix.Name{CommonName: "x"}
	template.NotBefore, template.NotAfter = time.Now().Add(from), time.Now().Add(until)
	parent := a.root
	if parent == nil {
		parent = template
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, a.key.Public(), a.key)
	if err != nil {
		a.t.Fatal(err)
	}
	made, _ := x509.ParseCertificate(der)
	return made
}

func TestTheHubIsKnownAtATimeThatAWrongClockDoesNotDecide(t *testing.T) {
	ours, others := newAuthority(t), newAuthority(t)
	folder := t.TempDir()
	file := filepath.Join(folder, "ca.crt")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: ours.root.Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, one := range []struct {
		name        string
		by          *authority
		host        string
		from, until time.Duration
		// heard is what the hub said once, from now; zero is nothing.
		heard time.Duration
		words string
	}{
		{"a right clock", ours, "hub", -time.Hour, year, 0, ""},
		{"a clock that began anew years ago", ours, "hub", 5 * year, 6 * year, 0, ""},
		{"a clock years ahead, and the hub was heard before", ours, "hub", -5 * year, -4 * year, -4*year - time.Hour, ""},
		{"a clock years ahead, and the hub was never heard", ours, "hub", -5 * year, -4 * year, 0, "set this machine's clock"},
		{"a certificate that expired by both clocks", ours, "hub", -5 * year, -4 * year, -time.Hour, "expired"},
		{"another authority, whatever the clock", others, "hub", 5 * year, 6 * year, 0, "unknown authority"},
		{"another host, whatever the clock", ours, "other", 5 * year, 6 * year, 0, "not hub"},
	} {
		leaf := one.by.sign(&x509.Certificate{DNSNames: []string{one.host}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}, one.from, one.until)
		hands := &clock{}
		if one.heard != 0 {
			hands.hear(time.Now().Add(one.heard))
		}
		err := checkHub(folder, "hub", tls.ConnectionState{PeerCertificates: []*x509.Certificate{leaf}}, hands)
		if (err == nil) != (one.words == "") || err != nil && !strings.Contains(err.Error(), one.words) {
			t.Errorf("%s: %v", one.name, err)
		}
	}
}

func TestEverySettingWithWhichNothingNewComesIsTold(t *testing.T) {
	home := t.TempDir()
	told := func(options Options) string {
		words := []string{}
		for _, problem := range options.problems() {
			words = append(words, problem.Error())
		}
		return strings.Join(words, "\n")
	}
	missing := told(Options{Site: "plant-7", TLS: home, Signers: home, Engine: "/no/desync"})
	for _, words := range []string{"no identity of the site", "nothing to know the hub by", "there is no NAME.pub", "--engine"} {
		if !strings.Contains(missing, words) {
			t.Errorf("%q is not told of %q", missing, words)
		}
	}
	made := newAuthority(t)
	secret, _ := x509.MarshalPKCS8PrivateKey(made.key)
	public, _ := x509.MarshalPKIXPublicKey(made.key.Public())
	for name, block := range map[string]*pem.Block{
		"tls.crt": {Type: "CERTIFICATE", Bytes: made.root.Raw}, "ca.crt": {Type: "CERTIFICATE", Bytes: made.root.Raw},
		"tls.key": {Type: "PRIVATE KEY", Bytes: secret}, "ci.pub": {Type: "PUBLIC KEY", Bytes: public},
	} {
		if err := os.WriteFile(filepath.Join(home, name), pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if words := told(Options{Site: "x", TLS: home, Signers: home, Engine: "/bin/sh"}); words != "" {
		t.Errorf("a right setting is told of: %s", words)
	}
	if words := told(Options{Site: "plant-7", TLS: home, Signers: home, Engine: "/bin/sh"}); !strings.Contains(words, `that of "x"`) {
		t.Errorf("another site's identity: %q", words)
	}
}
