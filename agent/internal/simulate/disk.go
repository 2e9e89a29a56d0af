// Package simulate runs the state machine of sites, the ring function and the store against seeded faults, in virtual time.
package simulate

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"path"
	"slices"
	"sort"
	"strings"
)

// errFull is what a full disk says.
var errFull = errors.New("no space left on device")

// powerLoss is thrown out of a file operation when power goes in the middle of something.
type powerLoss struct{}

// node is a file, a folder or a link. A folder remembers which of its entries are safe, and what was done since, in order.
type node struct {
	data    []byte
	safe    []byte
	dirty   bool
	link    string
	entries map[string]*node
	durable map[string]*node
	pending []func(map[string]*node)
}

// Disk is a file system that forgets: after a loss of power each folder has some first part of what was done to it since its last
// Sync, each file that was not synced holds its old bytes, its new ones, half of them, or something else.
type Disk struct {
	root *node
	// Full makes everything that needs space fail.
	Full bool
	// Left is how many changes are made before power goes; below zero is never.
	Left int
}

func folder() *node { return &node{entries: map[string]*node{}, durable: map[string]*node{}} }

// NewDisk is an empty disk.
func NewDisk() *Disk { return &Disk{root: folder(), Left: -1} }

func (d *Disk) find(name string) *node {
	at := d.root
	for _, part := range strings.Split(path.Clean(name), "/") {
		if part == "." || part == "" {
			continue
		}
		if at == nil || at.entries == nil {
			return nil
		}
		at = at.entries[part]
	}
	return at
}

// change is one operation: power may go just before it.
func (d *Disk) change() {
	if d.Left == 0 {
		d.Left = -1
		panic(powerLoss{})
	}
	if d.Left > 0 {
		d.Left--
	}
}

func (d *Disk) above(name string) (*node, string, error) {
	at := d.find(path.Dir(name))
	if at == nil || at.entries == nil {
		return nil, "", fs.ErrNotExist
	}
	return at, path.Base(name), nil
}

func (n *node) do(op func(map[string]*node)) {
	op(n.entries)
	n.pending = append(n.pending, op)
}

// Read reads a whole file.
func (d *Disk) Read(name string) ([]byte, error) {
	at := d.find(name)
	if at == nil || at.entries != nil {
		return nil, fs.ErrNotExist
	}
	return at.data, nil
}

// Write makes or replaces a file.
func (d *Disk) Write(name string, data []byte) error {
	d.change()
	if d.Full {
		return errFull
	}
	at, base, err := d.above(name)
	if err != nil {
		return err
	}
	if file := at.entries[base]; file != nil {
		file.data, file.dirty = slices.Clone(data), true
		return nil
	}
	file := &node{data: slices.Clone(data), dirty: true}
	at.do(func(entries map[string]*node) { entries[base] = file })
	return nil
}

// Sync makes a file's bytes or a folder's entries safe.
func (d *Disk) Sync(name string) error {
	d.change()
	at := d.find(name)
	if at == nil {
		return fs.ErrNotExist
	}
	if at.entries == nil {
		at.safe, at.dirty = at.data, false
		return nil
	}
	for _, op := range at.pending {
		op(at.durable)
	}
	at.pending = nil
	return nil
}

// Rename moves an entry of a folder over another.
func (d *Disk) Rename(from, to string) error {
	d.change()
	at, base, err := d.above(from)
	if err != nil || at.entries[base] == nil {
		return fs.ErrNotExist
	}
	moved, next := at.entries[base], path.Base(to)
	at.do(func(entries map[string]*node) {
		delete(entries, base)
		entries[next] = moved
	})
	return nil
}

// Exchange swaps two entries of a folder.
func (d *Disk) Exchange(a, b string) error {
	d.change()
	at, one, err := d.above(a)
	if err != nil || at.entries[one] == nil || at.entries[path.Base(b)] == nil {
		return fs.ErrNotExist
	}
	other := path.Base(b)
	x, y := at.entries[one], at.entries[other]
	at.do(func(entries map[string]*node) { entries[one], entries[other] = y, x })
	return nil
}

// Symlink makes a link.
func (d *Disk) Symlink(target, name string) error {
	d.change()
	if d.Full {
		return errFull
	}
	at, base, err := d.above(name)
	if err != nil {
		return err
	}
	made := &node{link: target}
	at.do(func(entries map[string]*node) { entries[base] = made })
	return nil
}

// ReadLink says where a link points.
func (d *Disk) ReadLink(name string) (string, error) {
	if at := d.find(name); at != nil && at.link != "" {
		return at.link, nil
	}
	return "", fs.ErrNotExist
}

// RemoveAll removes an entry.
func (d *Disk) RemoveAll(name string) error {
	d.change()
	at, base, err := d.above(name)
	if err != nil || at.entries[base] == nil {
		return nil
	}
	at.do(func(entries map[string]*node) { delete(entries, base) })
	return nil
}

// MkdirAll makes a folder and those above it.
func (d *Disk) MkdirAll(name string) error {
	d.change()
	at := d.root
	for _, part := range strings.Split(path.Clean(name), "/") {
		if at.entries[part] == nil {
			if d.Full {
				return errFull
			}
			made := folder()
			at.do(func(entries map[string]*node) { entries[part] = made })
		}
		at = at.entries[part]
	}
	return nil
}

// List names what is in a folder.
func (d *Disk) List(name string) ([]string, error) {
	at := d.find(name)
	if at == nil {
		return nil, nil
	}
	names := make([]string, 0, len(at.entries))
	for entry := range at.entries {
		names = append(names, entry)
	}
	sort.Strings(names)
	return names, nil
}

// Files are all files below a folder.
func (d *Disk) Files(name string) (map[string]int64, error) {
	files := map[string]int64{}
	at := d.find(name)
	if at == nil {
		return nil, fs.ErrNotExist
	}
	at.collect("", files)
	return files, nil
}

func (n *node) collect(prefix string, into map[string]int64) {
	for name, entry := range n.entries {
		if entry.entries != nil {
			entry.collect(prefix+name+"/", into)
		} else {
			into[prefix+name] = int64(len(entry.data))
		}
	}
}

// PowerLoss leaves what a real disk might hold afterwards.
func (d *Disk) PowerLoss(random *rand.Rand) {
	d.Left = -1
	d.root.lose(random)
}

func (n *node) lose(random *rand.Rand) {
	if n.entries == nil {
		n.loseBytes(random)
		return
	}
	for _, op := range n.pending[:random.IntN(len(n.pending)+1)] {
		op(n.durable)
	}
	n.pending = nil
	names := make([]string, 0, len(n.durable))
	for name := range n.durable {
		names = append(names, name)
	}
	sort.Strings(names)
	n.entries = map[string]*node{}
	for _, name := range names {
		n.durable[name].lose(random)
		n.entries[name] = n.durable[name]
	}
}

func (n *node) loseBytes(random *rand.Rand) {
	if !n.dirty {
		return
	}
	switch random.IntN(4) {
	case 0:
		n.data = n.safe
	case 1:
		n.data = n.data[:len(n.data)/2]
	case 2:
		n.data = slices.Repeat([]byte{0}, len(n.data))
	}
	n.safe, n.dirty = n.data, false
}
