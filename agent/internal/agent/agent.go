// Package agent runs the state machine of one site for real: its disk, its link, an engine, and the servers beside it.
package agent

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"plinth.dev/edge/internal/link"
	"plinth.dev/edge/internal/model"
	"plinth.dev/edge/internal/site"
	"plinth.dev/edge/internal/store"
	"plinth.dev/edge/internal/wire"
)

// Options are how an agent is started.
type Options struct {
	// Hub is its address, https://host:port.
	Hub string
	// Site is the name in its certificate.
	Site string
	// TLS is a folder with tls.crt, tls.key and ca.crt, Signers one with NAME.pub each, Data the site's own.
	TLS     string
	Signers string
	Data    string
	// Engine is desync or casync, or a path to one.
	Engine string
	// Metrics is where this machine asks, host:port.
	Metrics string
	// Version of this program, for reports.
	Version string
}

// Agent is one running site.
type Agent struct {
	options Options
	log     *slog.Logger
	store   *store.Store
	machine *site.Machine
	clock   *clock
	limit   *link.Cap
	source  *link.Source
	proxy   *link.Proxy
	client  *http.Client
	// tasks are run one after the other by the loop, which alone touches the machine.
	tasks  chan func()
	driver *site.Driver
	begun  time.Time
	// stopFetch ends the fetch that is under way.
	stopFetch context.CancelFunc
	probers   map[string]context.CancelFunc
	reading   chan struct{}
	wake      chan struct{}
	context   context.Context

	mutex    sync.Mutex
	snapshot snapshot
}

// snapshot is what others than the loop may read.
type snapshot struct {
	state   wire.State
	health  map[string]wire.Health
	fetches string
}

// New makes an agent; nothing runs yet.
func New(options Options, log *slog.Logger) (*Agent, error) {
	address, err := url.Parse(options.Hub)
	if err != nil || address.Scheme != "https" || address.Host == "" {
		return nil, fmt.Errorf("--hub %q: expected https://host:port", options.Hub)
	}
	if !wire.IsName(options.Site) {
		return nil, fmt.Errorf("--site %q: expected the name of this site as its certificate has it, a DNS label", options.Site)
	}
	a := &Agent{
		options: options, log: log, clock: &clock{}, limit: &link.Cap{}, tasks: make(chan func(), 64), begun: time.Now(),
		probers: map[string]context.CancelFunc{}, reading: make(chan struct{}, 1), wake: make(chan struct{}, 1),
	}
	a.client = client(options.TLS, address.Hostname(), a.limit, a.clock)
	base := strings.TrimSuffix(options.Hub, "/")
	a.source = &link.Source{Client: a.client, Base: base + "/v1/objects/"}
	a.proxy = &link.Proxy{Source: a.source, Folder: filepath.Join(options.Data, "chunks"), Room: a.room}
	return a, nil
}

// Run runs until the context ends.
func (a *Agent) Run(ctx context.Context) error {
	a.context = ctx
	for _, problem := range a.options.problems() {
		a.log.Error("the site goes on with what it has, and takes nothing new until this is mended", "problem", problem.Error())
	}
	if err := a.boot(); err != nil {
		return fmt.Errorf("--data %s: %w", a.options.Data, err)
	}
	defer a.proxy.Stop()
	go a.pollForEver(ctx)
	ticks := time.NewTicker(time.Second)
	defer ticks.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case task := <-a.tasks:
			task()
		case <-ticks.C:
			a.driver.Step(site.Tick{Now: a.seconds(), Open: a.open()})
		}
		a.publish()
	}
}

func (a *Agent) seconds() int64 { return int64(time.Since(a.begun) / time.Second) }

func (a *Agent) open() bool {
	plan := a.machine.Durable.Plan
	return plan == nil || link.Open(plan.Link, a.clock.now())
}

