package rings

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"plinth.dev/edge/internal/wire"
)

// Count is how many sites of a rollout are in which state; a site is in one of them.
type Count struct {
	Total   int `json:"total"`
	Healthy int `json:"healthy"`
	Failed  int `json:"failed"`
	Blocked int `json:"blocked"`
	Offline int `json:"offline"`
	Pending int `json:"pending"`
}

// Count says where the sites of a rollout are.
func (w World) Count(rollout wire.Rollout, p *Progress) Count {
	for _, workload := range w.Config.Workloads {
		if workload.Name == rollout.Workload {
			return w.count(workload, p, w.sitesOf(workload, ""))
		}
	}
	return Count{}
}

func (w World) count(workload wire.Workload, p *Progress, sites []wire.Site) Count {
	count := Count{Total: len(sites)}
	for _, site := range sites {
		report, _ := w.reported(site.Name, workload.Name)
		_, well := p.Healthy[site.Name]
		_, bad := p.Failed[site.Name]
		switch {
		case bad:
			count.Failed++
		case well:
			count.Healthy++
		case !w.Online(site.Name):
			count.Offline++
		case report.Outcome == wire.Blocked:
			count.Blocked++
		default:
			count.Pending++
		}
	}
	return count
}

// Online says whether a site was heard of lately. A revoked one is not.
func (w World) Online(site string) bool {
	report, ok := w.Reports[site]
	return ok && !slices.Contains(w.Config.Revoked.Sites, site) &&
		w.Now-report.Seen <= int64(w.Config.Poll.OfflineAfterSeconds)
}

func (w World) reported(site, workload string) (wire.WorkloadState, bool) {
	if slices.Contains(w.Config.Revoked.Sites, site) {
		return wire.WorkloadState{}, false
	}
	for _, state := range w.Reports[site].State.Workloads {
		if state.Name == workload {
			return state, true
		}
	}
	return wire.WorkloadState{}, false
}

// Desired is the rollout that a site is to have of a workload, and the models of newer ones that were taken back.
func Desired(state State, config *wire.Config, site wire.Site, workload string) (chosen *wire.Rollout, withdrawn []wire.Digest) {
	for _, rollout := range newestFirst(config, workload) {
		p := state[Key(rollout)]
		if p == nil || !p.released(site.Ring) {
			continue
		}
		switch p.Phase {
		case Withdrawn, RolledBack, Revoked, Refused:
			withdrawn = append(withdrawn, rollout.ModelFor(site.Variant))
			continue
		}
		return &rollout, withdrawn
	}
	return nil, withdrawn
}

func (w World) ring(name string) wire.Ring {
	for _, ring := range w.Config.Rings {
		if ring.Name == name {
			return ring
		}
	}
	return wire.Ring{Name: name, Gate: &wire.Gate{HealthyShare: 1}}
}

// sitesOf are the sites of a workload in one ring, or in all.
func (w World) sitesOf(workload wire.Workload, ring string) []wire.Site {
	key := [2]string{workload.Name, ring}
	if known, ok := w.members[key]; ok {
		return known
	}
	wanted := map[string]bool{}
	for _, name := range workload.Sites {
		wanted[name] = true
	}
	sites := []wire.Site{}
	for _, site := range w.Config.Sites {
		if (ring == "" || site.Ring == ring) && wanted[site.Name] {
			sites = append(sites, site)
		}
	}
	if w.members != nil {
		w.members[key] = sites
	}
	return sites
}

func newestFirst(config *wire.Config, workload string) []wire.Rollout {
	rollouts := []wire.Rollout{}
	for _, rollout := range config.Rollouts {
		if rollout.Workload == workload {
			rollouts = append(rollouts, rollout)
		}
	}
	sort.Slice(rollouts, func(a, b int) bool { return rollouts[a].Number > rollouts[b].Number })
	return rollouts
}

// first keeps a reason short however many sites failed.
func first(names []string) string {
	if len(names) > 3 {
		return fmt.Sprintf("%s, %s, %s and %d more", names[0], names[1], names[2], len(names)-3)
	}
	return strings.Join(names, ", ")
}
