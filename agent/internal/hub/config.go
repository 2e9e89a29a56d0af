package hub

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"plinth.dev/edge/internal/link"
	"plinth.dev/edge/internal/model"
	"plinth.dev/edge/internal/wire"
)

// configText is the config: one file, or the JSON files of a folder together. What follows from the spec and what follows from
// rollouts are two ConfigMaps, and each part of the config stands in one of them.
func configText(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return os.ReadFile(path)
	}
	files, err := filepath.Glob(filepath.Join(path, "*.json"))
	if err != nil {
		return nil, err
	}
	whole := map[string]json.RawMessage{}
	for _, file := range files {
		if err := add(whole, file); err != nil {
			return nil, fmt.Errorf("%s: %w", filepath.Base(file), err)
		}
	}
	return json.Marshal(whole)
}

// add takes the parts of one file in. A version may stand in each, if it is the same.
func add(whole map[string]json.RawMessage, file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	part := map[string]json.RawMessage{}
	if err := json.Unmarshal(data, &part); err != nil {
		return err
	}
	for key, value := range part {
		if old, twice := whole[key]; twice && (key != "version" || string(old) != string(value)) {
			return fmt.Errorf("%q stands in another file too", key)
		}
		whole[key] = value
	}
	return nil
}

// checkParts looks at what the form of a config does not say: keys, windows, and what differs at single sites.
func checkParts(config *wire.Config) error {
	for _, signer := range config.Signers {
		if _, err := model.ParseKey([]byte(signer.PublicKey)); err != nil {
			return fmt.Errorf("signer %s: %w", signer.Name, err)
		}
	}
	for _, site := range config.Sites {
		if err := link.Check(site.Link); err != nil {
			return fmt.Errorf("site %s: %w", site.Name, err)
		}
	}
	return nil
}
