// Package store keeps models on a disk so that a loss of power at any moment leaves a working one. All writes go through FS, which
// is a real disk in the agent and one that forgets what was not synced in the simulator.
package store

import (
	"errors"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// FS is the little of a file system that the store needs. Paths are relative to its root.
type FS interface {
	Read(path string) ([]byte, error)
	// Write makes or replaces a file; it may be lost until Sync.
	Write(path string, data []byte) error
	// Sync makes a file's bytes, or a folder's entries, survive a loss of power.
	Sync(path string) error
	Rename(from, to string) error
	// Exchange swaps two folders in one step.
	Exchange(a, b string) error
	Symlink(target, path string) error
	ReadLink(path string) (string, error)
	RemoveAll(path string) error
	MkdirAll(path string) error
	// List names what is in a folder; none for a missing folder.
	List(path string) ([]string, error)
	// Files are all files below a folder, relative to it, with their sizes.
	Files(path string) (map[string]int64, error)
}

// Disk is a real file system below a root.
type Disk struct{ Root string }

func (d Disk) at(path string) string { return filepath.Join(d.Root, path) }

// Read reads a whole file.
func (d Disk) Read(path string) ([]byte, error) { return os.ReadFile(d.at(path)) }

// Write makes or replaces a file.
func (d Disk) Write(path string, data []byte) error { return os.WriteFile(d.at(path), data, 0o644) }

// Sync flushes a file or a folder.
func (d Disk) Sync(path string) error {
	file, err := os.Open(d.at(path))
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}

// Rename moves a file, folder or link over another.
func (d Disk) Rename(from, to string) error { return os.Rename(d.at(from), d.at(to)) }

// Symlink makes a link.
func (d Disk) Symlink(target, path string) error { return os.Symlink(target, d.at(path)) }

// ReadLink says where a link points.
func (d Disk) ReadLink(path string) (string, error) { return os.Readlink(d.at(path)) }

// RemoveAll removes a file, link or folder, if it is there.
func (d Disk) RemoveAll(path string) error { return os.RemoveAll(d.at(path)) }

// MkdirAll makes a folder and those above it.
func (d Disk) MkdirAll(path string) error { return os.MkdirAll(d.at(path), 0o755) }

// List names what is in a folder.
func (d Disk) List(path string) ([]string, error) {
	entries, err := os.ReadDir(d.at(path))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	names := make([]string, 0, len(entries))
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names, err
}

// Files are all files below a folder.
func (d Disk) Files(path string) (map[string]int64, error) {
	files := map[string]int64{}
	root := d.at(path)
	err := filepath.WalkDir(root, func(file string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, file)
		files[filepath.ToSlash(relative)] = info.Size()
		return err
	})
	return files, err
}

// Exchange swaps two folders in one step of the kernel.
func (d Disk) Exchange(a, b string) error {
	return unix.Renameat2(unix.AT_FDCWD, d.at(a), unix.AT_FDCWD, d.at(b), unix.RENAME_EXCHANGE)
}
