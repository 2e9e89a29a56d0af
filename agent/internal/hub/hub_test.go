package hub

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"plinth.dev/edge/internal/wire"
)

// stage is a hub with an authority, and clients of it.
type stage struct {
	t      *testing.T
	home   string
	key    *ecdsa.PrivateKey
	root   *x509.Certificate
	serial int64
	hub    *Hub
	server *httptest.Server
}

func newStage(t *testing.T, config string) *stage {
	t.Helper()
	s := &stage{t: t, home: t.TempDir(), serial: 100}
	s.key, _ = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), Subject: pkix.Name{CommonName: "authority"},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, s.key.Public(), s.key)
	s.must(err)
	s.root, _ = x509.ParseCertificate(der)
	s.write("ca.crt", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	s.issue("hub", "tls")
	s.write("hub.json", []byte(config))
	s.begin()
	return s
}

// begin starts a hub on what the one before it left.
func (s *stage) begin() {
	made, err := New(Options{
		Config: filepath.Join(s.home, "hub.json"), State: filepath.Join(s.home, "state/state.json"), Objects: filepath.Join(s.home, "objects"),
		TLS: s.home,
	}, slog.New(slog.NewTextHandler(io.Discard, nil)))
	s.must(err)
	s.hub = made
	s.hub.Step()
	if s.server != nil {
		s.server.Close()
	}
	s.server = httptest.NewUnstartedServer(s.hub.sites())
	s.server.TLS = s.hub.tls()
	s.server.Config.ErrorLog = slog.NewLogLogger(slog.NewTextHandler(io.Discard, nil), slog.LevelError)
	s.server.StartTLS()
	s.t.Cleanup(s.server.Close)
}

func (s *stage) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *stage) write(name string, data []byte) {
	s.must(os.MkdirAll(filepath.Dir(filepath.Join(s.home, name)), 0o755))
	s.must(os.WriteFile(filepath.Join(s.home, name), data, 0o644))
}

func (s *stage) issue(name, file string) tls.Certificate {
	key, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	s.serial++
	template := &x509.Certificate{
		SerialNumber: big.NewInt(s.serial), Subject: pkix.Name{CommonName: name}, NotBefore: s.root.NotBefore, NotAfter: s.root.NotAfter,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, s.root, key.Public(), s.key)
	s.must(err)
	secret, _ := x509.MarshalPKCS8PrivateKey(key)
	public := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	private := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})
	if file != "" {
		s.write(file+".crt", public)
		s.write(file+".key", private)
	}
	pair, err := tls.X509KeyPair(public, private)
	s.must(err)
	return pair
}

func (s *stage) client(identity tls.Certificate) *http.Client {
	pool := x509.NewCertPool()
	pool.AddCert(s.root)
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, Certificates: []tls.Certificate{identity}}}}
}

func (s *stage) ask(client *http.Client, method, path, body string, header ...string) (int, http.Header, string) {
	request, _ := http.NewRequest(method, s.server.URL+path, bytes.NewBufferString(body))
	for at := 0; at+1 < len(header); at += 2 {
		request.Header.Set(header[at], header[at+1])
	}
	response, err := client.Do(request)
	if err != nil {
		return 0, nil, err.Error()
	}
	defer response.Body.Close()
	text, _ := io.ReadAll(response.Body)
	return response.StatusCode, response.Header, string(text)
}

func configOf(revoked string) string {
	return fmt.Sprintf(`{"version":1,"poll":{"seconds":5,"offlineAfterSeconds":60},"signers":[],"rings":[{"name":"first","budget":{"failedSites":0}}],
"sites":[{"name":"a","ring":"first","link":{"kbit":7},"diskBytes":0},{"name":"b","ring":"first","link":{"kbit":0},"diskBytes":0}],
"workloads":[{"name":"w","sites":["a"],"health":{"url":"http://x","failures":3},"reload":{},"overrides":{"a":{"health":{"url":"http://y"}}}}],
"models":[],"rollouts":[],"revoked":{"sites":[%s],"serials":[],"fingerprints":[],"models":[]}}`, revoked)
}

func TestASiteReadsItsOwnPlanAndReportsItself(t *testing.T) {
	s := newStage(t, configOf(""))
	a := s.client(s.issue("a", ""))
	status, header, text := s.ask(a, "GET", "/v1/plan", "")
	plan := wire.Plan{}
	s.must(json.Unmarshal([]byte(text), &plan))
	if health := plan.Workloads[0].Health; status != 200 || plan.Site != "a" || plan.Link.Kbit != 7 || health.URL != "http://y" || health.Failures != 3 {
		t.Fatalf("%d %s", status, text)
	}
	if header.Get("Plinth-Edge-Report") != "wanted" {
		t.Error("a hub that knows nothing of a site asks for its state")
	}
	if status, _, _ := s.ask(a, "GET", "/v1/plan", "", "If-None-Match", header.Get("ETag")); status != 304 {
		t.Errorf("the same plan again: %d", status)
	}
	if status, _, _ := s.ask(a, "PUT", "/v1/state", `{"version":1,"site":"a"}`); status != 204 {
		t.Errorf("its own state: %d", status)
	}
	if status, _, _ := s.ask(a, "PUT", "/v1/state", `{"version":1,"site":"b"}`); status != 403 {
		t.Errorf("the state of another: %d", status)
	}
	if _, header, _ := s.ask(a, "GET", "/v1/plan", ""); header.Get("Plinth-Edge-Report") != "" {
		t.Error("a hub that knows a site does not ask again")
	}
}

