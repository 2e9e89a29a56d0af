package store

import (
	"encoding/json"
	"errors"
	"path"
	"strings"
	"sync"

	"plinth.dev/edge/internal/site"
	"plinth.dev/edge/internal/wire"
)

// Folders and files of a site, relative to its root.
const (
	models    = "models"
	workloads = "workloads"
	manifests = "manifests"
	stateFile = "state.json"
	part      = ".part"
)

// ErrLinked is a model that a link still points to: it does not go, whatever the state says.
var ErrLinked = errors.New("a link points to the model")

// ErrNotChecked is a bug: something was to become active that was not checked since this boot.
var ErrNotChecked = errors.New("bug: the model was not checked")

// Store keeps the models of one site.
type Store struct {
	fs FS
	// checked are models that held what they should at their last check since this boot.
	checked map[wire.Digest]bool
	mutex   sync.Mutex
}

// Open makes the folders of a site.
func Open(fs FS) (*Store, error) {
	for _, folder := range []string{models, workloads, manifests} {
		if err := fs.MkdirAll(folder); err != nil {
			return nil, err
		}
	}
	return Read(fs), fs.Sync(".")
}

// Read looks at a site's folder without making anything there.
func Read(fs FS) *Store { return &Store{fs: fs, checked: map[wire.Digest]bool{}} }

// Load reads what was kept; nil where there is nothing, or it cannot be read any more.
func (s *Store) Load() *site.Durable {
	data, err := s.fs.Read(stateFile)
	if err != nil {
		return nil
	}
	kept := &site.Durable{}
	if json.Unmarshal(data, kept) != nil {
		return nil
	}
	return kept
}

// Save keeps the durable part of a site. After it returns, a loss of power does not lose it.
func (s *Store) Save(kept site.Durable) error {
	data, err := json.Marshal(kept)
	if err != nil {
		return err
	}
	return Replace(s.fs, stateFile, data)
}

// Replace writes a file beside its place, makes it safe, and moves it there.
func Replace(fs FS, file string, data []byte) error {
	draft := file + ".new"
	if err := fs.Write(draft, data); err != nil {
		return err
	}
	if err := fs.Sync(draft); err != nil {
		return err
	}
	if err := fs.Rename(draft, file); err != nil {
		return err
	}
	return fs.Sync(path.Dir(file))
}

// Found says what is there after a boot. What is half-done and of no use is removed.
func (s *Store) Found() (site.Found, error) {
	found := site.Found{
		Current:  map[string]wire.Digest{},
		Previous: map[string]wire.Digest{},
		Models:   map[wire.Digest]int64{},
	}
	names, err := s.fs.List(models)
	if err != nil {
		return found, err
	}
	for _, name := range names {
		digest := wire.Digest("sha256:" + name)
		if !digest.Valid() {
			continue
		}
		bytes := int64(0)
		files, err := s.fs.Files(path.Join(models, name))
		if err != nil {
			return found, err
		}
		for _, size := range files {
			bytes += size
		}
		found.Models[digest] = bytes
	}
	names, err = s.fs.List(workloads)
	for _, name := range names {
		s.link(found.Current, found.Models, name, "current")
		s.link(found.Previous, found.Models, name, "previous")
	}
	return found, err
}

func (s *Store) link(into map[string]wire.Digest, there map[wire.Digest]int64, workload, which string) {
	digest := s.target(workload, which)
	if _, ok := there[digest]; ok {
		into[workload] = digest
	}
}

// target is the model that a link points to; empty where there is no link.
func (s *Store) target(workload, which string) wire.Digest {
	to, err := s.fs.ReadLink(path.Join(workloads, workload, which))
	if err != nil {
		return ""
	}
	return wire.Digest("sha256:" + path.Base(to))
}

// Linked are the models that links point to now, active ones first, whether they are there or not.
func (s *Store) Linked() ([]wire.Digest, error) {
	names, err := s.fs.List(workloads)
	linked := []wire.Digest{}
	for _, which := range []string{"current", "previous"} {
		for _, name := range names {
			if digest := s.target(name, which); digest != "" {
				linked = append(linked, digest)
			}
		}
	}
	return linked, err
}

// Links are what a workload's links point to now.
func (s *Store) Links(workload string) (current, previous wire.Digest) {
	found, err := s.Found()
	if err != nil {
		return "", ""
	}
	return found.Current[workload], found.Previous[workload]
}

