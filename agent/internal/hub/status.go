package hub

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"plinth.dev/edge/internal/rings"
	"plinth.dev/edge/internal/wire"
)

// Status is what `plinth edge status` reads.
type Status struct {
	Version       int             `json:"version"`
	Now           time.Time       `json:"now"`
	ConfigValid   bool            `json:"configValid"`
	ConfigProblem string          `json:"configProblem"`
	StateProblem  string          `json:"stateProblem"`
	Rollouts      []RolloutStatus `json:"rollouts"`
	Sites         []SiteStatus    `json:"sites"`
}

// RolloutStatus is how far a rollout is.
type RolloutStatus struct {
	Workload      string      `json:"workload"`
	Number        int         `json:"number"`
	Attempt       int         `json:"attempt"`
	Phase         string      `json:"phase"`
	Ring          string      `json:"ring"`
	ReleasedRings []string    `json:"releasedRings"`
	Reason        string      `json:"reason"`
	Since         time.Time   `json:"since"`
	Sites         rings.Count `json:"sites"`
}

// SiteStatus is what is known of a site.
type SiteStatus struct {
	Name             string               `json:"name"`
	Ring             string               `json:"ring"`
	Revoked          bool                 `json:"revoked"`
	Online           bool                 `json:"online"`
	LastSeen         *time.Time           `json:"lastSeen"`
	ClockSkewSeconds int                  `json:"clockSkewSeconds"`
	IdentityExpires  *time.Time           `json:"identityExpires"`
	Disk             wire.DiskUse         `json:"disk"`
	Link             wire.LinkUse         `json:"link"`
	Workloads        []SiteWorkloadStatus `json:"workloads"`
}

// SiteWorkloadStatus is what a site said of a workload, and what it is to have.
type SiteWorkloadStatus struct {
	wire.WorkloadState
	Desired        wire.Digest `json:"desired"`
	DesiredRollout int         `json:"desiredRollout"`
	LagSeconds     int64       `json:"lagSeconds"`
}

// Status says where everything is.
func (h *Hub) Status() Status {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	status := Status{
		Version: wire.Version, Now: time.Now().UTC(), ConfigValid: h.problem == "", ConfigProblem: h.problem, StateProblem: h.stateBad,
		Rollouts: []RolloutStatus{}, Sites: []SiteStatus{},
	}
	if h.config == nil {
		return status
	}
	for _, rollout := range h.config.Rollouts {
		if progress := h.kept.Rollouts[rings.Key(rollout)]; progress != nil {
			status.Rollouts = append(status.Rollouts, h.rolloutStatus(rollout, progress))
		}
	}
	for _, site := range h.config.Sites {
		status.Sites = append(status.Sites, h.siteStatus(site))
	}
	return status
}

func (h *Hub) rolloutStatus(rollout wire.Rollout, progress *rings.Progress) RolloutStatus {
	one := RolloutStatus{
		Workload: rollout.Workload, Number: rollout.Number, Attempt: rollout.Attempt, Phase: progress.Phase, Reason: progress.Reason,
		Since: time.Now().UTC().Add(-time.Duration(h.now()-progress.Since) * time.Second).Truncate(time.Second),
		Sites: h.world().Count(rollout, progress), ReleasedRings: []string{},
	}
	for _, release := range progress.Released {
		one.ReleasedRings = append(one.ReleasedRings, release.Ring)
		if !release.Passed && one.Ring == "" {
			one.Ring = release.Ring
		}
	}
	return one
}

func (h *Hub) siteStatus(site wire.Site) SiteStatus {
	report, seen := h.reports[site.Name], h.seen[site.Name]
	status := SiteStatus{
		Name: site.Name, Ring: site.Ring, Revoked: slices.Contains(h.config.Revoked.Sites, site.Name),
		Online: h.world().Online(site.Name), ClockSkewSeconds: int(seen.skew.Seconds()), Disk: report.State.Disk, Link: report.State.Link,
		Workloads: []SiteWorkloadStatus{},
	}
	if !seen.at.IsZero() {
		at, expires := seen.at.UTC(), seen.expires.UTC()
		status.LastSeen, status.IdentityExpires = &at, &expires
	}
	for _, workload := range h.config.Workloads {
		if slices.Contains(workload.Sites, site.Name) {
			status.Workloads = append(status.Workloads, h.workloadStatus(site, workload.Name, report))
		}
	}
	return status
}

func (h *Hub) workloadStatus(site wire.Site, workload string, report rings.Report) SiteWorkloadStatus {
	one := SiteWorkloadStatus{WorkloadState: wire.WorkloadState{Name: workload}}
	for _, state := range report.State.Workloads {
		if state.Name == workload {
			one.WorkloadState = state
		}
	}
	if rollout, _ := rings.Desired(h.kept.Rollouts, h.config, site, workload); rollout != nil {
		one.Desired, one.DesiredRollout = rollout.ModelFor(site.Variant), rollout.Number
		if one.Active != one.Desired {
			one.LagSeconds = h.now() - h.kept.Changed[site.Name]
		}
	}
	return one
}

// inside is what the platform asks: it is plain, and not for sites.
func (h *Hub) inside() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/status", func(response http.ResponseWriter, _ *http.Request) {
		response.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(response).Encode(h.Status())
	})
	mux.HandleFunc("GET /healthz", func(response http.ResponseWriter, _ *http.Request) {
		if status := h.Status(); !status.ConfigValid || status.StateProblem != "" {
			http.Error(response, status.ConfigProblem+status.StateProblem, http.StatusServiceUnavailable)
		}
	})
	mux.HandleFunc("GET /metrics", h.serveMetrics)
	return mux
}