func TestStrangersAreRefused(t *testing.T) {
	s := newStage(t, configOf(""))
	other := newStage(t, configOf(""))
	for name, client := range map[string]*http.Client{
		"a site that is not in the config": s.client(s.issue("c", "")),
		"a site of another authority":      s.client(other.issue("a", "")),
		"nobody":                           s.client(tls.Certificate{}),
	} {
		if status, _, text := s.ask(client, "GET", "/v1/plan", ""); status != 0 {
			t.Errorf("%s: %d %s", name, status, text)
		}
	}
}

func TestARevokedIdentityIsRefusedOnTheConnectionThatItHas(t *testing.T) {
	s := newStage(t, configOf(""))
	identity := s.issue("a", "")
	a := s.client(identity)
	if status, _, _ := s.ask(a, "GET", "/v1/plan", ""); status != 200 {
		t.Fatal(status)
	}
	leaf, _ := x509.ParseCertificate(identity.Certificate[0])
	for _, revoked := range []string{
		configOf(`"a"`),
		strings.Replace(configOf(""), `"serials":[]`, `"serials":["`+leaf.SerialNumber.Text(16)+`"]`, 1),
		strings.Replace(configOf(""), `"fingerprints":[]`, `"fingerprints":["`+string(wire.DigestOf(leaf.Raw))+`"]`, 1),
	} {
		s.write("hub.json", []byte(revoked))
		s.hub.Step()
		if status, _, _ := s.ask(a, "GET", "/v1/plan", ""); status != 403 {
			t.Errorf("kept connection: %d", status)
		}
		if status, _, _ := s.ask(s.client(identity), "GET", "/v1/plan", ""); status != 0 {
			t.Errorf("new connection: %d", status)
		}
		s.write("hub.json", []byte(configOf("")))
		s.hub.Step()
		a = s.client(identity)
		if status, _, _ := s.ask(a, "GET", "/v1/plan", ""); status != 200 {
			t.Errorf("back again: %d", status)
		}
	}
}

func TestABadConfigChangesNothingAndIsSaid(t *testing.T) {
	s := newStage(t, configOf(""))
	s.write("hub.json", []byte("{"))
	s.hub.Step()
	if status := s.hub.Status(); status.ConfigValid || len(status.Sites) != 2 {
		t.Errorf("%+v", status)
	}
}

func TestABadConfigIsToldWithItsPlaceAndTakenWhenItIsMended(t *testing.T) {
	s := newStage(t, configOf(""))
	for change, words := range map[string]string{
		`"kbit":7|"kbit":7,"windows":[{"from":"22","to":"05:00"}]`:                      "site a: link.windows",
		`"kbit":7|"kbit":7,"windows":[{"days":["monday"],"from":"22:00","to":"05:00"}]`: `"monday" is no day`,
		`"kbit":7|"kbit":7,"zone":"Europe/Nowhere"`:                                     "site a: link.zone",
		`"kbit":7|"kbit":-7`: "link.kbit -7",
		`"signers":[]|"signers":[{"name":"ci","publicKey":"-----BEGIN CERTIFICATE-----\\n"}]`: "signer ci",
	} {
		from, to, _ := strings.Cut(change, "|")
		s.write("hub.json", []byte(strings.Replace(configOf(""), from, to, 1)))
		s.hub.Step()
		if status := s.hub.Status(); status.ConfigValid || !strings.Contains(status.ConfigProblem, words) {
			t.Errorf("%s: %q", to, status.ConfigProblem)
		}
	}
	s.must(os.Remove(filepath.Join(s.home, "hub.json")))
	s.hub.Step()
	if problem := s.hub.Status().ConfigProblem; !strings.HasPrefix(problem, "--config ") {
		t.Errorf("a missing file: %q", problem)
	}
	s.write("hub.json", []byte(configOf("")))
	s.hub.Step()
	s.must(os.Remove(filepath.Join(s.home, "hub.json")))
	s.hub.Step()
	s.write("hub.json", []byte(configOf("")))
	s.hub.Step()
	if status := s.hub.Status(); !status.ConfigValid {
		t.Errorf("the same text again: %q", status.ConfigProblem)
	}
}

