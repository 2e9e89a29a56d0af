package site

import (
	"fmt"
	"reflect"
	"testing"

	"plinth.dev/edge/internal/wire"
)

func digest(name string) wire.Digest { return wire.DigestOf([]byte(name)) }

// plan wants one model of the workload "w".
func plan(sequence uint64, target string, change ...func(*wire.Plan)) PlanRead {
	made := wire.Plan{Site: "here", Sequence: sequence, Workloads: []wire.PlannedWorkload{{
		Name: "w", Health: wire.Health{URL: "x", StartSeconds: 5, WindowSeconds: 30, Failures: 2},
		Target: &wire.Target{Rollout: int(sequence), Attempt: 1, Model: wire.Model{Digest: digest(target)}},
	}}}
	for _, one := range change {
		one(&made)
	}
	return PlanRead{Plan: made, Vetted: map[wire.Digest]Vetted{digest(target): {Bytes: 10}}}
}

func fresh(t *testing.T) *Machine {
	t.Helper()
	m, _ := New("here", nil, Found{})
	m.Step(Tick{Now: 1, Open: true})
	return m
}

// kinds are the names of actions, for reading.
func kinds(actions []Action) string {
	text := ""
	for _, action := range actions {
		text += reflect.TypeOf(action).Name() + " "
	}
	return text
}

func expect(t *testing.T, actions []Action, want string) {
	t.Helper()
	if got := kinds(actions); got != want {
		t.Fatalf("expected %q, got %q", want, got)
	}
}

// has brings a machine to where a model is active and known to be well.
func has(t *testing.T, m *Machine, sequence uint64, name string) {
	t.Helper()
	m.Step(plan(sequence, name))
	tried(t, m, name)
	well(m, name)
	if slot := m.Durable.Slots["w"]; slot.Active != digest(name) || slot.Trial != nil {
		t.Fatalf("%+v", slot)
	}
}

// tried brings a planned model to its trial.
func tried(t *testing.T, m *Machine, name string) {
	t.Helper()
	expect(t, m.Step(Fetched{Workload: "w", Digest: digest(name), Bytes: 10}), "Check ")
	actions := m.Step(Checked{Workload: "w", Digest: digest(name)})
	expect(t, actions, "Save Activate ")
	activate := actions[1].(Activate)
	expect(t, m.Step(Activated{Workload: "w", Digest: activate.Digest, Previous: activate.Previous}), "Save Reload ")
}

func well(m *Machine, name string) {
	m.Step(Probed{Workload: "w", Digest: digest(name), Well: true})
	m.Step(Tick{Now: m.now + 30, Open: m.open})
}

func TestAModelIsFetchedCheckedMadeActiveAndTried(t *testing.T) {
	m := fresh(t)
	expect(t, m.Step(plan(1, "one")), "Save Fetch ")
	tried(t, m, "one")
	if m.Report()[0].Outcome != "" || m.Report()[0].Phase != "probing" {
		t.Errorf("%+v", m.Report())
	}
	well(m, "one")
	if m.Report()[0].Outcome != wire.Healthy {
		t.Errorf("%+v", m.Report())
	}
}

func TestAnUnwellModelIsLeftForTheOneBeforeAlsoOffline(t *testing.T) {
	m := fresh(t)
	has(t, m, 1, "one")
	m.Step(plan(2, "two"))
	tried(t, m, "two")
	m.Step(Tick{Now: m.now + 6, Open: true})
	m.Step(Probed{Workload: "w", Digest: digest("two")})
	m.Step(Probed{Workload: "w", Digest: digest("two")})
	actions := m.Step(Tick{Now: m.now + 1, Open: true})
	if m.at("w").digest != digest("one") {
		t.Fatalf("%s %+v", kinds(actions), m.Durable.Slots["w"])
	}
	actions = m.Step(Checked{Workload: "w", Digest: digest("one")})
	expect(t, actions, "Save Activate ")
	if back := actions[1].(Activate); back.Digest != digest("one") || back.Previous != "" {
		t.Errorf("%+v", back)
	}
	m.Step(Activated{Workload: "w", Digest: digest("one")})
	if report := m.Report()[0]; report.Outcome != wire.Failed || report.Cause != CauseUnhealthy {
		t.Errorf("%+v", report)
	}
	// It is not tried again before the attempt is raised.
	expect(t, m.Step(Tick{Now: m.now + 1, Open: true}), "")
}

