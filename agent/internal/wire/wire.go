// Package wire holds the JSON that Plinth, the hub and the sites exchange. The README of the module says what each field means.
package wire

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"
)

// Version of every form in this package.
const Version = 1

// Digest is `sha256:` and 64 characters; empty is none.
type Digest string

var digestForm = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)

// Valid says whether the digest has its one form.
func (d Digest) Valid() bool { return digestForm.MatchString(string(d)) }

// Hex is the digest without its prefix, as files are named.
func (d Digest) Hex() string { return strings.TrimPrefix(string(d), "sha256:") }

// DigestOf is the digest of some bytes.
func DigestOf(data []byte) Digest {
	sum := sha256.Sum256(data)
	return Digest("sha256:" + hex.EncodeToString(sum[:]))
}

// Signature says who vouches for a model, and how that is checked.
type Signature struct {
	Signer string `json:"signer"`
	// Bundle is a Sigstore bundle.
	Bundle []byte `json:"bundle"`
}

// Model is one version of a model: a signed OCI manifest, and the index of each of its files.
type Model struct {
	Digest    Digest            `json:"digest"`
	Manifest  []byte            `json:"manifest"`
	Signature *Signature        `json:"signature,omitempty"`
	Indexes   map[string]Digest `json:"indexes"`
}

// Window is a daily span of time in which a link may be used for models.
type Window struct {
	Days []string `json:"days"`
	From string   `json:"from"`
	To   string   `json:"to"`
}

// Link is what a site's link may be used for. Kbit 0 is no cap.
type Link struct {
	Kbit    int      `json:"kbit"`
	Zone    string   `json:"zone,omitempty"`
	Windows []Window `json:"windows,omitempty"`
}

// Health says how a workload tells that it is well. Without a URL an activation counts as healthy.
type Health struct {
	URL             string `json:"url,omitempty"`
	StartSeconds    int    `json:"startSeconds,omitempty"`
	WindowSeconds   int    `json:"windowSeconds,omitempty"`
	IntervalSeconds int    `json:"intervalSeconds,omitempty"`
	Failures        int    `json:"failures,omitempty"`
}

// Reload says how a server learns of its new model.
type Reload struct {
	Kind      string `json:"kind,omitempty"`
	URL       string `json:"url,omitempty"`
	Namespace string `json:"namespace,omitempty"`
	Name      string `json:"name,omitempty"`
}

// Target is the model that a workload is to have.
type Target struct {
	Rollout int `json:"rollout"`
	Attempt int `json:"attempt"`
	// Urgent goes before others and needs no window.
	Urgent bool  `json:"urgent"`
	Model  Model `json:"model"`
}

// PlannedWorkload is one workload of a plan. No target: keep what there is.
type PlannedWorkload struct {
	Name   string  `json:"name"`
	Health Health  `json:"health"`
	Reload Reload  `json:"reload"`
	Target *Target `json:"target,omitempty"`
	// Withdrawn are models newer than the target that were taken back: a site that runs one goes back first of all, and needs no window.
	Withdrawn []Digest `json:"withdrawn,omitempty"`
}

// Plan is what one site reads.
type Plan struct {
	Version       int               `json:"version"`
	Site          string            `json:"site"`
	Sequence      uint64            `json:"sequence"`
	Now           time.Time         `json:"now"`
	PollSeconds   int               `json:"pollSeconds"`
	Link          Link              `json:"link"`
	DiskBytes     int64             `json:"diskBytes"`
	RevokedModels []Digest          `json:"revokedModels"`
	Workloads     []PlannedWorkload `json:"workloads"`
}

// Outcomes of a rollout on a site.
const (
	Healthy = "healthy"
	Failed  = "failed"
	Blocked = "blocked"
)

// Probes counts health probes since the active model came.
type Probes struct {
	Total  int `json:"total"`
	Failed int `json:"failed"`
}

// WorkloadState is what a site says of one workload.
type WorkloadState struct {
	Name         string `json:"name"`
	Phase        string `json:"phase"`
	Active       Digest `json:"active"`
	Previous     Digest `json:"previous"`
	Target       Digest `json:"target"`
	Rollout      int    `json:"rollout"`
	Attempt      int    `json:"attempt"`
	Outcome      string `json:"outcome"`
	Cause        string `json:"cause"`
	FetchedBytes int64  `json:"fetchedBytes"`
	TotalBytes   int64  `json:"totalBytes"`
	Probes       Probes `json:"probes"`
}

// LinkUse counts what went over a link since the agent started.
type LinkUse struct {
	ReceivedBytes int64 `json:"receivedBytes"`
	SavedBytes    int64 `json:"savedBytes"`
	Cuts          int64 `json:"cuts"`
	CorruptChunks int64 `json:"corruptChunks"`
}

// DiskUse is how full a site's budget is.
type DiskUse struct {
	BudgetBytes int64 `json:"budgetBytes"`
	UsedBytes   int64 `json:"usedBytes"`
}

// State is what one site reports. Its times are the site's own and decide nothing.
type State struct {
	Version   int             `json:"version"`
	Site      string          `json:"site"`
	Agent     string          `json:"agent"`
	Clock     time.Time       `json:"clock"`
	Sequence  uint64          `json:"sequence"`
	Disk      DiskUse         `json:"disk"`
	Link      LinkUse         `json:"link"`
	Workloads []WorkloadState `json:"workloads"`
}

// DecodeStrict reads one JSON document; unknown fields and anything after it are errors.
func DecodeStrict(data []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return fmt.Errorf("something follows the document")
	}
	return nil
}

// GetWorkloads are the workloads of a plan; none of no plan.
func (p *Plan) GetWorkloads() []PlannedWorkload {
	if p == nil {
		return nil
	}
	return p.Workloads
}
