// Package hub is what sites ask: it holds how far each rollout is, and gives each site its own plan and the chunks of models.
package hub

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"plinth.dev/edge/internal/model"
	"plinth.dev/edge/internal/rings"
	"plinth.dev/edge/internal/store"
	"plinth.dev/edge/internal/wire"
)

// Options are how a hub is started.
type Options struct {
	// Config is a file, or a folder whose JSON files hold a part each.
	Config string
	// State is the file with how far rollouts are.
	State string
	// Objects is the chunk store: a folder, or an address with what HeaderFile holds, one line `Name: value`.
	Objects    string
	HeaderFile string
	// TLS is a folder with tls.crt, tls.key and ca.crt.
	TLS string
	// Listen is where sites ask, Metrics where the platform asks, host:port.
	Listen  string
	Metrics string
}

// kept is what the hub writes down.
type kept struct {
	Version int `json:"version"`
	// Clock is the hub's own: it runs only while the hub does, and only forward. Unit: seconds.
	Clock     int64               `json:"clock"`
	Rollouts  rings.State         `json:"rollouts"`
	Sequences map[string]sequence `json:"sequences"`
	// Rollbacks counts them by workload.
	Rollbacks map[string]int `json:"rollbacks"`
	// Changed is when the plan of a site last changed, by the hub's clock.
	Changed map[string]int64 `json:"changed"`
}

// sequence is what a site was told last.
type sequence struct {
	Hash   uint64 `json:"hash"`
	Number uint64 `json:"number"`
}

// seenSite is what is known of a site since the hub began.
type seenSite struct {
	at      time.Time
	skew    time.Duration
	expires time.Time
}

// Hub is one running hub.
type Hub struct {
	options Options
	log     *slog.Logger
	begun   time.Time
	// clockAt is the hub's clock when it began. Unit: seconds.
	clockAt int64
	bytes   atomic.Int64

	mutex    sync.Mutex
	config   *wire.Config
	problem  string
	read     wire.Digest
	unusable map[wire.Digest]string
	kept     kept
	written  []byte
	stateBad string
	reports  map[string]rings.Report
	seen     map[string]seenSite
	refused  map[string]int
}

// New reads what was kept. A state that cannot be read is an error: a person decides whether to begin anew.
func New(options Options, log *slog.Logger) (*Hub, error) {
	h := &Hub{
		options: options, log: log, begun: time.Now(), reports: map[string]rings.Report{}, seen: map[string]seenSite{},
		refused: map[string]int{}, unusable: map[wire.Digest]string{}, problem: "no config was read yet",
		kept: kept{
			Version: wire.Version, Rollouts: rings.State{}, Sequences: map[string]sequence{}, Rollbacks: map[string]int{},
			Changed: map[string]int64{},
		},
	}
	data, err := os.ReadFile(options.State)
	if errors.Is(err, os.ErrNotExist) {
		return h, os.MkdirAll(filepath.Dir(options.State), 0o755)
	}
	if err != nil {
		return nil, err
	}
	if err := wire.DecodeStrict(data, &h.kept); err != nil {
		return nil, fmt.Errorf("--state %s: %w; move it away to begin anew", options.State, err)
	}
	h.clockAt = h.kept.Clock
	return h, nil
}

// now is the hub's clock.
func (h *Hub) now() int64 { return h.clockAt + int64(time.Since(h.begun)/time.Second) }

// Step reads the config if it changed, moves rollouts, and writes down what is to last. It is called every second.
func (h *Hub) Step() {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	h.readConfig()
	if h.config == nil {
		return
	}
	h.advance()
	h.write()
}

// advance moves rollouts, and counts those that were taken back.
func (h *Hub) advance() {
	before := map[string]bool{}
	for key, progress := range h.kept.Rollouts {
		before[key] = progress.RolledBack
	}
	rings.Step(h.kept.Rollouts, h.world())
	for _, rollout := range h.config.Rollouts {
		key := rings.Key(rollout)
		if progress := h.kept.Rollouts[key]; progress.RolledBack && !before[key] {
			h.kept.Rollbacks[rollout.Workload]++
			h.log.Warn("rolled back", "rollout", key, "reason", progress.Reason)
		}
	}
}