func TestWhatDoesNotHoldWhatItShouldNeverBecomesActive(t *testing.T) {
	for _, cause := range []string{CauseSignature, CauseManifest, CauseDigest} {
		m := fresh(t)
		m.Step(plan(1, "one"))
		m.Step(Fetched{Workload: "w", Digest: digest("one"), Bytes: 10})
		for range 2 {
			for _, action := range m.Step(Checked{Workload: "w", Digest: digest("one"), Cause: cause, Found: digest("other")}) {
				if _, active := action.(Activate); active {
					t.Fatal(cause)
				}
			}
			m.Step(Tick{Now: m.now + 1_000, Open: true})
			m.Step(Fetched{Workload: "w", Digest: digest("one"), Bytes: 10})
		}
		if report := m.Report()[0]; report.Outcome != wire.Failed || report.Cause != cause {
			t.Errorf("%s: %+v", cause, report)
		}
	}
}

func TestARevocationThatComesWhileAModelIsCheckedStopsIt(t *testing.T) {
	m := fresh(t)
	m.Step(plan(1, "one"))
	m.Step(Fetched{Workload: "w", Digest: digest("one"), Bytes: 10})
	m.Step(plan(2, "one", func(p *wire.Plan) { p.RevokedModels = []wire.Digest{digest("one")} }))
	expect(t, m.Step(Checked{Workload: "w", Digest: digest("one")}), "")
}

func TestAnOlderPlanAndOneOfAnotherSiteAreNotTaken(t *testing.T) {
	m := fresh(t)
	m.Step(plan(5, "one"))
	for _, bad := range []PlanRead{plan(4, "two"), plan(6, "two", func(p *wire.Plan) { p.Site = "there" })} {
		m.Step(bad)
		if m.target("w").Model.Digest != digest("one") {
			t.Errorf("took %+v", bad.Plan)
		}
	}
}

func TestAWindowStopsAFetchAndARollbackPassesIt(t *testing.T) {
	m := fresh(t)
	has(t, m, 1, "one")
	has(t, m, 2, "two")
	expect(t, m.Step(plan(3, "three")), "Save Fetch ")
	expect(t, m.Step(Tick{Now: m.now + 1}), "StopFetch ")
	back := plan(4, "zero", func(p *wire.Plan) { p.Workloads[0].Withdrawn = []wire.Digest{digest("two")} })
	expect(t, m.Step(back), "Save Fetch ")
}

func TestARollbackTakesTheLinkFromARollout(t *testing.T) {
	m := fresh(t)
	has(t, m, 1, "one")
	other := func(p *wire.Plan) {
		p.Workloads = append(p.Workloads, wire.PlannedWorkload{
			Name: "a", Target: &wire.Target{Rollout: 1, Attempt: 1, Model: wire.Model{Digest: digest("big")}},
		})
	}
	expect(t, m.Step(plan(2, "one", other)), "Save Fetch ")
	if m.fetching != "a" {
		t.Fatal(m.fetching)
	}
	both := func(p *wire.Plan) {
		other(p)
		p.Workloads[0].Withdrawn = []wire.Digest{digest("one")}
	}
	expect(t, m.Step(plan(3, "zero", both)), "Save StopFetch Fetch ")
	if m.fetching != "w" {
		t.Error(m.fetching)
	}
}