// PartFolder is where a model is put together.
func PartFolder(digest wire.Digest) string { return path.Join(models, digest.Hex()+part) }

// Folder is where a complete model lies.
func Folder(digest wire.Digest) string { return path.Join(models, digest.Hex()) }

// Begin makes the folder in which a model is put together, and removes what else was begun.
func (s *Store) Begin(digest wire.Digest) error {
	names, err := s.fs.List(models)
	if err != nil {
		return err
	}
	for _, name := range names {
		if strings.HasSuffix(name, part) && name != digest.Hex()+part {
			if err := s.fs.RemoveAll(path.Join(models, name)); err != nil {
				return err
			}
		}
	}
	return s.fs.MkdirAll(PartFolder(digest))
}

// Finish makes every file of a part safe, and gives it the name of a complete model; the same name again swaps it in.
func (s *Store) Finish(digest wire.Digest) error {
	folder, done := PartFolder(digest), Folder(digest)
	files, err := s.fs.Files(folder)
	if err != nil {
		return err
	}
	folders := map[string]bool{folder: true}
	for file := range files {
		if err := s.fs.Sync(path.Join(folder, file)); err != nil {
			return err
		}
		for above := path.Dir(path.Join(folder, file)); above != folder; above = path.Dir(above) {
			folders[above] = true
		}
	}
	for one := range folders {
		if err := s.fs.Sync(one); err != nil {
			return err
		}
	}
	s.forget(digest)
	names, err := s.fs.List(models)
	if err != nil {
		return err
	}
	for _, name := range names {
		if name == digest.Hex() {
			return s.swap(folder, done)
		}
	}
	if err := s.fs.Rename(folder, done); err != nil {
		return err
	}
	return s.fs.Sync(models)
}

func (s *Store) swap(folder, done string) error {
	if err := s.fs.Exchange(folder, done); err != nil {
		return err
	}
	if err := s.fs.Sync(models); err != nil {
		return err
	}
	return s.fs.RemoveAll(folder)
}

// Passed notes that a model was checked and held what it should.
func (s *Store) Passed(digest wire.Digest) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.checked[digest] = true
}

// forget says whether a model was checked, once.
func (s *Store) forget(digest wire.Digest) bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	checked := s.checked[digest]
	delete(s.checked, digest)
	return checked
}

// Activate points a workload at a model, then its other link at what is kept. Each link is replaced in one step.
func (s *Store) Activate(workload string, digest, previous wire.Digest) error {
	if !s.forget(digest) {
		return ErrNotChecked
	}
	if err := s.fs.MkdirAll(path.Join(workloads, workload)); err != nil {
		return err
	}
	if err := s.fs.Sync(workloads); err != nil {
		return err
	}
	if err := s.point(workload, "current", digest); err != nil {
		return err
	}
	return s.point(workload, "previous", previous)
}

// SetPrevious points at what is kept to return to.
func (s *Store) SetPrevious(workload string, digest wire.Digest) error {
	return s.point(workload, "previous", digest)
}

func (s *Store) point(workload, which string, digest wire.Digest) error {
	folder := path.Join(workloads, workload)
	link := path.Join(folder, which)
	if digest == "" {
		if err := s.fs.RemoveAll(link); err != nil {
			return err
		}
		return s.fs.Sync(folder)
	}
	draft := link + ".new"
	if err := s.fs.RemoveAll(draft); err != nil {
		return err
	}
	if err := s.fs.Symlink("../../"+Folder(digest), draft); err != nil {
		return err
	}
	if err := s.fs.Rename(draft, link); err != nil {
		return err
	}
	return s.fs.Sync(folder)
}

// Evict removes a model that no link points to: first its name, so that half of one never looks like a whole.
func (s *Store) Evict(digest wire.Digest) error {
	found, err := s.Found()
	if err != nil {
		return err
	}
	for _, links := range []map[string]wire.Digest{found.Current, found.Previous} {
		for _, linked := range links {
			if linked == digest {
				return ErrLinked
			}
		}
	}
	s.forget(digest)
	folder, going := Folder(digest), PartFolder(digest)
	if err := s.fs.RemoveAll(going); err != nil {
		return err
	}
	if err := s.fs.Rename(folder, going); err != nil {
		return err
	}
	if err := s.fs.Sync(models); err != nil {
		return err
	}
	if err := s.fs.RemoveAll(going); err != nil {
		return err
	}
	return s.fs.RemoveAll(path.Join(manifests, digest.Hex()+".json"))
}
