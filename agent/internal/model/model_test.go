package model

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"plinth.dev/edge/internal/wire"
)

func manifestOf(paths ...string) []byte {
	layers := []map[string]any{}
	for _, path := range paths {
		layers = append(layers, map[string]any{
			"mediaType": "application/octet-stream", "digest": wire.DigestOf([]byte(path)), "size": len(path),
			"annotations": map[string]string{titleKey: path},
		})
	}
	text, _ := json.Marshal(map[string]any{"schemaVersion": 2, "layers": layers})
	return text
}

func modelOf(manifest []byte, paths ...string) wire.Model {
	m := wire.Model{Digest: wire.DigestOf(manifest), Manifest: manifest, Indexes: map[string]wire.Digest{}}
	for _, path := range paths {
		m.Indexes[path] = wire.DigestOf([]byte("index of " + path))
	}
	return m
}

// sign makes the bundle that cosign makes for a file.
func sign(t *testing.T, key crypto.Signer, manifest []byte) []byte {
	t.Helper()
	sum := sha256.Sum256(manifest)
	signed, options := sum[:], crypto.SignerOpts(crypto.SHA256)
	if _, pure := key.(ed25519.PrivateKey); pure {
		signed, options = manifest, crypto.Hash(0)
	}
	signature, err := key.Sign(rand.Reader, signed, options)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Appendf(nil, `{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","verificationMaterial":{"publicKey":{"hint":"k"}},
		"messageSignature":{"messageDigest":{"algorithm":"SHA2_256","digest":%q},"signature":%q}}`,
		base64.StdEncoding.EncodeToString(sum[:]), base64.StdEncoding.EncodeToString(signature))
}

// state makes the bundle that cosign makes for a digest, or for something else about it.
func state(t *testing.T, key crypto.Signer, manifest []byte, predicate string) []byte {
	t.Helper()
	statement := fmt.Sprintf(`{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"m","digest":{"sha256":%q}}],"predicateType":%q,"predicate":{}}`,
		wire.DigestOf(manifest).Hex(), predicate)
	const kind = "application/vnd.in-toto+json"
	encoded := fmt.Sprintf("DSSEv1 %d %s %d %s", len(kind), kind, len(statement), statement)
	sum := sha256.Sum256([]byte(encoded))
	signature, err := key.Sign(rand.Reader, sum[:], crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Appendf(nil, `{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","verificationMaterial":{"publicKey":{"hint":"k"}},
		"dsseEnvelope":{"payload":%q,"payloadType":%q,"signatures":[{"sig":%q}]}}`,
		base64.StdEncoding.EncodeToString([]byte(statement)), kind, base64.StdEncoding.EncodeToString(signature))
}

func TestOnlyAKnownSignersOwnSignatureOfThisManifestCounts(t *testing.T) {
	key, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	other, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	_, edwards, _ := ed25519.GenerateKey(rand.Reader)
	manifest := manifestOf("a.bin")
	keys := Keys{"ci": key.Public(), "ed": edwards.Public()}
	cases := []struct {
		name   string
		signer string
		bundle []byte
		holds  bool
	}{
		{"the manifest's bytes", "ci", sign(t, key, manifest), true},
		{"the manifest's bytes by Ed25519", "ed", sign(t, edwards, manifest), true},
		{"the manifest's digest", "ci", state(t, key, manifest, cosignStatement), true},
		{"a list of parts", "ci", state(t, key, manifest, "https://spdx.dev/Document"), false},
		{"another manifest", "ci", sign(t, key, manifestOf("b.bin")), false},
		{"another digest", "ci", state(t, key, manifestOf("b.bin"), cosignStatement), false},
		{"by another key", "ci", sign(t, other, manifest), false},
		{"by somebody unknown", "stranger", sign(t, key, manifest), false},
		{"by another known signer", "ed", sign(t, key, manifest), false},
		{"nothing", "ci", []byte("{}"), false},
	}
	for _, one := range cases {
		m := modelOf(manifest, "a.bin")
		m.Signature = &wire.Signature{Signer: one.signer, Bundle: one.bundle}
		if err := CheckSignature(m, keys); (err == nil) != one.holds {
			t.Errorf("%s: %v", one.name, err)
		}
	}
	if err := CheckSignature(modelOf(manifest, "a.bin"), keys); !errors.Is(err, ErrSignature) {
		t.Errorf("unsigned: %v", err)
	}
}

func TestNoByteOfABundleOrAManifestMayChange(t *testing.T) {
	key, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	manifest := manifestOf("a.bin")
	bundle := state(t, key, manifest, cosignStatement)
	for at := range manifest {
		m := modelOf(manifest, "a.bin")
		m.Signature = &wire.Signature{Signer: "ci", Bundle: bundle}
		m.Manifest = append([]byte{}, manifest...)
		m.Manifest[at] ^= 1
		if _, err := Files(m); err == nil {
			t.Fatalf("byte %d of the manifest changed unseen", at)
		}
		if err := CheckSignature(m, Keys{"ci": key.Public()}); err == nil {
			t.Fatalf("byte %d of the manifest is signed by nobody", at)
		}
	}
}

func TestFilesStayBelowTheirModel(t *testing.T) {
	for _, bad := range []string{"", ".", "..", "../a", "/a", "a/../b", "a//b", "./a", "a/", `a\b`, "a\x00"} {
		if _, err := Files(modelOf(manifestOf(bad), bad)); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
	if _, err := Files(modelOf(manifestOf("a", "a"), "a")); err == nil {
		t.Error("the same file twice was taken")
	}
	if _, err := Files(modelOf(manifestOf("a"))); err == nil {
		t.Error("a file without an index was taken")
	}
	files, err := Files(modelOf(manifestOf("a", "b/c.bin"), "a", "b/c.bin"))
	if err != nil || len(files) != 2 || Bytes(files) != 8 {
		t.Errorf("%v %v", files, err)
	}
}
