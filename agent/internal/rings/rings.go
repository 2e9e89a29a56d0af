// Package rings moves rollouts from ring to ring. Everything in it is a pure function of what Git wants, what sites report and
// how much time has passed on the hub's own clock, which only runs forward.
package rings

import (
	"fmt"
	"slices"

	"plinth.dev/edge/internal/wire"
)

// Phases of a rollout.
const (
	Waiting    = "waiting"
	Running    = "running"
	Paused     = "paused"
	Done       = "done"
	RolledBack = "rolled-back"
	Withdrawn  = "withdrawn"
	Superseded = "superseded"
	Revoked    = "revoked"
	Refused    = "refused"
)

// Phases are all of them, as metrics list them.
var Phases = []string{Waiting, Running, Paused, Done, RolledBack, Withdrawn, Superseded, Revoked, Refused}

// Report is the last thing that a site said, and when, by the hub's clock.
type Report struct {
	State wire.State
	// Seen is when the site last asked or reported. Unit: seconds of the hub's clock.
	Seen int64
}

// Progress is what the hub remembers of one rollout.
type Progress struct {
	Attempt int    `json:"attempt"`
	Phase   string `json:"phase"`
	Reason  string `json:"reason"`
	// Since is when the phase began. Unit: seconds of the hub's clock.
	Since int64 `json:"since"`
	// Released are the rings whose sites are to have it, in order, with when they got it.
	Released []Release `json:"released,omitempty"`
	// Healthy is since when a site has been well with it.
	Healthy map[string]int64 `json:"healthy,omitempty"`
	// Failed is why a site does not have it. It stays until the attempt is raised.
	Failed map[string]string `json:"failed,omitempty"`
	// RolledBack stands until the attempt is raised.
	RolledBack bool `json:"rolledBack,omitempty"`
}

// Release is one ring that a rollout was let into.
type Release struct {
	Ring   string `json:"ring"`
	At     int64  `json:"at"`
	Passed bool   `json:"passed"`
}

// State is what the hub keeps, by "workload/number".
type State map[string]*Progress

// Key names a rollout in the state.
func Key(rollout wire.Rollout) string { return fmt.Sprintf("%s/%d", rollout.Workload, rollout.Number) }

// World is all that a step looks at.
type World struct {
	Config  *wire.Config
	Reports map[string]Report
	// Unusable are models whose signature or manifest does not hold, with why.
	Unusable map[wire.Digest]string
	// Now is the hub's own clock: it only runs forward. Unit: seconds.
	Now int64

	// members are the sites of each workload and ring, kept for one step.
	members map[[2]string][]wire.Site
}

// Step brings the state up to date. It changes what it is given, and does nothing else.
func Step(state State, world World) {
	known := map[string]bool{}
	world.members = map[[2]string][]wire.Site{}
	for _, workload := range world.Config.Workloads {
		stepWorkload(state, world, workload)
	}
	for _, rollout := range world.Config.Rollouts {
		known[Key(rollout)] = true
	}
	for key := range state {
		if !known[key] {
			delete(state, key)
		}
	}
}

func stepWorkload(state State, world World, workload wire.Workload) {
	led := false
	for _, rollout := range newestFirst(world.Config, workload.Name) {
		p := state.progress(rollout)
		phase, reason := world.barred(rollout, p)
		switch {
		case phase != "":
			p.enter(phase, reason, world.Now)
		case led:
			if p.Phase != Done {
				p.enter(Superseded, "a newer rollout leads", world.Now)
			}
		default:
			led = true
			world.advance(rollout, workload, p)
			led = !p.RolledBack
		}
	}
}

// progress is what is remembered of this attempt; a raised attempt begins anew.
func (s State) progress(rollout wire.Rollout) *Progress {
	key := Key(rollout)
	if s[key] == nil || s[key].Attempt != rollout.Attempt {
		s[key] = &Progress{Attempt: rollout.Attempt}
	}
	if s[key].Healthy == nil {
		s[key].Healthy = map[string]int64{}
	}
	if s[key].Failed == nil {
		s[key].Failed = map[string]string{}
	}
	return s[key]
}

func (p *Progress) enter(phase, reason string, now int64) {
	if p.Phase != phase {
		p.Since = now
	}
	p.Phase, p.Reason = phase, reason
}

// barred says why a rollout may not lead.
func (w World) barred(rollout wire.Rollout, p *Progress) (phase, reason string) {
	if rollout.Withdrawn {
		return Withdrawn, "taken back in Git"
	}
	for _, model := range rollout.Models() {
		if slices.Contains(w.Config.Revoked.Models, model) {
			return Revoked, fmt.Sprintf("%s is revoked", model)
		}
		if why := w.Unusable[model]; why != "" {
			return Refused, why
		}
	}
	if p.RolledBack {
		return RolledBack, p.Reason
	}
	return "", ""
}