func (h *Hub) world() rings.World {
	return rings.World{Config: h.config, Reports: h.reports, Unusable: h.unusable, Now: h.now()}
}

// readConfig takes a changed config; a bad one changes nothing.
func (h *Hub) readConfig() {
	data, err := configText(h.options.Config)
	if err != nil {
		// The same text again is taken again.
		h.read = ""
		h.refuse(fmt.Errorf("--config %s: %w", h.options.Config, err))
		return
	}
	if digest := wire.DigestOf(data); digest != h.read {
		h.read = digest
		h.takeConfig(data)
	}
}

func (h *Hub) takeConfig(data []byte) {
	config, err := wire.ParseConfig(data)
	if err == nil {
		err = checkParts(config)
	}
	if err != nil {
		h.refuse(err)
		return
	}
	h.config, h.problem, h.unusable = config, "", unusable(config)
	maps.DeleteFunc(h.reports, func(name string, _ rings.Report) bool { return !h.hasSite(name) })
}

// refuse keeps the config that there is, and says why, once.
func (h *Hub) refuse(err error) {
	if h.problem != err.Error() {
		h.log.Error("the config is not taken", "error", err)
	}
	h.problem = err.Error()
}

func (h *Hub) hasSite(name string) bool {
	return slices.ContainsFunc(h.config.Sites, func(site wire.Site) bool { return site.Name == name })
}

// unusable are the models that no site would take.
func unusable(config *wire.Config) map[wire.Digest]string {
	keys, bad := model.Keys{}, map[wire.Digest]string{}
	for _, signer := range config.Signers {
		if key, err := model.ParseKey([]byte(signer.PublicKey)); err == nil {
			keys[signer.Name] = key
		}
	}
	for _, one := range config.Models {
		if _, err := model.Files(one); err != nil {
			bad[one.Digest] = err.Error()
		} else if err := model.CheckSignature(one, keys); err != nil {
			bad[one.Digest] = err.Error()
		}
	}
	return bad
}

// write keeps the state where it changed; the clock alone is written once a minute.
func (h *Hub) write() {
	clock := h.now()
	last := h.kept.Clock
	h.kept.Clock = 0
	content, err := json.Marshal(h.kept)
	h.kept.Clock = last
	if err != nil || (slices.Equal(content, h.written) && clock-last < 60) {
		return
	}
	h.kept.Clock = clock
	data, err := json.Marshal(h.kept)
	if err == nil {
		err = store.Replace(store.Disk{Root: filepath.Dir(h.options.State)}, filepath.Base(h.options.State), data)
	}
	h.stateBad = ""
	if err != nil {
		h.stateBad = err.Error()
		h.log.Error("the state was not written", "error", err)
		return
	}
	h.written = content
}

// plan is what a site reads, with the tag of what of it matters.
func (h *Hub) plan(name string) (plan wire.Plan, tag string, ok bool) {
	at := slices.IndexFunc(h.config.Sites, func(site wire.Site) bool { return site.Name == name })
	if at < 0 {
		return wire.Plan{}, "", false
	}
	plan = rings.PlanFor(h.kept.Rollouts, h.config, h.config.Sites[at])
	text, err := json.Marshal(plan)
	if err != nil {
		return wire.Plan{}, "", false
	}
	hash := fnv.New64a()
	_, _ = hash.Write(text)
	last := h.kept.Sequences[name]
	if last.Hash != hash.Sum64() {
		// After the state was lost, the time is later than any number that was ever given.
		last = sequence{Hash: hash.Sum64(), Number: max(last.Number+1, uint64(time.Now().Unix()))}
		h.kept.Sequences[name] = last
		h.kept.Changed[name] = h.now()
		h.write()
	}
	plan.Sequence, plan.Now = last.Number, time.Now().UTC()
	return plan, fmt.Sprintf(`"%016x-%d"`, last.Hash, last.Number), true
}

// take notes what a site reports.
func (h *Hub) take(name string, state wire.State) {
	old, known := h.reports[name]
	h.reports[name] = rings.Report{State: state, Seen: h.now()}
	if !known || !reflect.DeepEqual(old.State.Workloads, state.Workloads) {
		h.advance()
	}
	seen := h.seen[name]
	seen.skew = time.Until(state.Clock)
	h.seen[name] = seen
}
