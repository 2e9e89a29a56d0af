package site

import (
	"slices"
	"sort"

	"plinth.dev/edge/internal/wire"
)

// stopUnwanted ends a fetch of something that is not wanted any more, or that must give way to a rollback.
func (m *Machine) stopUnwanted() []Action {
	name := m.fetching
	if name == "" {
		return nil
	}
	w := m.at(name)
	target := m.target(name)
	repair := w.digest == m.slot(name).Active
	wanted := target != nil && target.Model.Digest == w.digest && m.usable(w.digest) == "" || repair
	first := m.names()[0]
	gives := first != name && m.urgency(first) > m.urgency(name) && m.wantsFetch(first)
	shut := !m.open && !m.passes(name)
	if wanted && !gives && !shut {
		return nil
	}
	w.busy, m.fetching = free, ""
	return []Action{StopFetch{Workload: name, Digest: w.digest}}
}

func (m *Machine) fetch(name string, target *wire.Target) []Action {
	w, digest := m.at(name), target.Model.Digest
	if m.fetching != "" || !m.mayFetch(name) {
		return nil
	}
	if !m.open && !m.passes(name) {
		w.cause = ""
		return nil
	}
	evict, fits := m.space(digest)
	if !fits {
		w.cause = CauseSpace
		m.rest(w)
		return evict
	}
	w.cause = ""
	w.busy, w.digest, m.fetching = fetching, digest, name
	return append(evict, Fetch{Workload: name, Model: target.Model, Seeds: m.seeds(name)})
}

// mayFetch lets the most urgent workload go first: a rollback before a rollout.
func (m *Machine) mayFetch(name string) bool {
	for _, other := range m.names() {
		if other == name {
			return true
		}
		if m.urgency(other) > m.urgency(name) && m.wantsFetch(other) {
			return false
		}
	}
	return true
}

func (m *Machine) wantsFetch(name string) bool {
	w, target := m.at(name), m.target(name)
	if target == nil || m.now < w.notTill || m.failure(name) != "" || w.busy != free {
		return false
	}
	_, there := m.models[target.Model.Digest]
	return !there && (m.open || m.passes(name))
}

// passes says whether a workload may use the link while its window is shut.
func (m *Machine) passes(name string) bool { return m.urgency(name) > 1 }

// goesBack says whether the active model was taken back, so that the target is older.
func (m *Machine) goesBack(name string) bool {
	planned := m.planned(name)
	return planned != nil && slices.Contains(planned.Withdrawn, m.slot(name).Active)
}

func (m *Machine) seeds(name string) []wire.Digest {
	slot := m.slot(name)
	seeds := []wire.Digest{}
	for _, digest := range []wire.Digest{slot.Active, slot.Previous} {
		if _, there := m.models[digest]; there {
			seeds = append(seeds, digest)
		}
	}
	return seeds
}

// space says what must go so that a model fits into the budget. What is active, previous or to be returned to never goes.
func (m *Machine) space(digest wire.Digest) ([]Action, bool) {
	budget := int64(0)
	if m.Durable.Plan != nil {
		budget = m.Durable.Plan.DiskBytes
	}
	if budget <= 0 {
		return nil, true
	}
	need := m.sizes[digest]
	for _, bytes := range m.models {
		need += bytes
	}
	keep := m.protected()
	spare := []wire.Digest{}
	for model := range m.models {
		if !keep[model] {
			spare = append(spare, model)
		}
	}
	slices.Sort(spare)
	actions := []Action{}
	for _, model := range spare {
		if need <= budget {
			break
		}
		need -= m.models[model]
		delete(m.models, model)
		actions = append(actions, Evict{Digest: model})
	}
	return actions, need <= budget
}

func (m *Machine) protected() map[wire.Digest]bool {
	keep := map[wire.Digest]bool{}
	for name, slot := range m.Durable.Slots {
		keep[slot.Active], keep[slot.Previous] = true, true
		if slot.Trial != nil {
			keep[slot.Trial.From], keep[slot.Trial.Digest] = true, true
		}
		if w := m.at(name); w.busy != free {
			keep[w.digest] = true
		}
		if target := m.target(name); target != nil && m.usable(target.Model.Digest) == "" {
			keep[target.Model.Digest] = true
		}
	}
	return keep
}

// rest lets a workload wait before its target is tried again, longer each time.
func (m *Machine) rest(w *work) {
	w.wait = min(max(2*w.wait, shortestWait), longestWait)
	w.notTill = m.now + w.wait
}

// restReading lets a workload wait before its disk is read again.
func (m *Machine) restReading(w *work) {
	w.cause, w.readTill = CauseDisk, m.now+shortestWait
}

func (m *Machine) urgency(name string) int {
	target := m.target(name)
	switch {
	case target == nil:
		return 0
	case m.goesBack(name):
		return 3
	case target.Urgent:
		return 2
	}
	return 1
}

// names are all workloads, the most urgent first.
func (m *Machine) names() []string {
	names := []string{}
	for name := range m.Durable.Slots {
		names = append(names, name)
	}
	sort.Slice(names, func(a, b int) bool {
		if u, v := m.urgency(names[a]), m.urgency(names[b]); u != v {
			return u > v
		}
		return names[a] < names[b]
	})
	return names
}