func (w World) advance(rollout wire.Rollout, workload wire.Workload, p *Progress) {
	w.observe(rollout, workload, p)
	for _, release := range p.Released {
		if why := w.overBudget(rollout, workload, p, w.ring(release.Ring)); why != "" && p.Phase != Done {
			p.RolledBack = true
			p.enter(RolledBack, why, w.Now)
			return
		}
	}
	if rollout.Paused {
		p.enter(Paused, "paused in Git", w.Now)
		return
	}
	w.release(rollout, workload, p)
}

// release lets the rollout into rings for as long as the last one has passed.
func (w World) release(rollout wire.Rollout, workload wire.Workload, p *Progress) {
	for _, ring := range w.Config.Rings {
		at := slices.IndexFunc(p.Released, func(r Release) bool { return r.Ring == ring.Name })
		if at < 0 {
			p.Released = append(p.Released, Release{Ring: ring.Name, At: w.Now})
			at = len(p.Released) - 1
		}
		if p.Released[at].Passed {
			continue
		}
		why := w.waits(rollout, workload, p, ring)
		p.Released[at].Passed = why == ""
		if why != "" && !rollout.Urgent {
			p.enter(Running, why, w.Now)
			return
		}
	}
	for _, release := range p.Released {
		if !release.Passed {
			p.enter(Running, fmt.Sprintf("%s: %s", release.Ring, w.waits(rollout, workload, p, w.ring(release.Ring))), w.Now)
			return
		}
	}
	p.enter(Done, "every ring has it", w.Now)
}

// observe takes what sites report of this rollout into what is remembered.
func (w World) observe(rollout wire.Rollout, workload wire.Workload, p *Progress) {
	for _, site := range w.sitesOf(workload, "") {
		if !p.released(site.Ring) {
			continue
		}
		report, ok := w.reported(site.Name, workload.Name)
		if !ok {
			continue
		}
		about := report.Rollout == rollout.Number && report.Attempt == rollout.Attempt
		if about && report.Outcome == wire.Failed {
			p.Failed[site.Name] = report.Cause
		}
		if about && report.Outcome == wire.Healthy && report.Active == rollout.ModelFor(site.Variant) {
			if since, known := p.Healthy[site.Name]; !known || since > w.Now {
				p.Healthy[site.Name] = w.Now
			}
			continue
		}
		delete(p.Healthy, site.Name)
	}
}

func (p *Progress) released(ring string) bool {
	return slices.ContainsFunc(p.Released, func(r Release) bool { return r.Ring == ring })
}

func (w World) overBudget(rollout wire.Rollout, workload wire.Workload, p *Progress, ring wire.Ring) string {
	if rollout.Verdicts[ring.Name] == "fail" {
		return fmt.Sprintf("the judge's verdict about ring %s is fail", ring.Name)
	}
	failed := []string{}
	for _, site := range w.sitesOf(workload, ring.Name) {
		if cause, bad := p.Failed[site.Name]; bad {
			failed = append(failed, fmt.Sprintf("%s (%s)", site.Name, cause))
		}
	}
	if len(failed) <= ring.Budget.FailedSites {
		return ""
	}
	return fmt.Sprintf("ring %s: %d failed, %d may: %s", ring.Name, len(failed), ring.Budget.FailedSites, first(failed))
}

// waits says why a ring has not passed yet; empty when it has.
func (w World) waits(rollout wire.Rollout, workload wire.Workload, p *Progress, ring wire.Ring) string {
	sites := w.sitesOf(workload, ring.Name)
	if len(sites) == 0 {
		return ""
	}
	count := w.count(workload, p, sites)
	soaked, probes := 0, wire.Probes{}
	for _, site := range sites {
		since, well := p.Healthy[site.Name]
		if well && w.Now-since >= int64(ring.Gate.SoakSeconds) {
			soaked++
		}
		report, _ := w.reported(site.Name, workload.Name)
		if well {
			probes.Total += report.Probes.Total
			probes.Failed += report.Probes.Failed
		}
	}
	gate := ring.Gate
	// Where nobody is asked, no answer is waited for.
	probed := gate.MinProbes > 0 && workload.Probed()
	present := len(sites) - count.Offline
	switch {
	case float64(count.Offline) > gate.MaxOfflineShare*float64(len(sites)):
		return fmt.Sprintf("%d of %d sites of ring %s are offline", count.Offline, len(sites), ring.Name)
	case soaked == 0 || float64(soaked) < gate.HealthyShare*float64(present):
		return fmt.Sprintf("%d of %d sites of ring %s are well for %d s", soaked, present, ring.Name, gate.SoakSeconds)
	case probed && probes.Total < gate.MinProbes:
		return fmt.Sprintf("%d of %d probes in ring %s", probes.Total, gate.MinProbes, ring.Name)
	case probed && float64(probes.Failed) > gate.ErrorRate*float64(probes.Total):
		return fmt.Sprintf("%d of %d probes failed in ring %s", probes.Failed, probes.Total, ring.Name)
	case gate.Verdict && rollout.Verdicts[ring.Name] != "pass":
		return fmt.Sprintf("ring %s waits for the judge's verdict", ring.Name)
	}
	return ""
}
