package simulate

import (
	"fmt"

	"plinth.dev/edge/internal/site"
	"plinth.dev/edge/internal/wire"
)

// quality is what is wrong with a model.
type quality int

const (
	good quality = iota
	unhealthy
	unsigned
	// partial was published wrong: its chunks make other bytes than its manifest says.
	partial
	// torn has a manifest that is not what its digest says.
	torn
	qualities
)

// trusted is the only signer whose key sites have.
const trusted = "trusted"

const modelBytes = 100

type model struct {
	wire    wire.Model
	quality quality
}

func newModel(number int, quality quality) *model {
	manifest := fmt.Appendf(nil, "model %d of quality %d", number, quality)
	made := &model{quality: quality, wire: wire.Model{
		Digest: wire.DigestOf(manifest), Manifest: manifest, Signature: &wire.Signature{Signer: trusted},
	}}
	if quality == unsigned {
		made.wire.Signature.Signer = "somebody"
	}
	if quality == torn {
		made.wire.Manifest = append(manifest, '!')
	}
	return made
}

// bytes are what the files of a model must hold.
func bytes(digest wire.Digest) []byte { return fmt.Appendf(nil, "%0100s", digest.Hex()) }

// vet is what a site's own keys say of a model before it is fetched.
func vet(m wire.Model) string {
	switch {
	case wire.DigestOf(m.Manifest) != m.Digest:
		return site.CauseManifest
	case m.Signature == nil || m.Signature.Signer != trusted:
		return site.CauseSignature
	}
	return ""
}
