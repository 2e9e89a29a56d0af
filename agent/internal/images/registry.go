package images

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"

	"cuelabs.dev/go/oci/ociregistry"
	"cuelabs.dev/go/oci/ociregistry/ociserver"

	"plinth.dev/edge/internal/wire"
)

// mostManifest is the largest manifest that is given, as registries have it. Unit: bytes.
const mostManifest = 4 << 20

const blobType = "application/octet-stream"

// Handler answers a container runtime. Names of repositories are not looked at, and tags are not known: what is asked for by its
// digest is the same under every name.
func Handler(shelf *Shelf) http.Handler {
	registry := ociserver.New(&ociregistry.Funcs{
		GetBlob_: func(_ context.Context, _ string, digest ociregistry.Digest) (ociregistry.BlobReader, error) {
			return shelf.blob(digest)
		},
		GetBlobRange_: func(_ context.Context, _ string, digest ociregistry.Digest, from, to int64) (ociregistry.BlobReader, error) {
			return shelf.part(digest, from, to)
		},
		ResolveBlob_: func(_ context.Context, _ string, digest ociregistry.Digest) (ociregistry.Descriptor, error) {
			return described(shelf.blob(digest))
		},
		GetManifest_: func(_ context.Context, _ string, digest ociregistry.Digest) (ociregistry.BlobReader, error) {
			return shelf.manifest(digest)
		},
		ResolveManifest_: func(_ context.Context, _ string, digest ociregistry.Digest) (ociregistry.Descriptor, error) {
			return described(shelf.manifest(digest))
		},
		GetTag_: func(context.Context, string, string) (ociregistry.BlobReader, error) {
			return nil, ociregistry.ErrManifestUnknown
		},
		ResolveTag_: func(context.Context, string, string) (ociregistry.Descriptor, error) {
			return ociregistry.Descriptor{}, ociregistry.ErrManifestUnknown
		},
	}, nil)
	mux := http.NewServeMux()
	mux.Handle("GET /v2/", registry)
	mux.HandleFunc("GET /healthz", func(http.ResponseWriter, *http.Request) {})
	return mux
}

// open is something of the shelf, as it is given.
type open struct {
	io.Reader
	file *os.File
	what ociregistry.Descriptor
}

// Close ends the reading.
func (o *open) Close() error { return o.file.Close() }

// Descriptor says what it is.
func (o *open) Descriptor() ociregistry.Descriptor { return o.what }

func (s *Shelf) blob(digest ociregistry.Digest) (*open, error) {
	file, size, err := s.open(wire.Digest(digest))
	if errors.Is(err, errNotHere) {
		return nil, ociregistry.ErrBlobUnknown
	}
	if err != nil {
		return nil, err
	}
	return &open{
		Reader: io.NewSectionReader(file, 0, size), file: file,
		what: ociregistry.Descriptor{MediaType: blobType, Digest: digest, Size: size},
	}, nil
}

// part is a blob from a byte up to another; below zero is its end.
func (s *Shelf) part(digest ociregistry.Digest, from, to int64) (*open, error) {
	whole, err := s.blob(digest)
	if err != nil {
		return nil, err
	}
	if to < 0 || to > whole.what.Size {
		to = whole.what.Size
	}
	whole.Reader = io.NewSectionReader(whole.file, from, max(to-from, 0))
	return whole, nil
}

func (s *Shelf) manifest(digest ociregistry.Digest) (*open, error) {
	whole, err := s.blob(digest)
	if err != nil {
		return nil, ociregistry.ErrManifestUnknown
	}
	text, err := io.ReadAll(io.NewSectionReader(whole.file, 0, mostManifest))
	if whole.what.MediaType = mediaType(text); err != nil || whole.what.MediaType == "" {
		return nil, errors.Join(ociregistry.ErrManifestUnknown, whole.Close())
	}
	return whole, nil
}

func described(found *open, err error) (ociregistry.Descriptor, error) {
	if err != nil {
		return ociregistry.Descriptor{}, err
	}
	return found.what, found.Close()
}
