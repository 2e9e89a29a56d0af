package site

import "plinth.dev/edge/internal/wire"

// Report says of every workload where it is.
func (m *Machine) Report() []wire.WorkloadState {
	states := []wire.WorkloadState{}
	for _, name := range m.names() {
		states = append(states, m.reportOf(name))
	}
	return states
}

// UsedBytes is the size of all complete models.
func (m *Machine) UsedBytes() int64 {
	used := int64(0)
	for _, bytes := range m.models {
		used += bytes
	}
	return used
}

func (m *Machine) reportOf(name string) wire.WorkloadState {
	slot, w, target := m.slot(name), m.at(name), m.target(name)
	state := wire.WorkloadState{
		Name: name, Phase: m.phase(name), Active: slot.Active, Previous: slot.Previous, Probes: w.probes,
	}
	if target == nil {
		return state
	}
	state.Target, state.Rollout, state.Attempt = target.Model.Digest, target.Rollout, target.Attempt
	state.TotalBytes = m.sizes[target.Model.Digest]
	state.Outcome, state.Cause = m.outcome(name)
	return state
}

func (m *Machine) outcome(name string) (outcome, cause string) {
	slot, w, target := m.slot(name), m.at(name), m.target(name)
	if cause := m.failure(name); cause != "" {
		return wire.Failed, cause
	}
	if target.Model.Digest == slot.Active {
		switch {
		case w.damaged:
			return wire.Blocked, CauseDisk
		case slot.Trial != nil || !w.reloaded:
			return "", ""
		case w.unwell:
			return wire.Failed, CauseUnhealthy
		}
		return wire.Healthy, ""
	}
	if w.cause != "" {
		return wire.Blocked, w.cause
	}
	return "", ""
}

func (m *Machine) phase(name string) string {
	slot, w, target := m.slot(name), m.at(name), m.target(name)
	switch {
	case w.busy == back || (m.leaves(name) && m.returnsTo(name) != ""):
		return "returning"
	case w.busy == fetching:
		return "fetching"
	case w.busy == checking:
		return "verifying"
	case w.busy == activating:
		return "activating"
	case slot.Trial != nil:
		return "probing"
	case target == nil || target.Model.Digest == slot.Active || m.failure(name) != "":
		return "idle"
	case w.cause != "":
		return "blocked"
	}
	return "waiting"
}
