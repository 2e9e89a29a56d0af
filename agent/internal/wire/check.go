package wire

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
)

var serialForm = regexp.MustCompile(`^[0-9a-f]+$`)

func (c *Config) check() error {
	rings, sites, workloads, models := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[Digest]bool{}
	for _, ring := range c.Rings {
		if err := errors.Join(fresh("ring", ring.Name, nameForm, rings), ring.check()); err != nil {
			return err
		}
	}
	for _, site := range c.Sites {
		if err := fresh("site", site.Name, nameForm, sites); err != nil {
			return err
		}
		if !rings[site.Ring] {
			return fmt.Errorf("site %s: there is no ring %q", site.Name, site.Ring)
		}
		if site.DiskBytes < 0 {
			return fmt.Errorf("site %s: diskBytes %d, expected 0, which is no budget, or more", site.Name, site.DiskBytes)
		}
	}
	for _, model := range c.Models {
		if !model.Digest.Valid() || models[model.Digest] {
			return fmt.Errorf("model %q: expected each digest once, sha256:…", model.Digest)
		}
		models[model.Digest] = true
	}
	for _, workload := range c.Workloads {
		if err := fresh("workload", workload.Name, rowForm, workloads); err != nil {
			return err
		}
		if err := workload.check(sites); err != nil {
			return fmt.Errorf("workload %s: %w", workload.Name, err)
		}
	}
	return errors.Join(c.checkRollouts(models), c.Revoked.check())
}

func (r Ring) check() error {
	g := r.Gate
	switch {
	case g.HealthyShare <= 0 || g.HealthyShare > 1 || g.MaxOfflineShare < 0 || g.MaxOfflineShare >= 1:
		return fmt.Errorf("ring %s: healthyShare must be above 0 up to 1, maxOfflineShare from 0 to below 1", r.Name)
	case g.SoakSeconds < 0 || g.MinProbes < 0 || g.ErrorRate < 0 || g.ErrorRate > 1 || r.Budget.FailedSites < 0:
		return fmt.Errorf("ring %s: soakSeconds, minProbes and failedSites must be 0 or more, errorRate from 0 to 1", r.Name)
	}
	return nil
}

func (w Workload) check(sites map[string]bool) error {
	seen := map[string]bool{}
	for _, site := range w.Sites {
		if !sites[site] || seen[site] {
			return fmt.Errorf("there is no site %q, or it stands twice", site)
		}
		seen[site] = true
	}
	if err := errors.Join(w.Health.check(), w.Reload.check()); err != nil {
		return err
	}
	for site, override := range w.Overrides {
		health := w.Health
		if len(override.Health) > 0 {
			if err := DecodeStrict(override.Health, &health); err != nil {
				return fmt.Errorf("overrides.%s.health: %w", site, err)
			}
		}
		err := health.check()
		if override.Reload != nil {
			err = errors.Join(err, override.Reload.check())
		}
		if err != nil || !seen[site] {
			return errors.Join(err, unknownSite(site, seen[site]))
		}
	}
	return nil
}

func unknownSite(site string, known bool) error {
	if known {
		return nil
	}
	return fmt.Errorf("overrides.%s: the workload is not at this site", site)
}

func (h Health) check() error {
	if h.StartSeconds < 0 || h.WindowSeconds < 0 || h.IntervalSeconds < 0 || h.Failures < 0 {
		return errors.New("health: numbers must be 0 or more")
	}
	if h.URL == "" {
		return nil
	}
	return checkURL("health.url", h.URL)
}

func (r Reload) check() error {
	switch r.Kind {
	case "", "none":
		return nil
	case "http":
		return checkURL("reload.url", r.URL)
	case "deployment":
		if !IsName(r.Namespace) || r.Name == "" {
			return errors.New("reload: a deployment needs namespace and name")
		}
		return nil
	}
	return fmt.Errorf("reload.kind %q: expected none, http or deployment", r.Kind)
}

func checkURL(at, text string) error {
	address, err := url.Parse(text)
	if err != nil || address.Host == "" || (address.Scheme != "http" && address.Scheme != "https") {
		return fmt.Errorf("%s %q: expected http://host:port/path", at, text)
	}
	return nil
}

// check refuses what would match nothing: who takes something back must not believe that it is.
func (r Revoked) check() error {
	for _, serial := range r.Serials {
		if !serialForm.MatchString(serial) {
			return fmt.Errorf("revoked.serials: %q, expected 0-9 and a-f, without colons", serial)
		}
	}
	for _, fingerprint := range r.Fingerprints {
		if !Digest(fingerprint).Valid() {
			return fmt.Errorf("revoked.fingerprints: %q, expected sha256:… of the certificate's DER", fingerprint)
		}
	}
	for _, model := range r.Models {
		if !model.Valid() {
			return fmt.Errorf("revoked.models: %q, expected sha256:…", model)
		}
	}
	return nil
}

func (c *Config) checkRollouts(models map[Digest]bool) error {
	seen := map[string]bool{}
	for _, rollout := range c.Rollouts {
		key := fmt.Sprintf("%s/%d", rollout.Workload, rollout.Number)
		if rollout.Number < 1 || seen[key] {
			return fmt.Errorf("rollout %s: expected each number from 1 once", key)
		}
		seen[key] = true
		for ring, verdict := range rollout.Verdicts {
			if verdict != "pass" && verdict != "fail" {
				return fmt.Errorf("rollout %s: the verdict about %s is %q, expected pass or fail", key, ring, verdict)
			}
		}
		for _, model := range rollout.Models() {
			if !models[model] {
				return fmt.Errorf("rollout %s: there is no model %q", key, model)
			}
		}
	}
	return nil
}

func fresh(kind, name string, form *regexp.Regexp, seen map[string]bool) error {
	if !form.MatchString(name) {
		return fmt.Errorf("%s %q: expected a DNS label", kind, name)
	}
	if seen[name] {
		return fmt.Errorf("%s %s stands twice", kind, name)
	}
	seen[name] = true
	return nil
}
