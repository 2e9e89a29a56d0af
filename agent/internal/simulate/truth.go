package simulate

import (
	"path"

	"plinth.dev/edge/internal/store"
	"plinth.dev/edge/internal/wire"
)

func (p *place) evict(digest wire.Digest) {
	if p.store.Evict(digest) != nil {
		return
	}
	delete(p.rotted, digest)
	for name := range p.machine.Durable.Slots {
		if current, previous := p.store.Links(name); digest == current || digest == previous {
			p.world.wrong(p, "evicted a model that is active or kept: %s", digest)
		}
	}
}

// rot changes bytes of a model that lies on the disk.
func (p *place) rot() {
	names, _ := p.disk.List("models")
	if len(names) == 0 {
		return
	}
	name := names[p.random.IntN(len(names))]
	if file := p.disk.find(path.Join("models", name, "weights")); file != nil && len(file.data) > 0 {
		changed := append([]byte{}, file.data...)
		changed[p.random.IntN(len(changed))] ^= 0x55
		file.data, file.safe = changed, changed
		p.rotted[wire.Digest("sha256:"+name)] = true
	}
}

func (p *place) holds(digest wire.Digest) bool {
	content, err := p.disk.Read(path.Join(store.Folder(digest), "weights"))
	return err == nil && string(content) == string(bytes(digest))
}

// working says whether every workload that ever had a model still has a whole one.
func (p *place) working(when string) {
	for name := range p.ran {
		target, err := p.disk.ReadLink(path.Join("workloads", name, "current"))
		digest := wire.Digest("sha256:" + path.Base(target))
		if err != nil || (!p.holds(digest) && !p.rotted[digest]) {
			p.world.wrong(p, "%s has no working model %s (%s)", name, when, digest)
		}
	}
}
