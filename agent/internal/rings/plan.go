package rings

import (
	"encoding/json"
	"slices"

	"plinth.dev/edge/internal/wire"
)

// PlanFor is what a site is to read, without its sequence and time.
func PlanFor(state State, config *wire.Config, site wire.Site) wire.Plan {
	plan := wire.Plan{
		Version: wire.Version, Site: site.Name, PollSeconds: config.Poll.Seconds, Link: site.Link, DiskBytes: site.DiskBytes,
		RevokedModels: slices.Clone(config.Revoked.Models), Workloads: []wire.PlannedWorkload{},
	}
	for _, workload := range config.Workloads {
		if slices.Contains(workload.Sites, site.Name) {
			plan.Workloads = append(plan.Workloads, planned(state, config, site, workload))
		}
	}
	return plan
}

func planned(state State, config *wire.Config, site wire.Site, workload wire.Workload) wire.PlannedWorkload {
	one := wire.PlannedWorkload{Name: workload.Name, Health: workload.Health, Reload: workload.Reload}
	if override, ok := workload.Overrides[site.Name]; ok {
		if len(override.Health) > 0 {
			// The config was checked when it was read: what does not merge changes nothing.
			_ = json.Unmarshal(override.Health, &one.Health)
		}
		if override.Reload != nil {
			one.Reload = *override.Reload
		}
	}
	rollout, withdrawn := Desired(state, config, site, workload.Name)
	if rollout == nil {
		return one
	}
	digest := rollout.ModelFor(site.Variant)
	for _, model := range config.Models {
		if model.Digest == digest {
			one.Target = &wire.Target{Rollout: rollout.Number, Attempt: rollout.Attempt, Urgent: rollout.Urgent, Model: model}
		}
	}
	one.Withdrawn = slices.DeleteFunc(withdrawn, func(d wire.Digest) bool { return d == digest })
	return one
}
