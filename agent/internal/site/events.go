package site

import (
	"plinth.dev/edge/internal/wire"
)

// Event is something that happened.
type Event interface{ apply(*Machine) []Action }

// Action is something to be done. The driver carries actions out in the order in which they come; those that take long it
// begins, and says later how they ended.
type Action interface{ action() }

// Save writes the durable part down before anything after it is done.
type Save struct{}

// Fetch brings a model into its folder. Ends with Fetched.
type Fetch struct {
	Workload string
	Model    wire.Model
	Seeds    []wire.Digest
}

// StopFetch ends a fetch; what it got so far may stay. No event follows.
type StopFetch struct {
	Workload string
	Digest   wire.Digest
}

// Check reads a whole model from the disk: manifest, signature by the site's own keys, digest of every file. Ends with Checked.
type Check struct {
	Workload string
	Digest   wire.Digest
}

// Activate points the links of a workload at models: the active one first. Ends with Activated.
type Activate struct {
	Workload string
	Digest   wire.Digest
	// Previous is what to keep to return to; empty takes the link away.
	Previous wire.Digest
}

// SetPrevious mends the link after power was lost between two of them.
type SetPrevious struct {
	Workload string
	Digest   wire.Digest
}

// Reload tells the server of its model, and begins to probe. Restart is false where only the agent was started anew.
type Reload struct {
	Workload string
	Digest   wire.Digest
	Restart  bool
}

// Evict removes a model.
type Evict struct{ Digest wire.Digest }

func (Save) action()        {}
func (Fetch) action()       {}
func (StopFetch) action()   {}
func (Check) action()       {}
func (Activate) action()    {}
func (SetPrevious) action() {}
func (Reload) action()      {}
func (Evict) action()       {}

// Vetted is what is known of a model before any byte of it came.
type Vetted struct {
	// Cause is why it is refused; empty where it is not.
	Cause string
	// Bytes is the size of its files.
	Bytes int64
}

// PlanRead is a plan that came from the hub, with what the site's own keys say of its models.
type PlanRead struct {
	Plan   wire.Plan
	Vetted map[wire.Digest]Vetted
}

func (e PlanRead) apply(m *Machine) []Action {
	old := m.Durable.Plan
	if e.Plan.Site != m.Durable.Site || (old != nil && e.Plan.Sequence < old.Sequence) {
		return nil
	}
	plan := e.Plan
	m.Durable.Plan = &plan
	m.vetoes = map[wire.Digest]string{}
	for digest, vetted := range e.Vetted {
		m.sizes[digest] = vetted.Bytes
		if vetted.Cause != "" {
			m.vetoes[digest] = vetted.Cause
		}
	}
	for _, workload := range plan.Workloads {
		m.slot(workload.Name)
	}
	if old != nil && old.Sequence == plan.Sequence {
		return nil
	}
	for name := range m.Durable.Slots {
		m.at(name).notTill, m.at(name).wait = 0, 0
	}
	return []Action{Save{}}
}

// Tick is time going by. Now never goes back; it begins anywhere after a boot. Unit: seconds.
type Tick struct {
	Now int64
	// Open says whether the link may be used for models now.
	Open bool
}

func (e Tick) apply(m *Machine) []Action {
	m.now, m.open = max(m.now, e.Now), e.Open
	actions := []Action{}
	for _, name := range m.names() {
		actions = append(actions, m.judge(name)...)
	}
	return actions
}

// Fetched ends a Fetch. Cause is empty, or one of disk, engine.
type Fetched struct {
	Workload string
	Digest   wire.Digest
	Bytes    int64
	Cause    string
}

func (e Fetched) apply(m *Machine) []Action {
	w := m.at(e.Workload)
	if w.busy != fetching || w.digest != e.Digest || m.fetching != e.Workload {
		return nil
	}
	w.busy, m.fetching = free, ""
	if e.Cause != "" {
		w.cause = e.Cause
		m.rest(w)
		if e.Cause != CauseDisk {
			return nil
		}
		return m.makeRoom()
	}
	m.models[e.Digest] = e.Bytes
	if slot := m.slot(e.Workload); w.damaged && slot.Active == e.Digest {
		w.damaged, w.checked, w.reloaded = false, false, false
	}
	return nil
}

// makeRoom gives up what nobody needs, when the disk itself is full.
func (m *Machine) makeRoom() []Action {
	keep := m.protected()
	actions := []Action{}
	for model := range m.models {
		if !keep[model] {
			delete(m.models, model)
			actions = append(actions, Evict{Digest: model})
		}
	}
	return actions
}

