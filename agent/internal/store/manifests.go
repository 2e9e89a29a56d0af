package store

import (
	"encoding/json"
	"path"

	"plinth.dev/edge/internal/wire"
)

// KeepManifest keeps what a model is checked against, for when there is no link.
func (s *Store) KeepManifest(model wire.Model) error {
	data, err := json.Marshal(model)
	if err != nil {
		return err
	}
	return Replace(s.fs, path.Join(manifests, model.Digest.Hex()+".json"), data)
}

// Manifest is what a model is checked against.
func (s *Store) Manifest(digest wire.Digest) (wire.Model, error) {
	model := wire.Model{}
	data, err := s.fs.Read(path.Join(manifests, digest.Hex()+".json"))
	if err != nil {
		return model, err
	}
	return model, json.Unmarshal(data, &model)
}
