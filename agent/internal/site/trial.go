package site

import "plinth.dev/edge/internal/wire"

// Activated ends an Activate.
type Activated struct {
	Workload string
	Digest   wire.Digest
	Previous wire.Digest
	// Failed says that the disk did not take it; what the links are now is read again.
	Failed  bool
	Current wire.Digest
	Kept    wire.Digest
}

func (e Activated) apply(m *Machine) []Action {
	slot, w := m.slot(e.Workload), m.at(e.Workload)
	if w.busy != activating {
		return nil
	}
	w.busy = free
	if e.Failed {
		slot.Active, slot.Previous = e.Current, e.Kept
		if slot.Trial != nil && slot.Trial.Digest != slot.Active {
			slot.Trial = nil
		}
		w.cause = CauseDisk
		m.rest(w)
		return []Action{Save{}}
	}
	slot.Active, slot.Previous = e.Digest, e.Previous
	w.checked, w.reloaded, w.damaged = true, false, false
	return []Action{Save{}}
}

// Probed is the answer of a workload's health probe.
type Probed struct {
	Workload string
	Digest   wire.Digest
	Well     bool
}

func (e Probed) apply(m *Machine) []Action {
	w := m.at(e.Workload)
	if m.slot(e.Workload).Active != e.Digest || !w.reloaded {
		return nil
	}
	health := m.health(e.Workload)
	if !e.Well && !w.good && m.now-w.started < int64(health.StartSeconds) {
		return nil
	}
	w.probes.Total++
	if e.Well {
		w.row, w.good, w.unwell = 0, true, false
	} else {
		w.probes.Failed++
		w.row++
	}
	if w.row >= max(health.Failures, 1) {
		w.unwell = true
	}
	return m.judge(e.Workload)
}

func (m *Machine) health(name string) wire.Health {
	if planned := m.planned(name); planned != nil {
		return planned.Health
	}
	return wire.Health{}
}

// judge ends a trial: well after its window, or not.
func (m *Machine) judge(name string) []Action {
	slot, w := m.slot(name), m.at(name)
	if slot.Trial == nil || slot.Trial.Digest != slot.Active || !w.reloaded {
		return nil
	}
	if _, refused := slot.Refused[slot.Active]; refused {
		return nil
	}
	health := m.health(name)
	over := m.now-w.started >= int64(health.WindowSeconds)
	switch {
	case health.URL == "" || (over && w.good && w.row == 0):
		slot.Trial = nil
		delete(slot.Refused, slot.Active)
		return []Action{Save{}}
	case w.unwell || slot.Trial.Boots > mostBoots || (over && !w.good && w.probes.Total > 0):
		slot.refuse(slot.Active, Refusal{Attempt: m.attempt(name), Cause: CauseUnhealthy})
		return []Action{Save{}}
	}
	return nil
}

// tryAgain says that the active model was refused in an earlier attempt than the one that is wanted now.
func (m *Machine) tryAgain(name string) bool {
	slot, target := m.slot(name), m.target(name)
	refusal, refused := slot.Refused[slot.Active]
	return refused && target != nil && target.Model.Digest == slot.Active && refusal.Attempt < target.Attempt
}

func (m *Machine) attempt(name string) int {
	if target := m.target(name); target != nil {
		return target.Attempt
	}
	return 0
}