// Checked ends a Check. Cause is empty, or why the model must not be used. Found is the digest of what is there instead.
type Checked struct {
	Workload string
	Digest   wire.Digest
	Cause    string
	Found    wire.Digest
	// Unread says that the disk could not be read: nothing is known about the model.
	Unread bool
}

func (e Checked) apply(m *Machine) []Action {
	w := m.at(e.Workload)
	was := w.busy
	if w.digest != e.Digest || (was != checking && was != boot && was != back) {
		return nil
	}
	w.busy = free
	if e.Unread {
		m.restReading(w)
		return nil
	}
	switch was {
	case boot:
		// A key that is no longer trusted does not stop what runs: that is what revoking a model is for.
		w.checked = true
		w.damaged = e.Cause == CauseDigest || e.Cause == CauseManifest
		if w.damaged {
			m.rest(w)
		}
		return nil
	case back:
		return m.returned(e)
	}
	return m.checkedTarget(e)
}

func (m *Machine) returned(e Checked) []Action {
	slot, w := m.slot(e.Workload), m.at(e.Workload)
	if e.Cause == "" && m.leaves(e.Workload) && m.returnsTo(e.Workload) == e.Digest {
		w.damaged, w.busy = false, activating
		slot.Trial = &Trial{Digest: e.Digest}
		return []Action{Save{}, Activate{Workload: e.Workload, Digest: e.Digest}}
	}
	if e.Cause == "" {
		return nil
	}
	if slot.Trial != nil {
		slot.Trial.From = ""
	}
	slot.Previous = ""
	delete(m.models, e.Digest)
	return []Action{Save{}, SetPrevious{Workload: e.Workload}, Evict{Digest: e.Digest}}
}

func (m *Machine) checkedTarget(e Checked) []Action {
	slot, w, target := m.slot(e.Workload), m.at(e.Workload), m.target(e.Workload)
	if e.Cause != "" {
		return m.discard(e)
	}
	if target == nil || target.Model.Digest != e.Digest || m.failure(e.Workload) != "" || slot.Active == e.Digest {
		return nil
	}
	keep := m.keeps(e.Workload)
	if m.goesBack(e.Workload) {
		keep = ""
	}
	w.damaged, w.wait, w.busy = false, 0, activating
	delete(slot.Refused, e.Digest)
	slot.Trial = &Trial{Digest: e.Digest, From: keep}
	return []Action{Save{}, Activate{Workload: e.Workload, Digest: e.Digest, Previous: keep}}
}

// keeps is what stays to return to when another model becomes active: the active one if it is known to be well.
func (m *Machine) keeps(name string) wire.Digest {
	slot, w := m.slot(name), m.at(name)
	keep := slot.Active
	if slot.Trial != nil {
		keep = slot.Trial.From
	} else if w.damaged || m.revoked(slot.Active) {
		keep = slot.Previous
	}
	if target := m.target(name); target != nil && keep == target.Model.Digest || m.revoked(keep) {
		return ""
	}
	return keep
}

// discard gives up a model that does not hold what it should. The same wrong thing twice was published so.
func (m *Machine) discard(e Checked) []Action {
	slot, w, target := m.slot(e.Workload), m.at(e.Workload), m.target(e.Workload)
	old := m.pointedAt(e.Digest)
	accident := e.Cause == CauseDigest && (old || e.Found == "" || w.found[e.Digest] != e.Found)
	actions := []Action{}
	if accident && !old {
		w.found[e.Digest] = e.Found
	}
	if accident {
		w.cause = e.Cause
		m.rest(w)
	} else if target != nil {
		slot.refuse(e.Digest, Refusal{Attempt: target.Attempt, Cause: e.Cause})
		actions = append(actions, Save{})
	}
	// What a link points to is replaced by the next fetch, not removed.
	delete(m.models, e.Digest)
	if !old {
		actions = append(actions, Evict{Digest: e.Digest})
	}
	return actions
}

func (m *Machine) pointedAt(digest wire.Digest) bool {
	for _, slot := range m.Durable.Slots {
		if slot.Active == digest || slot.Previous == digest || (slot.Trial != nil && slot.Trial.From == digest) {
			return true
		}
	}
	return false
}

func (s *Slot) refuse(digest wire.Digest, refusal Refusal) {
	if s.Refused == nil {
		s.Refused = map[wire.Digest]Refusal{}
	}
	s.Refused[digest] = refusal
}
