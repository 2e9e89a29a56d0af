package wire

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Poll says how often sites ask, and when a silent one counts as offline.
type Poll struct {
	Seconds             int `json:"seconds"`
	OfflineAfterSeconds int `json:"offlineAfterSeconds"`
}

// Signer is a key that models are signed with.
type Signer struct {
	Name      string `json:"name"`
	PublicKey string `json:"publicKey"`
}

// Gate says when a ring has taken a rollout well.
type Gate struct {
	HealthyShare    float64 `json:"healthyShare"`
	SoakSeconds     int     `json:"soakSeconds"`
	MaxOfflineShare float64 `json:"maxOfflineShare"`
	ErrorRate       float64 `json:"errorRate"`
	MinProbes       int     `json:"minProbes"`
	Verdict         bool    `json:"verdict"`
}

// Budget is how many sites of a ring may fail before the rollout is taken back.
type Budget struct {
	FailedSites int `json:"failedSites"`
}

// Ring is a group of sites that take a rollout together.
type Ring struct {
	Name   string `json:"name"`
	Gate   *Gate  `json:"gate,omitempty"`
	Budget Budget `json:"budget"`
}

// Site is one place.
type Site struct {
	Name      string `json:"name"`
	Ring      string `json:"ring"`
	Variant   string `json:"variant,omitempty"`
	Link      Link   `json:"link"`
	DiskBytes int64  `json:"diskBytes"`
}

// Override is what one site has otherwise.
type Override struct {
	Health json.RawMessage `json:"health,omitempty"`
	Reload *Reload         `json:"reload,omitempty"`
}

// Workload is something that runs on sites with a model.
type Workload struct {
	Name      string              `json:"name"`
	Sites     []string            `json:"sites"`
	Health    Health              `json:"health"`
	Reload    Reload              `json:"reload"`
	Overrides map[string]Override `json:"overrides,omitempty"`
}

// Probed says whether any site of the workload is asked how it is.
func (w Workload) Probed() bool {
	if w.Health.URL != "" {
		return true
	}
	for _, override := range w.Overrides {
		health := Health{}
		if json.Unmarshal(override.Health, &health) == nil && health.URL != "" {
			return true
		}
	}
	return false
}

// Rollout is the wish that a workload has a model.
type Rollout struct {
	Workload  string            `json:"workload"`
	Number    int               `json:"number"`
	Model     Digest            `json:"model"`
	Variants  map[string]Digest `json:"variants,omitempty"`
	Attempt   int               `json:"attempt"`
	Paused    bool              `json:"paused"`
	Withdrawn bool              `json:"withdrawn"`
	Urgent    bool              `json:"urgent"`
	Verdicts  map[string]string `json:"verdicts,omitempty"`
}

// ModelFor is the model that a site of a variant gets.
func (r Rollout) ModelFor(variant string) Digest {
	if model, ok := r.Variants[variant]; ok {
		return model
	}
	return r.Model
}

// Models are all models of the rollout.
func (r Rollout) Models() []Digest {
	all := []Digest{r.Model}
	for _, model := range r.Variants {
		all = append(all, model)
	}
	return all
}

// Revoked is what nobody may use any more.
type Revoked struct {
	Sites        []string `json:"sites"`
	Serials      []string `json:"serials"`
	Fingerprints []string `json:"fingerprints"`
	Models       []Digest `json:"models"`
}

// Config is the intent, as Git has it.
type Config struct {
	Version   int        `json:"version"`
	Poll      Poll       `json:"poll"`
	Signers   []Signer   `json:"signers"`
	Rings     []Ring     `json:"rings"`
	Sites     []Site     `json:"sites"`
	Workloads []Workload `json:"workloads"`
	Models    []Model    `json:"models"`
	Rollouts  []Rollout  `json:"rollouts"`
	Revoked   Revoked    `json:"revoked"`
}

var nameForm = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$`)

// rowForm is the name of a workload, or of the row of its images.
var rowForm = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.images)?$`)

// IsName says whether a text has the form of names: a DNS label.
func IsName(text string) bool { return nameForm.MatchString(text) }

// ParseConfig reads and checks the hub's config, and fills in what was left out.
func ParseConfig(data []byte) (*Config, error) {
	config := &Config{}
	if err := DecodeStrict(data, config); err != nil {
		return nil, err
	}
	if config.Version != Version {
		return nil, fmt.Errorf("version %d is not known, expected %d", config.Version, Version)
	}
	if config.Poll.Seconds <= 0 {
		config.Poll.Seconds = 60
	}
	if config.Poll.OfflineAfterSeconds <= 0 {
		config.Poll.OfflineAfterSeconds = 15 * config.Poll.Seconds
	}
	// What follows from the spec and what follows from rollouts come at different times, and rollouts stay in Git when their workload goes.
	config.Rollouts = slices.DeleteFunc(config.Rollouts, func(rollout Rollout) bool { return !config.runs(rollout.Workload) })
	for at := range config.Rings {
		config.Rings[at].Gate = config.Rings[at].Gate.filled()
	}
	for at, serial := range config.Revoked.Serials {
		// As a number is written: tools put a 0 before some.
		config.Revoked.Serials[at] = strings.TrimLeft(serial, "0")
	}
	return config, config.check()
}

// runs says whether there is a workload of this name.
func (c *Config) runs(name string) bool {
	return slices.ContainsFunc(c.Workloads, func(workload Workload) bool { return workload.Name == name })
}

func (g *Gate) filled() *Gate {
	if g == nil {
		return &Gate{HealthyShare: 1, SoakSeconds: 600, MaxOfflineShare: 0.5, ErrorRate: 0.05}
	}
	return g
}
