// Package images gives the container runtime of a site's machine the images that came to the site in pieces, read-only, by the
// distribution protocol of OCI. What it gives are the blobs of those layouts that a link of a workload points to: checked when they
// were activated, and read again before they are given for the first time.
package images

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"plinth.dev/edge/internal/model"
	"plinth.dev/edge/internal/store"
	"plinth.dev/edge/internal/wire"
)

// errNotHere is a blob that no active and no previous layout has, or has whole.
var errNotHere = errors.New("it is not here")

// mostRemembered is how many looks at blobs are remembered; then all are looked at anew.
const mostRemembered = 10_000

// Shelf finds blobs below the folder of a site.
type Shelf struct {
	store *store.Store
	root  string
	mutex sync.Mutex
	// whole says of a file whether it held what its name says when it was read.
	whole map[look]func() bool
}

// look is a file as it was looked at: another size or time is another file.
type look struct {
	name  string
	bytes int64
	at    time.Time
}

// NewShelf looks at a site's folder. It writes nothing there.
func NewShelf(root string) *Shelf {
	return &Shelf{store: store.Read(store.Disk{Root: root}), root: root, whole: map[look]func() bool{}}
}

// open is a blob by its digest, from an active or previous layout, after it was read whole.
func (s *Shelf) open(digest wire.Digest) (*os.File, int64, error) {
	linked, err := s.store.Linked()
	if err != nil {
		return nil, 0, err
	}
	for _, layout := range linked {
		if !s.names(layout, digest) {
			continue
		}
		if file, size, err := s.wholeFile(layout, digest); err == nil {
			return file, size, nil
		}
	}
	return nil, 0, errNotHere
}

// names says whether a signed list of images, which was not taken back, has a blob.
func (s *Shelf) names(layout, digest wire.Digest) bool {
	kept, err := s.store.Manifest(layout)
	if err != nil || kept.Digest != layout || s.revoked(layout) {
		return false
	}
	files, err := model.Files(kept)
	return err == nil && model.Kind(kept) == model.Images && slices.ContainsFunc(files, func(file model.File) bool {
		return file.Path == blobPath(digest)
	})
}

func (s *Shelf) revoked(layout wire.Digest) bool {
	kept := s.store.Load()
	return kept != nil && kept.Plan != nil && slices.Contains(kept.Plan.RevokedModels, layout)
}

func (s *Shelf) wholeFile(layout, digest wire.Digest) (*os.File, int64, error) {
	file, err := os.Open(filepath.Join(s.root, store.Folder(layout), blobPath(digest)))
	if err != nil {
		return nil, 0, err
	}
	info, err := file.Stat()
	if err == nil && !s.right(file, look{name: file.Name(), bytes: info.Size(), at: info.ModTime()}, digest) {
		err = errNotHere
	}
	if err != nil {
		return nil, 0, errors.Join(err, file.Close())
	}
	return file, info.Size(), nil
}

// right reads a file whole, once.
func (s *Shelf) right(file io.ReaderAt, as look, digest wire.Digest) bool {
	s.mutex.Lock()
	if len(s.whole) >= mostRemembered {
		clear(s.whole)
	}
	read, known := s.whole[as]
	if !known {
		read = sync.OnceValue(func() bool {
			hash := sha256.New()
			_, err := io.Copy(hash, io.NewSectionReader(file, 0, as.bytes))
			return err == nil && hex.EncodeToString(hash.Sum(nil)) == digest.Hex()
		})
		s.whole[as] = read
	}
	s.mutex.Unlock()
	if read() {
		return true
	}
	// What could not be read may be readable later.
	s.mutex.Lock()
	delete(s.whole, as)
	s.mutex.Unlock()
	return false
}

func blobPath(digest wire.Digest) string { return path.Join("blobs/sha256", digest.Hex()) }

// mediaType is what a manifest says that it is; those of OCI need not say it.
func mediaType(manifest []byte) string {
	said := struct {
		MediaType string            `json:"mediaType"`
		Manifests []json.RawMessage `json:"manifests"`
		Config    json.RawMessage   `json:"config"`
	}{}
	switch err := json.Unmarshal(manifest, &said); {
	case err != nil:
		return ""
	case said.MediaType != "":
		return said.MediaType
	case said.Manifests != nil:
		return "application/vnd.oci.image.index.v1+json"
	case said.Config != nil:
		return "application/vnd.oci.image.manifest.v1+json"
	}
	return ""
}
