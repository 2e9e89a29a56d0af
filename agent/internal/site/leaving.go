package site

import (
	"slices"

	"plinth.dev/edge/internal/wire"
)

// leaves says whether the active model has to go whatever is planned.
func (m *Machine) leaves(name string) bool {
	slot, w := m.slot(name), m.at(name)
	if slot.Active == "" {
		return false
	}
	if _, refused := slot.Refused[slot.Active]; refused && !m.tryAgain(name) {
		return true
	}
	return w.damaged || m.revoked(slot.Active)
}

// returnsTo is the model to go back to; empty where there is none.
func (m *Machine) returnsTo(name string) wire.Digest {
	slot := m.slot(name)
	from := slot.Previous
	if slot.Trial != nil {
		from = slot.Trial.From
	}
	if _, refused := slot.Refused[from]; refused || from == "" || from == slot.Active || m.revoked(from) {
		return ""
	}
	if _, there := m.models[from]; !there {
		return ""
	}
	return from
}

// usable says why a model must not become active; empty where nothing is known against it.
func (m *Machine) usable(digest wire.Digest) string {
	if m.revoked(digest) {
		return CauseRevoked
	}
	return m.vetoes[digest]
}

func (m *Machine) revoked(digest wire.Digest) bool {
	return digest != "" && m.Durable.Plan != nil && slices.Contains(m.Durable.Plan.RevokedModels, digest)
}

// failure says why the target of a workload is not tried.
func (m *Machine) failure(name string) string {
	target := m.target(name)
	if target == nil {
		return ""
	}
	digest := target.Model.Digest
	if cause := m.usable(digest); cause != "" {
		return cause
	}
	if refusal, ok := m.slot(name).Refused[digest]; ok && refusal.Attempt >= target.Attempt {
		return refusal.Cause
	}
	return ""
}
