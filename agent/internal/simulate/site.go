package simulate

import (
	"math/rand/v2"
	"path"

	"plinth.dev/edge/internal/site"
	"plinth.dev/edge/internal/store"
	"plinth.dev/edge/internal/wire"
)

// roundSeconds is how much time goes by in one round.
const roundSeconds = 10

// place is one simulated site: the real state machine and the real store on a disk that forgets.
type place struct {
	world   *world
	name    string
	disk    *Disk
	store   *store.Store
	machine *site.Machine
	// downFor is how many rounds it stays without power.
	downFor int
	booted  int64
	linked  bool
	open    bool
	fetch   *site.Fetch
	left    int
	checks  []site.Check
	// rotted are models whose bytes were changed on the disk after they were checked.
	rotted map[wire.Digest]bool
	// offered is every model that a plan for this site had; ran is every workload that ever had a model.
	offered map[wire.Digest]bool
	ran     map[string]bool
	boots   int
	random  *rand.Rand
	driver  *site.Driver
}

func newPlace(w *world, name string, random *rand.Rand) *place {
	p := &place{
		world: w, name: name, disk: NewDisk(), random: random, linked: true, open: true,
		rotted: map[wire.Digest]bool{}, offered: map[wire.Digest]bool{}, ran: map[string]bool{},
	}
	p.guarded(p.boot)
	return p
}

// guarded runs something during which power may go.
func (p *place) guarded(do func()) {
	defer func() {
		switch thrown := recover().(type) {
		case nil:
		case powerLoss:
			p.losePower()
		default:
			panic(thrown)
		}
	}()
	do()
}

func (p *place) losePower() {
	p.disk.PowerLoss(p.random)
	p.machine, p.driver, p.fetch, p.checks = nil, nil, nil, nil
	p.downFor = 1 + p.random.IntN(3)
	p.working("after a loss of power")
}

func (p *place) boot() {
	p.boots++
	p.booted = p.world.now
	opened, err := store.Open(p.disk)
	if err != nil {
		p.downFor = 1
		return
	}
	p.store = opened
	kept := p.store.Load()
	found, err := p.store.Found()
	if err != nil {
		p.downFor = 1
		return
	}
	machine, actions := site.New(p.name, kept, found)
	p.machine, p.driver = machine, site.NewDriver(machine, p.carryOut)
	p.driver.Begin(actions)
	if kept != nil && kept.Plan != nil && kept.Site == p.name {
		p.driver.Step(planRead(*kept.Plan))
	}
}

func planRead(plan wire.Plan) site.PlanRead {
	vetted := map[wire.Digest]site.Vetted{}
	for _, workload := range plan.Workloads {
		if workload.Target != nil {
			m := workload.Target.Model
			vetted[m.Digest] = site.Vetted{Cause: vet(m), Bytes: modelBytes}
		}
	}
	return site.PlanRead{Plan: plan, Vetted: vetted}
}

// round is ten seconds of the site.
func (p *place) round() {
	if p.downFor > 0 {
		p.downFor--
		if p.downFor == 0 {
			p.guarded(p.boot)
		}
		return
	}
	p.guarded(func() {
		p.driver.Step(site.Tick{Now: p.world.now - p.booted, Open: p.open})
		if p.linked {
			p.poll()
		}
		p.download()
		p.look()
		p.probe()
	})
	p.working("after a round")
}

func (p *place) carryOut(actions []site.Action) {
	saved := true
	for _, action := range actions {
		switch a := action.(type) {
		case site.Save:
			saved = p.store.Save(p.machine.Durable) == nil
		case site.Fetch:
			p.fetch, p.left = &a, 1+p.random.IntN(6)
		case site.StopFetch:
			p.fetch = nil
		case site.Check:
			p.checks = append(p.checks, a)
		case site.Activate:
			p.activate(a, saved)
		case site.SetPrevious:
			_ = p.store.SetPrevious(a.Workload, a.Digest)
		case site.Evict:
			p.evict(a.Digest)
		}
	}
}

