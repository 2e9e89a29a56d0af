package simulate

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"

	"plinth.dev/edge/internal/rings"
	"plinth.dev/edge/internal/site"
	"plinth.dev/edge/internal/wire"
)

// world is the hub, what Git wants of it, and every site.
type world struct {
	seed   uint64
	random *rand.Rand
	now    int64
	config *wire.Config
	state  rings.State
	heard  map[string]rings.Report
	places []*place
	models map[wire.Digest]*model
	faulty bool
	// sequences are what each site was told last, and when that changed.
	sequences map[string]sequence
	wrongs    []string
	// stolen is the site whose identity somebody else uses.
	stolen      string
	activations int
}

type sequence struct {
	hash   uint64
	number uint64
}

func (w *world) wrong(p *place, format string, args ...any) {
	w.wrongs = append(w.wrongs, fmt.Sprintf("seed %d, second %d, %s: %s", w.seed, w.now, p.name, fmt.Sprintf(format, args...)))
}

// plan is what the hub answers a site; none where its identity is revoked.
func (w *world) plan(name string) (wire.Plan, bool) {
	if slices.Contains(w.config.Revoked.Sites, name) {
		return wire.Plan{}, false
	}
	report := w.heard[name]
	report.Seen = w.now
	w.heard[name] = report
	for _, one := range w.config.Sites {
		if one.Name == name {
			plan := rings.PlanFor(w.state, w.config, one)
			plan.Sequence = w.sequence(name, plan)
			return plan, true
		}
	}
	return wire.Plan{}, false
}

func (w *world) sequence(name string, plan wire.Plan) uint64 {
	hash := fnv.New64a()
	for _, digest := range plan.RevokedModels {
		_, _ = hash.Write([]byte(digest))
	}
	for _, workload := range plan.Workloads {
		for _, digest := range workload.Withdrawn {
			_, _ = hash.Write([]byte(digest))
		}
		if target := workload.Target; target != nil {
			_, _ = hash.Write([]byte(target.Model.Digest))
			_, _ = hash.Write([]byte{0, byte(target.Rollout), byte(target.Attempt)})
		}
		_, _ = hash.Write([]byte{1})
	}
	last := w.sequences[name]
	if last.hash != hash.Sum64() {
		last = sequence{hash: hash.Sum64(), number: max(last.number+1, uint64(w.now)+1_000)}
		w.sequences[name] = last
	}
	return last.number
}

func (w *world) report(name string, state wire.State) {
	if !slices.Contains(w.config.Revoked.Sites, name) {
		w.heard[name] = rings.Report{State: state, Seen: w.now}
	}
}

// judge looks at an activation at the moment at which it happens, with what only the simulator knows.
func (w *world) judge(p *place, a site.Activate) {
	w.activations++
	m := w.models[a.Digest]
	switch {
	case m == nil || !p.offered[a.Digest]:
		w.wrong(p, "activated %s, which nobody offered", a.Digest)
	case m.quality == unsigned:
		w.wrong(p, "activated an unsigned model")
	case m.quality == partial || !p.holds(a.Digest):
		w.wrong(p, "activated a model that is not whole")
	case m.quality == torn:
		w.wrong(p, "activated a model whose manifest is another")
	}
	if plan := p.machine.Durable.Plan; plan != nil && slices.Contains(plan.RevokedModels, a.Digest) {
		w.wrong(p, "activated a revoked model")
	}
}

func (w *world) hub() {
	unusable := map[wire.Digest]string{}
	rings.Step(w.state, rings.World{Config: w.config, Reports: w.heard, Unusable: unusable, Now: w.now})
	for _, rollout := range w.config.Rollouts {
		if w.state[rings.Key(rollout)] == nil {
			panic("bug: a rollout without progress")
		}
	}
}

func (w *world) tick() {
	w.now += roundSeconds
	w.hub()
	for _, p := range w.places {
		p.round()
	}
}

// settled says whether every site has what it is to have, and what is missing where it has not.
func (w *world) settled() string {
	for _, p := range w.places {
		if slices.Contains(w.config.Revoked.Sites, p.name) {
			continue
		}
		if p.machine == nil {
			return p.name + " is down"
		}
		plan, _ := w.plan(p.name)
		for _, workload := range plan.Workloads {
			if why := w.unsettled(p, workload); why != "" {
				return p.name + ": " + why
			}
		}
	}
	return ""
}

// couldReturn says whether a site has something that it could go back to.
func (w *world) couldReturn(p *place, slot *site.Slot) bool {
	_, refused := slot.Refused[slot.Previous]
	return slot.Previous != "" && !refused && p.holds(slot.Previous) && !slices.Contains(w.config.Revoked.Models, slot.Previous)
}

func (w *world) unsettled(p *place, workload wire.PlannedWorkload) string {
	slot := p.machine.Durable.Slots[workload.Name]
	if slot == nil {
		return "does not know its workload"
	}
	if slices.Contains(w.config.Revoked.Models, slot.Active) && w.couldReturn(p, slot) {
		return "runs a revoked model"
	}
	if workload.Target == nil {
		return ""
	}
	want := workload.Target.Model.Digest
	bad := w.models[want].quality != good || slices.Contains(w.config.Revoked.Models, want)
	_, refused := slot.Refused[want]
	switch {
	case bad && w.models[want].quality == unhealthy && slot.Active == want && !w.couldReturn(p, slot):
		return ""
	case bad && slot.Active == want:
		return fmt.Sprintf("has a bad model of quality %d: %+v", w.models[want].quality, slot)
	case !bad && refused && p.boots > 3:
		return ""
	case !bad && (slot.Active != want || slot.Trial != nil):
		return fmt.Sprintf("has %.15s, not %.15s: %+v", slot.Active, want, p.machine.Report())
	}
	return ""
}