func TestASequenceOutlivesTheHubAndALostState(t *testing.T) {
	s := newStage(t, configOf(""))
	identity := s.issue("a", "")
	sequence := func() uint64 {
		_, _, text := s.ask(s.client(identity), "GET", "/v1/plan", "")
		plan := wire.Plan{}
		s.must(json.Unmarshal([]byte(text), &plan))
		return plan.Sequence
	}
	first := sequence()
	s.hub.Step()
	s.begin()
	if again := sequence(); again != first {
		t.Errorf("%d after a restart, %d before", again, first)
	}
	time.Sleep(time.Until(time.Unix(int64(first), 0).Add(1_100 * time.Millisecond)))
	s.must(os.RemoveAll(filepath.Join(s.home, "state")))
	s.begin()
	if again := sequence(); again <= first {
		t.Errorf("%d after the state was lost, %d before", again, first)
	}
}

func TestObjectsAreGivenInPartsAndIndexesByThePlanOnly(t *testing.T) {
	s := newStage(t, configOf(""))
	name := strings.Repeat("ab", 32)
	s.write("objects/chunks/abab/"+name+".cacnk", []byte("0123456789"))
	s.write("objects/index/"+name+".caibx", []byte("index"))
	a := s.client(s.issue("a", ""))
	chunk := "/v1/objects/chunks/abab/" + name + ".cacnk"
	if status, _, text := s.ask(a, "GET", chunk, "", "Range", "bytes=4-"); status != 206 || text != "456789" {
		t.Errorf("%d %s", status, text)
	}
	for _, path := range []string{"index/" + name + ".caibx", "chunks/../../state/state.json", "chunks/abab/", "hub.json"} {
		if status, _, text := s.ask(a, "GET", "/v1/objects/"+path, ""); status == 200 {
			t.Errorf("%s: %s", path, text)
		}
	}
	store := httptest.NewServer(http.HandlerFunc(func(response http.ResponseWriter, request *http.Request) {
		_, _ = fmt.Fprint(response, request.URL.Path, " ", request.Header.Get("Authorization"), request.Header.Get("Cookie"))
	}))
	defer store.Close()
	s.write("header", []byte("Authorization: Bearer x\n"))
	s.hub.options.Objects, s.hub.options.HeaderFile = store.URL+"/bucket", filepath.Join(s.home, "header")
	if _, _, text := s.ask(a, "GET", chunk, "", "Cookie", "secret"); text != "/bucket/chunks/abab/"+name+".cacnk Bearer x" {
		t.Error(text)
	}
}

func TestAConfigMayBeAFolderWhoseFilesHoldOnePartEach(t *testing.T) {
	s := newStage(t, configOf(""))
	spec := strings.Replace(configOf(""), `"models":[],"rollouts":[],`, "", 1)
	s.write("config/hub.json", []byte(spec))
	s.write("config/rollouts.json", []byte(`{"version":1,"models":[],"rollouts":[]}`))
	s.hub.options.Config = filepath.Join(s.home, "config")
	s.hub.Step()
	if status := s.hub.Status(); !status.ConfigValid || len(status.Sites) != 2 {
		t.Errorf("%+v", status)
	}
	for _, bad := range []string{`{"version":2}`, `{"sites":[]}`, `{`} {
		s.write("config/rollouts.json", []byte(bad))
		s.hub.Step()
		if s.hub.Status().ConfigValid {
			t.Errorf("took %s", bad)
		}
	}
}

func TestASiteThatWasTakenOutIsRefusedAsRevoked(t *testing.T) {
	s := newStage(t, configOf(""))
	a := s.client(s.issue("a", ""))
	if status, _, _ := s.ask(a, "GET", "/v1/plan", ""); status != 200 {
		t.Fatal(status)
	}
	// As the room renders it: a revoked site stands among the revoked and nowhere else.
	gone := strings.NewReplacer(`{"name":"a","ring":"first","link":{"kbit":7},"diskBytes":0},`, "", `"sites":["a"]`, `"sites":["b"]`,
		`"overrides":{"a":{"health":{"url":"http://y"}}}`, `"overrides":{}`).Replace(configOf(""))
	s.write("hub.json", []byte(strings.Replace(gone, `"revoked":{"sites":[]`, `"revoked":{"sites":["a"]`, 1)))
	s.hub.Step()
	if status, _, _ := s.ask(a, "GET", "/v1/plan", ""); status != 403 {
		t.Errorf("kept connection: %d", status)
	}
	if s.hub.refused["revoked"] != 1 || s.hub.refused["unknown"] != 0 {
		t.Errorf("counted as %v", s.hub.refused)
	}
}

func TestRolloutsOfAWorkloadThatWentAreNothingWrong(t *testing.T) {
	s := newStage(t, strings.Replace(configOf(""), `"rollouts":[]`, `"rollouts":[{"workload":"gone","number":1,"model":"sha256:x","attempt":1}]`, 1))
	if status := s.hub.Status(); !status.ConfigValid || len(status.Rollouts) != 0 {
		t.Errorf("%+v", status)
	}
}
