// Package site is the state machine of one site. It reads no clock, no disk and no network: events go in, actions come out, in
// the order in which they are to be carried out. The real agent and the simulator run the same machine.
package site

import "plinth.dev/edge/internal/wire"

// Causes of a refusal or a block.
const (
	CauseDigest    = "digest"
	CauseSignature = "signature"
	CauseManifest  = "manifest"
	CauseRevoked   = "revoked"
	CauseUnhealthy = "unhealthy"
	CauseDisk      = "disk"
	CauseSpace     = "space"
	CauseEngine    = "engine"
)

// mostBoots is how often power may go while a model is on trial before the trial is lost: it may be the model that does it.
const mostBoots = 3

// Waits after something went wrong. Unit: seconds.
const (
	shortestWait = 5
	longestWait  = 600
)

// Slot is what survives a loss of power about one workload.
type Slot struct {
	// Active and Previous are what the links point to; the links are the truth, this is for reading.
	Active   wire.Digest `json:"active,omitempty"`
	Previous wire.Digest `json:"previous,omitempty"`
	// Trial is set before a model becomes active and taken away when it is known to be well.
	Trial *Trial `json:"trial,omitempty"`
	// Refused are models that are not tried again in the same attempt.
	Refused map[wire.Digest]Refusal `json:"refused,omitempty"`
}

// Trial is a model that became active and is not known to be well yet.
type Trial struct {
	Digest wire.Digest `json:"digest"`
	// From is what to return to; empty is nothing.
	From  wire.Digest `json:"from,omitempty"`
	Boots int         `json:"boots"`
}

// Refusal is why a model is not tried again.
type Refusal struct {
	Attempt int    `json:"attempt"`
	Cause   string `json:"cause"`
}

// Durable is all that survives a loss of power.
type Durable struct {
	Site string `json:"site"`
	// Plan is the last one that was taken.
	Plan  *wire.Plan       `json:"plan,omitempty"`
	Slots map[string]*Slot `json:"slots"`
}

// Found is what the disk holds at boot.
type Found struct {
	// Current and Previous are the links of each workload; a link to what is not there is left out.
	Current  map[string]wire.Digest
	Previous map[string]wire.Digest
	// Models are the complete folders, with their sizes in bytes. Whether they hold what they should is checked later.
	Models map[wire.Digest]int64
}

// Machine is one site. The zero value is not usable: see New.
type Machine struct {
	Durable Durable
	work    map[string]*work
	models  map[wire.Digest]int64
	vetoes  map[wire.Digest]string
	sizes   map[wire.Digest]int64
	now     int64
	open    bool
	// fetching is the workload whose model is being fetched: one at a time has the whole link.
	fetching string
}

// work is what a workload is busy with. Lost with power.
type work struct {
	busy   busy
	digest wire.Digest
	// notTill is when the target is tried again, readTill when the disk is read again.
	notTill  int64
	readTill int64
	wait     int64
	cause    string
	// checked says that the active model was looked at since boot.
	checked bool
	// reload says that the server was told of the active model since boot.
	reloaded bool
	// damaged says that the active model does not hold what it should.
	damaged bool
	// found is what a model held that did not hold what it should: the same twice is no accident.
	found   map[wire.Digest]wire.Digest
	started int64
	probes  wire.Probes
	row     int
	good    bool
	unwell  bool
}

type busy string

const (
	free       busy = ""
	fetching   busy = "fetching"
	checking   busy = "checking"
	boot       busy = "boot"
	back       busy = "returning"
	activating busy = "activating"
)

// New is a machine after a boot: of what was kept, which may be nothing, and of what the disk holds.
func New(site string, kept *Durable, found Found) (*Machine, []Action) {
	m := &Machine{
		work:   map[string]*work{},
		models: map[wire.Digest]int64{},
		vetoes: map[wire.Digest]string{},
		sizes:  map[wire.Digest]int64{},
	}
	lost := kept == nil || kept.Site != site
	if lost {
		kept = &Durable{Site: site}
	}
	m.Durable = *kept
	if m.Durable.Slots == nil {
		m.Durable.Slots = map[string]*Slot{}
	}
	for digest, bytes := range found.Models {
		m.models[digest] = bytes
	}
	for name := range found.Current {
		m.slot(name)
	}
	names := m.names()
	actions := []Action{}
	for _, name := range names {
		actions = append(actions, m.recover(name, found, lost)...)
	}
	return m, append([]Action{Save{}}, actions...)
}

