package hub

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
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