func TestEvictionNeverTouchesActiveOrPrevious(t *testing.T) {
	m := fresh(t)
	budget := func(p *wire.Plan) { p.DiskBytes = 30 }
	has(t, m, 1, "one")
	has(t, m, 2, "two")
	actions := m.Step(plan(3, "three", budget))
	expect(t, actions, "Save Fetch ")
	tried(t, m, "three")
	well(m, "three")
	actions = m.Step(plan(4, "four", budget))
	expect(t, actions, "Save Evict Fetch ")
	if gone := actions[1].(Evict).Digest; gone != digest("one") {
		t.Error(gone)
	}
	tight := fresh(t)
	has(t, tight, 1, "one")
	has(t, tight, 2, "two")
	expect(t, tight.Step(plan(3, "three", func(p *wire.Plan) { p.DiskBytes = 25 })), "Save ")
	if report := tight.Report()[0]; report.Outcome != wire.Blocked || report.Cause != CauseSpace {
		t.Errorf("%+v", report)
	}
}

func TestPowerThatGoesAtAnyStepLeavesAWayOn(t *testing.T) {
	steps := []Event{
		plan(2, "two"), Fetched{Workload: "w", Digest: digest("two"), Bytes: 10}, Checked{Workload: "w", Digest: digest("two")},
		Activated{Workload: "w", Digest: digest("two"), Previous: digest("one")},
	}
	for cut := range len(steps) + 1 {
		t.Run(fmt.Sprint(cut), func(t *testing.T) {
			m := fresh(t)
			has(t, m, 1, "one")
			found := Found{
				Current: map[string]wire.Digest{"w": digest("one")}, Previous: map[string]wire.Digest{},
				Models: map[wire.Digest]int64{digest("one"): 10},
			}
			for _, step := range steps[:cut] {
				m.Step(step)
			}
			if cut > 1 {
				found.Models[digest("two")] = 10
			}
			if cut > 3 {
				found.Current["w"] = digest("two")
			}
			again, _ := New("here", &m.Durable, found)
			again.Step(plan(2, "two"))
			finish(again)
			if slot := again.Durable.Slots["w"]; slot.Active != digest("two") || slot.Trial != nil || slot.Previous != digest("one") {
				t.Errorf("%+v", slot)
			}
		})
	}
}

// finish lets everything succeed that a machine asks for.
func finish(m *Machine) {
	queue := m.Step(Tick{Now: m.now + 1, Open: true})
	queue = append(queue, Check{Workload: "w", Digest: m.at("w").digest})
	for range 30 {
		next := []Action{}
		for _, action := range queue {
			switch a := action.(type) {
			case Fetch:
				next = append(next, m.Step(Fetched{Workload: "w", Digest: a.Model.Digest, Bytes: 10})...)
			case Check:
				next = append(next, m.Step(Checked{Workload: "w", Digest: a.Digest})...)
			case Activate:
				next = append(next, m.Step(Activated{Workload: "w", Digest: a.Digest, Previous: a.Previous})...)
			}
		}
		next = append(next, m.Step(Probed{Workload: "w", Digest: m.Durable.Slots["w"].Active, Well: true})...)
		queue = append(next, m.Step(Tick{Now: m.now + 10, Open: true})...)
	}
}

func TestAModelThatTakesPowerWithItIsLeftAfterSomeBoots(t *testing.T) {
	m := fresh(t)
	has(t, m, 1, "one")
	m.Step(plan(2, "two"))
	tried(t, m, "two")
	found := Found{
		Current: map[string]wire.Digest{"w": digest("two")}, Previous: map[string]wire.Digest{"w": digest("one")},
		Models: map[wire.Digest]int64{digest("one"): 10, digest("two"): 10},
	}
	for range mostBoots + 1 {
		m, _ = New("here", &m.Durable, found)
	}
	m.Step(plan(2, "two"))
	m.Step(Checked{Workload: "w", Digest: digest("two")})
	m.Step(Tick{Now: 1, Open: true})
	expect(t, m.Step(Checked{Workload: "w", Digest: digest("one")}), "Save Activate ")
}
