package simulate

import (
	"fmt"
	"math/rand/v2"

	"plinth.dev/edge/internal/rings"
	"plinth.dev/edge/internal/wire"
)

// FleetReport is what a bad version did to many sites.
type FleetReport struct {
	Sites int `json:"sites"`
	Rings int `json:"rings"`
	// FirstRing is how many sites the first ring has.
	FirstRing int `json:"firstRing"`
	// Good is how long the good version took to every site; Back how long after its begin every site was well again.
	GoodSeconds int64 `json:"goodSeconds"`
	BackSeconds int64 `json:"backSeconds"`
	// Damaged is how many sites ever ran the bad version, and DamagedOutside those of them that are not in the first ring.
	Damaged        int      `json:"damaged"`
	DamagedOutside int      `json:"damagedOutsideTheFirstRing"`
	Phase          string   `json:"phase"`
	Reason         string   `json:"reason"`
	Wrong          []string `json:"wrong"`
}

// Fleet brings a good version to many sites in rings, a tenth of them offline for some time, then a bad one.
func Fleet(seed uint64, sites, ringCount int) FleetReport {
	w := newFleet(seed, sites, ringCount)
	report := FleetReport{Sites: sites, Rings: ringCount, Wrong: []string{}}
	report.GoodSeconds = w.until(func() bool { return w.state["work/1"].Phase == rings.Done && w.settled() == "" })
	w.rollOut("work", unhealthy)
	w.config.Rollouts[1].Urgent = false
	bad := w.config.Rollouts[1].Model
	hit := map[string]bool{}
	report.BackSeconds = w.until(func() bool {
		for _, p := range w.places {
			if p.machine != nil && p.machine.Durable.Slots["work"].Active == bad {
				hit[p.name] = true
			}
		}
		return w.state["work/2"].Phase == rings.RolledBack && w.settled() == ""
	})
	for at, site := range w.config.Sites {
		if site.Ring == "ring-0" {
			report.FirstRing++
		}
		if hit[w.places[at].name] {
			report.Damaged++
			if site.Ring != "ring-0" {
				report.DamagedOutside++
			}
		}
	}
	report.Phase, report.Reason = w.state["work/2"].Phase, w.state["work/2"].Reason
	report.Wrong = append(report.Wrong, w.wrongs...)
	return report
}

// until runs rounds with passing cuts until something holds; a day at most. Unit: seconds.
func (w *world) until(holds func() bool) int64 {
	begun := w.now
	for w.now-begun < 86_400 {
		for _, p := range w.places {
			switch p.random.IntN(100) {
			case 0, 1:
				p.linked = false
			case 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19:
				p.linked = true
			}
		}
		w.tick()
		if holds() {
			return w.now - begun
		}
	}
	w.wrongs = append(w.wrongs, fmt.Sprintf("a day was not enough: %s", w.settled()))
	return w.now - begun
}

func newFleet(seed uint64, sites, ringCount int) *world {
	w := &world{
		seed: seed, random: rand.New(rand.NewPCG(seed, 9)), state: rings.State{}, heard: map[string]rings.Report{},
		models: map[wire.Digest]*model{}, sequences: map[string]sequence{},
	}
	w.config = &wire.Config{Version: wire.Version, Poll: wire.Poll{Seconds: roundSeconds, OfflineAfterSeconds: 300}}
	for at := range ringCount {
		w.config.Rings = append(w.config.Rings, wire.Ring{
			Name: fmt.Sprintf("ring-%d", at),
			Gate: &wire.Gate{HealthyShare: 0.9, SoakSeconds: 300, MaxOfflineShare: 0.5},
		})
	}
	names := []string{}
	for at := range sites {
		name := fmt.Sprintf("site-%d", at)
		names = append(names, name)
		w.config.Sites = append(w.config.Sites, wire.Site{Name: name, Ring: ringOf(at, sites, ringCount)})
	}
	health := wire.Health{URL: "x", StartSeconds: 20, WindowSeconds: 60, IntervalSeconds: 10, Failures: 2}
	w.config.Workloads = []wire.Workload{{Name: "work", Sites: names, Health: health}}
	w.rollOut("work", good)
	w.config.Rollouts[0].Urgent = false
	for at, name := range names {
		w.places = append(w.places, newPlace(w, name, rand.New(rand.NewPCG(seed, uint64(at)+100))))
	}
	return w
}

// ringOf gives the first ring a hundredth of the sites, each next one more than the one before.
func ringOf(at, sites, ringCount int) string {
	edge := max(sites/100, 1)
	for ring := range ringCount - 1 {
		if at < edge {
			return fmt.Sprintf("ring-%d", ring)
		}
		edge *= 3
	}
	return fmt.Sprintf("ring-%d", ringCount-1)
}
