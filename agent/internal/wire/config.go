package wire

import (
	"encoding/json"
	"fmt"
	"regexp"
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
	for at := range config.Rings {
		config.Rings[at].Gate = config.Rings[at].Gate.filled()
	}
	return config, config.check()
}

func (g *Gate) filled() *Gate {
	if g == nil {
		return &Gate{HealthyShare: 1, SoakSeconds: 600, MaxOfflineShare: 0.5, ErrorRate: 0.05}
	}
	return g
}

func (c *Config) check() error {
	rings, sites, workloads, models := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[Digest]bool{}
	for _, ring := range c.Rings {
		if err := fresh("ring", ring.Name, rings); err != nil {
			return err
		}
		if g := ring.Gate; g.HealthyShare <= 0 || g.HealthyShare > 1 || g.MaxOfflineShare < 0 || g.MaxOfflineShare >= 1 {
			return fmt.Errorf("ring %s: healthyShare must be above 0 up to 1, maxOfflineShare from 0 to below 1", ring.Name)
		}
	}
	for _, site := range c.Sites {
		if err := fresh("site", site.Name, sites); err != nil {
			return err
		}
		if !rings[site.Ring] {
			return fmt.Errorf("site %s: there is no ring %q", site.Name, site.Ring)
		}
	}
	for _, model := range c.Models {
		if !model.Digest.Valid() || models[model.Digest] {
			return fmt.Errorf("model %q: expected each digest once, sha256:…", model.Digest)
		}
		models[model.Digest] = true
	}
	for _, workload := range c.Workloads {
		if err := fresh("workload", workload.Name, workloads); err != nil {
			return err
		}
		for _, site := range workload.Sites {
			if !sites[site] {
				return fmt.Errorf("workload %s: there is no site %q", workload.Name, site)
			}
		}
	}
	return c.checkRollouts(workloads, models)
}

func (c *Config) checkRollouts(workloads map[string]bool, models map[Digest]bool) error {
	seen := map[string]bool{}
	for _, rollout := range c.Rollouts {
		key := fmt.Sprintf("%s/%d", rollout.Workload, rollout.Number)
		if !workloads[rollout.Workload] || rollout.Number < 1 || seen[key] {
			return fmt.Errorf("rollout %s: expected a known workload and each number from 1 once", key)
		}
		seen[key] = true
		for _, model := range rollout.Models() {
			if !models[model] {
				return fmt.Errorf("rollout %s: there is no model %q", key, model)
			}
		}
	}
	return nil
}

func fresh(kind, name string, seen map[string]bool) error {
	if !nameForm.MatchString(name) {
		return fmt.Errorf("%s %q: expected a DNS label", kind, name)
	}
	if seen[name] {
		return fmt.Errorf("%s %s stands twice", kind, name)
	}
	seen[name] = true
	return nil
}