// recover makes one workload's record agree with its links.
func (m *Machine) recover(name string, found Found, lost bool) []Action {
	slot := m.slot(name)
	slot.Active, slot.Previous = found.Current[name], found.Previous[name]
	if slot.Previous == slot.Active {
		slot.Previous = ""
	}
	if lost && slot.Active != "" {
		slot.Trial = &Trial{Digest: slot.Active, From: slot.Previous}
	}
	trial := slot.Trial
	if trial == nil {
		return nil
	}
	if trial.Digest != slot.Active {
		slot.Trial = nil
		return nil
	}
	trial.Boots++
	if _, there := m.models[trial.From]; !there {
		trial.From = ""
	}
	if trial.From == slot.Previous {
		return nil
	}
	slot.Previous = trial.From
	return []Action{SetPrevious{Workload: name, Digest: trial.From}}
}

// Step takes one event and says what is to be done now, in this order.
func (m *Machine) Step(event Event) []Action {
	actions := event.apply(m)
	return append(actions, m.settle()...)
}

// settle asks of every workload what is next, rollbacks first, until nothing changes.
func (m *Machine) settle() []Action {
	actions := m.stopUnwanted()
	for _, name := range m.names() {
		actions = append(actions, m.next(name)...)
	}
	return actions
}

// next says what one workload does now. It is asked again after each event.
func (m *Machine) next(name string) []Action {
	w := m.at(name)
	if w.busy != free || m.now < w.readTill {
		return nil
	}
	slot := m.slot(name)
	if slot.Active != "" && !w.checked {
		w.busy, w.digest = boot, slot.Active
		return []Action{Check{Workload: name, Digest: slot.Active}}
	}
	if m.leaves(name) {
		if from := m.returnsTo(name); from != "" {
			w.busy, w.digest = back, from
			return []Action{Check{Workload: name, Digest: from}}
		}
	}
	actions := m.begin(name)
	if m.now < w.notTill {
		return actions
	}
	return append(actions, m.pursue(name)...)
}

// begin tells the server of its model, once after a boot of a trial and once after a change.
func (m *Machine) begin(name string) []Action {
	slot, w := m.slot(name), m.at(name)
	if m.tryAgain(name) {
		delete(slot.Refused, slot.Active)
		slot.Trial, w.reloaded = &Trial{Digest: slot.Active, From: slot.Previous}, false
	}
	if slot.Active == "" || w.reloaded {
		return nil
	}
	w.reloaded, w.started, w.probes, w.row, w.good, w.unwell = true, m.now, wire.Probes{}, 0, false, false
	actions := []Action{Reload{Workload: name, Digest: slot.Active, Restart: slot.Trial != nil}}
	return append(actions, m.judge(name)...)
}

// pursue brings a workload nearer to its target.
func (m *Machine) pursue(name string) []Action {
	slot, w, target := m.slot(name), m.at(name), m.target(name)
	if w.damaged {
		return m.repair(name)
	}
	if target == nil || target.Model.Digest == slot.Active {
		w.cause = ""
		return nil
	}
	digest := target.Model.Digest
	if m.failure(name) != "" {
		return nil
	}
	if _, there := m.models[digest]; there {
		w.busy, w.digest = checking, digest
		return []Action{Check{Workload: name, Digest: digest}}
	}
	return m.fetch(name, target)
}

func (m *Machine) slot(name string) *Slot {
	if m.Durable.Slots[name] == nil {
		m.Durable.Slots[name] = &Slot{}
	}
	return m.Durable.Slots[name]
}

func (m *Machine) at(name string) *work {
	if m.work[name] == nil {
		m.work[name] = &work{found: map[wire.Digest]wire.Digest{}}
	}
	return m.work[name]
}

func (m *Machine) planned(name string) *wire.PlannedWorkload {
	if m.Durable.Plan == nil {
		return nil
	}
	for at := range m.Durable.Plan.Workloads {
		if m.Durable.Plan.Workloads[at].Name == name {
			return &m.Durable.Plan.Workloads[at]
		}
	}
	return nil
}

func (m *Machine) target(name string) *wire.Target {
	if planned := m.planned(name); planned != nil {
		return planned.Target
	}
	return nil
}