func (a *Agent) boot() error {
	disk := store.Disk{Root: a.options.Data}
	for _, folder := range []string{"indexes", "run"} {
		if err := disk.MkdirAll(folder); err != nil {
			return err
		}
	}
	opened, err := store.Open(disk)
	if err != nil {
		return err
	}
	a.store = opened
	if err := a.proxy.Start(); err != nil {
		return err
	}
	kept := a.store.Load()
	found, err := a.store.Found()
	if err != nil {
		return err
	}
	machine, actions := site.New(a.options.Site, kept, found)
	a.machine, a.driver = machine, site.NewDriver(machine, a.carryOut)
	if plan := machine.Durable.Plan; plan != nil {
		a.clock.hear(plan.Now)
		a.limit.Set(plan.Link.Kbit)
	}
	a.driver.Begin(actions)
	if plan := machine.Durable.Plan; plan != nil {
		a.driver.Step(a.planRead(*plan))
	} else {
		a.driver.Step(site.Tick{})
	}
	a.publish()
	return nil
}

// later runs something in the loop.
func (a *Agent) later(task func()) {
	select {
	case a.tasks <- task:
	case <-a.context.Done():
	}
}

// planRead adds to a plan what this site's own keys say of its models.
func (a *Agent) planRead(plan wire.Plan) site.PlanRead {
	keys := a.keys()
	vetted := map[wire.Digest]site.Vetted{}
	for _, workload := range plan.Workloads {
		if workload.Target != nil {
			m := workload.Target.Model
			vetted[m.Digest] = vet(m, keys)
		}
	}
	return site.PlanRead{Plan: plan, Vetted: vetted}
}

func vet(m wire.Model, keys model.Keys) site.Vetted {
	files, err := model.Files(m)
	if err != nil {
		return site.Vetted{Cause: site.CauseManifest}
	}
	vetted := site.Vetted{Bytes: model.Bytes(files)}
	if model.CheckSignature(m, keys) != nil {
		vetted.Cause = site.CauseSignature
	}
	return vetted
}

// publish makes what others read, and wakes the poller when there is something to say.
func (a *Agent) publish() {
	state := wire.State{
		Version: wire.Version, Site: a.options.Site, Agent: a.options.Version, Clock: time.Now().UTC(),
		Disk: wire.DiskUse{UsedBytes: a.machine.UsedBytes()}, Workloads: a.machine.Report(),
		Link: wire.LinkUse{
			ReceivedBytes: a.limit.Received(), SavedBytes: a.proxy.Saved(), Cuts: a.source.Cuts(), CorruptChunks: a.source.Corrupt(),
		},
	}
	health, fetches := map[string]wire.Health{}, ""
	if plan := a.machine.Durable.Plan; plan != nil {
		state.Sequence, state.Disk.BudgetBytes = plan.Sequence, plan.DiskBytes
		for _, workload := range plan.Workloads {
			health[workload.Name] = workload.Health
		}
	}
	for at, workload := range state.Workloads {
		if workload.Phase == "fetching" {
			state.Workloads[at].FetchedBytes, fetches = a.proxy.Fetched(), workload.Name
		}
	}
	a.mutex.Lock()
	changed := essence(a.snapshot.state) != essence(state)
	a.snapshot = snapshot{state: state, health: health, fetches: fetches}
	a.mutex.Unlock()
	if changed {
		select {
		case a.wake <- struct{}{}:
		default:
		}
	}
}

func (a *Agent) seen() snapshot {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	return a.snapshot
}

// essence is what of a state is worth a message of its own: not counters.
func essence(state wire.State) string {
	workloads := make([]wire.WorkloadState, len(state.Workloads))
	for at, workload := range state.Workloads {
		workload.FetchedBytes, workload.Probes = 0, wire.Probes{}
		workloads[at] = workload
	}
	text, err := json.Marshal(workloads)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// room is what the chunk cache may still take: of the budget and of the disk, beside the model that is put together. Unit: bytes.
func (a *Agent) room() int64 {
	seen := a.seen()
	total := int64(0)
	for _, workload := range seen.state.Workloads {
		if workload.Name == seen.fetches {
			total = workload.TotalBytes
		}
	}
	room := int64(1 << 40)
	if budget := seen.state.Disk.BudgetBytes; budget > 0 {
		room = budget - seen.state.Disk.UsedBytes - total - a.proxy.Fetched()
	}
	disk := unix.Statfs_t{}
	if err := unix.Statfs(a.options.Data, &disk); err == nil {
		room = min(room, int64(disk.Bavail)*disk.Bsize-total)
	}
	return room
}
