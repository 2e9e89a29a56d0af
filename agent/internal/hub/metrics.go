package hub

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"plinth.dev/edge/internal/rings"
	"plinth.dev/edge/internal/wire"
)

// page collects metrics in the text form of Prometheus: all samples of a name together.
type page struct {
	names   []string
	samples map[string][]string
}

func (p *page) add(name string, value float64, labels ...string) {
	if _, known := p.samples[name]; !known {
		p.names = append(p.names, name)
	}
	pairs := []string{}
	for at := 0; at+1 < len(labels); at += 2 {
		pairs = append(pairs, fmt.Sprintf("%s=%q", labels[at], labels[at+1]))
	}
	text := ""
	if len(pairs) > 0 {
		text = "{" + strings.Join(pairs, ",") + "}"
	}
	p.samples[name] = append(p.samples[name], fmt.Sprintf("%s%s %v", name, text, value))
}

func (p *page) String() string {
	text := strings.Builder{}
	for _, name := range p.names {
		kind := "gauge"
		if strings.HasSuffix(name, "_total") {
			kind = "counter"
		}
		fmt.Fprintf(&text, "# TYPE %s %s\n%s\n", name, kind, strings.Join(p.samples[name], "\n"))
	}
	return text.String()
}

func (h *Hub) serveMetrics(response http.ResponseWriter, _ *http.Request) {
	status := h.Status()
	p := &page{samples: map[string][]string{}}
	p.add("plinth_edge_config_valid", flag(status.ConfigValid))
	for _, site := range status.Sites {
		p.site(site, status.Now)
	}
	for _, rollout := range status.Rollouts {
		p.rollout(rollout)
	}
	h.mutex.Lock()
	counts := map[string]map[string]int{"rollbacks_total\x00workload": h.kept.Rollbacks, "refused_identities_total\x00reason": h.refused}
	for name, byLabel := range counts {
		name, label, _ := strings.Cut(name, "\x00")
		for _, key := range slices.Sorted(maps.Keys(byLabel)) {
			p.add("plinth_edge_"+name, float64(byLabel[key]), label, key)
		}
	}
	h.mutex.Unlock()
	p.add("plinth_edge_objects_bytes_total", float64(h.bytes.Load()))
	response.Header().Set("Content-Type", "text/plain; version=0.0.4")
	_, _ = response.Write([]byte(p.String()))
}

func (p *page) site(site SiteStatus, now time.Time) {
	of := []string{"site", site.Name}
	p.add("plinth_edge_site_up", flag(site.Online), append(of, "ring", site.Ring)...)
	if site.LastSeen == nil {
		return
	}
	p.add("plinth_edge_site_last_seen_seconds", now.Sub(*site.LastSeen).Seconds(), of...)
	p.add("plinth_edge_site_identity_expiry_seconds", site.IdentityExpires.Sub(now).Seconds(), of...)
	p.add("plinth_edge_site_clock_skew_seconds", float64(site.ClockSkewSeconds), of...)
	p.add("plinth_edge_site_disk_used_bytes", float64(site.Disk.UsedBytes), of...)
	p.add("plinth_edge_site_disk_budget_bytes", float64(site.Disk.BudgetBytes), of...)
	p.add("plinth_edge_site_received_bytes_total", float64(site.Link.ReceivedBytes), of...)
	p.add("plinth_edge_site_saved_bytes_total", float64(site.Link.SavedBytes), of...)
	p.add("plinth_edge_site_link_cuts_total", float64(site.Link.Cuts), of...)
	p.add("plinth_edge_site_corrupt_chunks_total", float64(site.Link.CorruptChunks), of...)
	for _, workload := range site.Workloads {
		p.workload(append(of, "workload", workload.Name), workload)
	}
}

func (p *page) workload(of []string, workload SiteWorkloadStatus) {
	active := 0
	if workload.Active != "" && workload.Active == workload.Desired {
		active = workload.DesiredRollout
	}
	p.add("plinth_edge_site_rollout", float64(active), of...)
	p.add("plinth_edge_site_desired_rollout", float64(workload.DesiredRollout), of...)
	p.add("plinth_edge_site_lag_seconds", float64(workload.LagSeconds), of...)
	p.add("plinth_edge_site_fetched_bytes", float64(workload.FetchedBytes), of...)
	p.add("plinth_edge_site_target_bytes", float64(workload.TotalBytes), of...)
	for _, outcome := range []string{wire.Healthy, wire.Failed, wire.Blocked} {
		p.add("plinth_edge_site_outcome", flag(workload.Outcome == outcome), append(of[:len(of):len(of)], "outcome", outcome)...)
	}
}

func (p *page) rollout(rollout RolloutStatus) {
	of := []string{"workload", rollout.Workload, "rollout", fmt.Sprint(rollout.Number)}
	p.add("plinth_edge_rollout_ring", float64(len(rollout.ReleasedRings)), of...)
	for _, phase := range rings.Phases {
		p.add("plinth_edge_rollout_phase", flag(rollout.Phase == phase), append(of[:len(of):len(of)], "phase", phase)...)
	}
	counts := map[string]int{
		"healthy": rollout.Sites.Healthy, "failed": rollout.Sites.Failed, "blocked": rollout.Sites.Blocked,
		"offline": rollout.Sites.Offline, "pending": rollout.Sites.Pending,
	}
	for _, state := range slices.Sorted(maps.Keys(counts)) {
		p.add("plinth_edge_rollout_sites", float64(counts[state]), append(of[:len(of):len(of)], "state", state)...)
	}
}

func flag(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}
