package simulate

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"

	"plinth.dev/edge/internal/rings"
	"plinth.dev/edge/internal/wire"
)

// Rounds with faults, and the most after them until every site must have what it is to have.
const (
	faultyRounds = 150
	quietRounds  = 600
)

// Result is what one schedule came to.
type Result struct {
	Seed        uint64
	Wrong       []string
	Activations int
	// QuietRounds is how long it took after the last fault until all was as wanted. Unit: rounds of ten seconds.
	QuietRounds int
}

// Schedule runs one seeded schedule of faults.
func Schedule(seed uint64) Result {
	random := rand.New(rand.NewPCG(seed, 8))
	w := newWorld(seed, random)
	for range faultyRounds {
		w.faults()
		w.intents()
		w.tick()
	}
	w.calm()
	quiet := 0
	for ; quiet < quietRounds && (quiet < 20 || w.settled() != ""); quiet++ {
		w.tick()
	}
	if why := w.settled(); why != "" {
		w.wrongs = append(w.wrongs, fmt.Sprintf("seed %d did not converge: %s", seed, why))
	}
	return Result{Seed: seed, Wrong: w.wrongs, Activations: w.activations, QuietRounds: quiet}
}

func newWorld(seed uint64, random *rand.Rand) *world {
	w := &world{
		seed: seed, random: random, faulty: true, state: rings.State{}, heard: map[string]rings.Report{},
		models: map[wire.Digest]*model{}, sequences: map[string]sequence{},
	}
	w.config = &wire.Config{Version: wire.Version, Poll: wire.Poll{Seconds: roundSeconds, OfflineAfterSeconds: 120}}
	ringCount, siteCount, workloadCount := 1+random.IntN(3), 1+random.IntN(4), 1+random.IntN(2)
	for at := range ringCount {
		w.config.Rings = append(w.config.Rings, wire.Ring{
			Name:   fmt.Sprintf("ring-%d", at),
			Gate:   &wire.Gate{HealthyShare: []float64{0.5, 1}[random.IntN(2)], SoakSeconds: 60, MaxOfflineShare: 0.5},
			Budget: wire.Budget{FailedSites: random.IntN(2)},
		})
	}
	names := []string{}
	for at := range siteCount {
		name := fmt.Sprintf("site-%d", at)
		names = append(names, name)
		w.config.Sites = append(w.config.Sites, wire.Site{
			Name: name, Ring: w.config.Rings[random.IntN(ringCount)].Name,
			DiskBytes: []int64{0, int64(4 * workloadCount * modelBytes)}[random.IntN(2)],
		})
	}
	for at := range workloadCount {
		health := wire.Health{URL: "x", StartSeconds: 20, WindowSeconds: 60, IntervalSeconds: 10, Failures: 2}
		w.config.Workloads = append(w.config.Workloads, wire.Workload{Name: fmt.Sprintf("work-%d", at), Sites: names, Health: health})
	}
	for at := range workloadCount {
		w.rollOut(w.config.Workloads[at].Name, good)
	}
	for at, name := range names {
		w.places = append(w.places, newPlace(w, name, rand.New(rand.NewPCG(seed, uint64(at)+100))))
	}
	return w
}

func (w *world) rollOut(workload string, quality quality) {
	number := 1
	for _, rollout := range w.config.Rollouts {
		if rollout.Workload == workload {
			number++
		}
	}
	m := newModel(len(w.models), quality)
	w.models[m.wire.Digest] = m
	w.config.Models = append(w.config.Models, m.wire)
	w.config.Rollouts = append(w.config.Rollouts, wire.Rollout{
		Workload: workload, Number: number, Model: m.wire.Digest, Attempt: 1, Urgent: w.random.IntN(8) == 0,
	})
}

// faults are what happens to sites and to the hub in one round.
func (w *world) faults() {
	random := w.random
	for _, p := range w.places {
		switch random.IntN(40) {
		case 0, 1, 2:
			p.linked = false
		case 3, 4, 5, 6, 7:
			p.linked = true
		case 8, 9:
			if p.downFor == 0 && p.machine != nil {
				p.losePower()
			}
		case 10, 11, 12:
			p.disk.Left = random.IntN(25)
		case 13:
			p.disk.Full = true
		case 14, 15, 16:
			p.disk.Full = false
		case 17:
			p.open = false
		case 18, 19:
			p.open = true
		case 20:
			if random.IntN(6) == 0 {
				p.rot()
			}
		}
	}
	w.hubFaults()
}

func (w *world) hubFaults() {
	switch w.random.IntN(60) {
	case 0:
		w.restart()
	case 1:
		if w.random.IntN(5) == 0 {
			w.state, w.heard = rings.State{}, map[string]rings.Report{}
			w.sequences = map[string]sequence{}
		}
	case 2:
		if w.stolen == "" && w.random.IntN(4) == 0 {
			w.stolen = w.places[w.random.IntN(len(w.places))].name
		}
	}
	if w.stolen == "" {
		return
	}
	w.lie()
	if w.random.IntN(10) == 0 {
		w.config.Revoked.Sites = append(w.config.Revoked.Sites, w.stolen)
		w.stolen = ""
	}
}

// restart is a hub that comes back with what it had written down.
func (w *world) restart() {
	text, err := json.Marshal(w.state)
	if err != nil {
		panic(err)
	}
	w.state, w.heard = rings.State{}, map[string]rings.Report{}
	if err := json.Unmarshal(text, &w.state); err != nil {
		panic(err)
	}
}

// lie is a report by whoever stole an identity.
func (w *world) lie() {
	state := wire.State{Site: w.stolen}
	for _, rollout := range w.config.Rollouts {
		outcome := []string{wire.Healthy, wire.Failed, wire.Healthy}[w.random.IntN(3)]
		state.Workloads = []wire.WorkloadState{{
			Name: rollout.Workload, Active: rollout.Model, Rollout: rollout.Number, Attempt: rollout.Attempt, Outcome: outcome,
		}}
	}
	w.report(w.stolen, state)
}

// intents are what people do in Git.
func (w *world) intents() {
	random := w.random
	workload := w.config.Workloads[random.IntN(len(w.config.Workloads))].Name
	last := &w.config.Rollouts[len(w.config.Rollouts)-1]
	switch random.IntN(60) {
	case 0, 1:
		w.rollOut(workload, quality(random.IntN(int(qualities))))
	case 2:
		w.rollOut(workload, good)
	case 3:
		last.Paused = true
	case 4, 5:
		last.Paused = false
	case 6:
		if last.Number > 1 {
			last.Withdrawn = true
		}
	case 7:
		last.Attempt++
	case 8:
		if last.Number > 1 && random.IntN(2) == 0 {
			w.config.Revoked.Models = append(w.config.Revoked.Models, last.Model)
		}
	}
}

// calm ends all faults.
func (w *world) calm() {
	w.faulty, w.stolen = false, ""
	for at := range w.config.Rollouts {
		w.config.Rollouts[at].Paused = false
	}
	for _, p := range w.places {
		p.linked, p.open, p.disk.Full, p.disk.Left = true, true, false, -1
	}
}