func (p *place) activate(a site.Activate, saved bool) {
	p.world.judge(p, a)
	done := site.Activated{Workload: a.Workload, Digest: a.Digest, Previous: a.Previous}
	if !saved || p.store.Activate(a.Workload, a.Digest, a.Previous) != nil {
		done.Failed = true
		done.Current, done.Kept = p.store.Links(a.Workload)
	}
	if current, _ := p.store.Links(a.Workload); current != "" {
		p.ran[a.Workload] = true
	}
	p.driver.Step(done)
}

func (p *place) poll() {
	plan, ok := p.world.plan(p.name)
	if !ok {
		return
	}
	for _, workload := range plan.Workloads {
		if workload.Target != nil {
			p.offered[workload.Target.Model.Digest] = true
		}
	}
	if kept := p.machine.Durable.Plan; kept == nil || kept.Sequence != plan.Sequence {
		p.driver.Step(planRead(plan))
	}
	p.world.report(p.name, wire.State{Site: p.name, Workloads: p.machine.Report()})
}

// download is the engine: some rounds of a good link, then a folder that is put together, or an end in between.
func (p *place) download() {
	if p.fetch == nil || !p.linked {
		return
	}
	if p.left--; p.left > 0 {
		return
	}
	fetch := *p.fetch
	p.fetch = nil
	done := site.Fetched{Workload: fetch.Workload, Digest: fetch.Model.Digest, Bytes: modelBytes}
	if p.world.faulty && p.random.IntN(10) == 0 {
		done.Cause = site.CauseEngine
	} else {
		done.Cause = p.put(fetch.Model)
	}
	p.driver.Step(done)
}

// put is what the engine and the agent make of a model; it says why they could not.
func (p *place) put(m wire.Model) string {
	if p.store.KeepManifest(m) != nil || p.store.Begin(m.Digest) != nil {
		return site.CauseDisk
	}
	content := bytes(m.Digest)
	if p.world.models[m.Digest].quality == partial {
		content = content[:len(content)/2]
	} else if p.world.faulty && p.random.IntN(12) == 0 {
		content[p.random.IntN(len(content))] ^= byte(1 + p.random.IntN(255))
	}
	if p.disk.Write(path.Join(store.PartFolder(m.Digest), "weights"), content) != nil {
		return site.CauseDisk
	}
	// What replaces a model in its place is looked at before, not after.
	if p.disk.find(store.Folder(m.Digest)) != nil && string(content) != string(bytes(m.Digest)) {
		return site.CauseEngine
	}
	if p.store.Finish(m.Digest) != nil {
		return site.CauseDisk
	}
	delete(p.rotted, m.Digest)
	return ""
}

// look reads models whole, as the real agent does.
func (p *place) look() {
	checks := p.checks
	p.checks = nil
	for _, check := range checks {
		if p.machine == nil {
			return
		}
		p.driver.Step(p.check(check))
	}
}

func (p *place) check(check site.Check) site.Checked {
	done := site.Checked{Workload: check.Workload, Digest: check.Digest}
	kept, err := p.store.Manifest(check.Digest)
	if err != nil || kept.Digest != check.Digest {
		done.Cause = site.CauseManifest
		return done
	}
	if done.Cause = vet(kept); done.Cause != "" {
		return done
	}
	content, err := p.disk.Read(path.Join(store.Folder(check.Digest), "weights"))
	if err != nil || string(content) != string(bytes(check.Digest)) {
		done.Cause, done.Found = site.CauseDigest, wire.DigestOf(content)
		return done
	}
	p.store.Passed(check.Digest)
	return done
}

func (p *place) probe() {
	if p.machine == nil {
		return
	}
	for _, workload := range p.world.config.Workloads {
		slot := p.machine.Durable.Slots[workload.Name]
		if slot != nil && slot.Active != "" {
			m := p.world.models[slot.Active]
			p.driver.Step(site.Probed{Workload: workload.Name, Digest: slot.Active, Well: m != nil && m.quality != unhealthy})
		}
	}
}
