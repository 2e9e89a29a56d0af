// Package model reads the signed manifest of a model, and checks who signed it and what its files are.
package model

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/sigstore/sigstore-go/pkg/bundle"
	"github.com/sigstore/sigstore-go/pkg/root"
	"github.com/sigstore/sigstore-go/pkg/verify"
	"github.com/sigstore/sigstore/pkg/signature"

	"plinth.dev/edge/internal/wire"
)

// titleKey names the file of a layer.
const titleKey = "org.opencontainers.image.title"

// cosignStatement is what cosign states when it signs a digest. Others, a list of parts for example, say nothing about release.
const cosignStatement = "https://sigstore.dev/cosign/sign/v1"

// Images is the kind of what is an OCI image layout and not a model: its files are those of the layout.
const Images = "application/vnd.plinth.edge.images.v1"

// Kind is what a manifest says that it is of; empty where it says nothing.
func Kind(m wire.Model) string {
	read := manifest{}
	if json.Unmarshal(m.Manifest, &read) != nil {
		return ""
	}
	return read.ArtifactType
}

// Errors that say what is wrong with a model.
var (
	ErrManifest  = errors.New("manifest")
	ErrSignature = errors.New("signature")
)

// File is one file of a model.
type File struct {
	Path   string
	Digest wire.Digest
	Bytes  int64
	// Index is the digest of its chunk index.
	Index wire.Digest
}

type manifest struct {
	SchemaVersion int    `json:"schemaVersion"`
	ArtifactType  string `json:"artifactType"`
	Layers        []struct {
		Digest      wire.Digest       `json:"digest"`
		Size        int64             `json:"size"`
		Annotations map[string]string `json:"annotations"`
	} `json:"layers"`
}

// Files reads the files of a model out of its manifest, whose digest must be the model's.
func Files(m wire.Model) ([]File, error) {
	if wire.DigestOf(m.Manifest) != m.Digest {
		return nil, fmt.Errorf("%w: its digest is %s, not %s", ErrManifest, wire.DigestOf(m.Manifest), m.Digest)
	}
	read := manifest{}
	if err := json.Unmarshal(m.Manifest, &read); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrManifest, err)
	}
	if len(read.Layers) == 0 {
		return nil, fmt.Errorf("%w: it has no layers", ErrManifest)
	}
	files, seen := []File{}, map[string]bool{}
	for _, layer := range read.Layers {
		file := File{Path: layer.Annotations[titleKey], Digest: layer.Digest, Bytes: layer.Size}
		file.Index = m.Indexes[file.Path]
		if !local(file.Path) || seen[file.Path] || !file.Digest.Valid() || !file.Index.Valid() || file.Bytes < 0 {
			return nil, fmt.Errorf("%w: layer %q needs a path of its own below the model, a digest and an index", ErrManifest, file.Path)
		}
		seen[file.Path] = true
		files = append(files, file)
	}
	return files, nil
}

// local says whether a path stays below its folder and has its one form.
func local(name string) bool {
	return name != "" && name == path.Clean(name) && name != "." && !strings.HasPrefix(name, "/") &&
		name != ".." && !strings.HasPrefix(name, "../") && !strings.ContainsAny(name, "\\\x00")
}

// Bytes is the size of all files.
func Bytes(files []File) int64 {
	total := int64(0)
	for _, file := range files {
		total += file.Bytes
	}
	return total
}

// Keys are the public keys that models may be signed with, by the signer's name.
type Keys map[string]crypto.PublicKey

// ParseKey reads one public key from PEM.
func ParseKey(text []byte) (crypto.PublicKey, error) {
	block, rest := pem.Decode(text)
	if block == nil || block.Type != "PUBLIC KEY" || len(bytes.TrimSpace(rest)) > 0 {
		return nil, errors.New("expected one PEM block, PUBLIC KEY")
	}
	return x509.ParsePKIXPublicKey(block.Bytes)
}

// CheckSignature says whether a signer of these keys signed the model's manifest.
func CheckSignature(m wire.Model, keys Keys) error {
	if m.Signature == nil {
		return fmt.Errorf("%w: there is none", ErrSignature)
	}
	key, known := keys[m.Signature.Signer]
	if !known {
		return fmt.Errorf("%w: there is no key of %q here", ErrSignature, m.Signature.Signer)
	}
	signed := &bundle.Bundle{}
	if err := signed.UnmarshalJSON(m.Signature.Bundle); err != nil {
		return fmt.Errorf("%w: %w", ErrSignature, err)
	}
	return checkBundle(signed, key, m.Manifest)
}

func checkBundle(signed *bundle.Bundle, key crypto.PublicKey, manifest []byte) error {
	checker, err := signature.LoadVerifier(key, hashOf(key))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrSignature, err)
	}
	trusted := root.NewTrustedPublicKeyMaterial(func(string) (root.TimeConstrainedVerifier, error) {
		return root.NewExpiringKey(checker, time.Time{}, time.Time{}), nil
	})
	verifier, err := verify.NewVerifier(trusted, verify.WithNoObserverTimestamps())
	if err != nil {
		return fmt.Errorf("%w: %w", ErrSignature, err)
	}
	policy := verify.NewPolicy(verify.WithArtifact(bytes.NewReader(manifest)), verify.WithKey())
	result, err := verifier.Verify(signed, policy)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrSignature, err)
	}
	if result.Statement != nil && result.Statement.GetPredicateType() != cosignStatement {
		return fmt.Errorf("%w: it states %q, not that the model is released", ErrSignature, result.Statement.GetPredicateType())
	}
	return nil
}

// hashOf is the digest that cosign signs with a key of a kind; Ed25519 signs the bytes themselves.
func hashOf(key crypto.PublicKey) crypto.Hash {
	if curve, ok := key.(*ecdsa.PublicKey); ok && curve.Curve == elliptic.P384() {
		return crypto.SHA384
	}
	return crypto.SHA256
}
