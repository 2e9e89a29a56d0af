package rings

import (
	"fmt"
	"strings"
	"testing"

	"plinth.dev/edge/internal/wire"
)

// bench is a hub in miniature: sites a1, a2 in ring "first", b1, b2 in "second", none in "empty".
type bench struct {
	config  *wire.Config
	state   State
	reports map[string]Report
	bad     map[wire.Digest]string
	now     int64
}

func digest(n int) wire.Digest { return wire.DigestOf(fmt.Appendf(nil, "%d", n)) }

func newBench(rollouts int) *bench {
	gate := func() *wire.Gate { return &wire.Gate{HealthyShare: 1, SoakSeconds: 60, MaxOfflineShare: 0.5} }
	b := &bench{state: State{}, reports: map[string]Report{}, bad: map[wire.Digest]string{}, now: 1_000}
	b.config = &wire.Config{
		Poll:  wire.Poll{Seconds: 10, OfflineAfterSeconds: 100},
		Rings: []wire.Ring{{Name: "first", Gate: gate()}, {Name: "empty", Gate: gate()}, {Name: "second", Gate: gate()}},
		Sites: []wire.Site{
			{Name: "a1", Ring: "first"}, {Name: "a2", Ring: "first"}, {Name: "b1", Ring: "second"}, {Name: "b2", Ring: "second"},
		},
		Workloads: []wire.Workload{{Name: "w", Sites: []string{"a1", "a2", "b1", "b2"}}},
	}
	for number := range rollouts {
		b.rollOut(number + 1)
	}
	return b
}

func (b *bench) rollOut(number int) {
	b.config.Models = append(b.config.Models, wire.Model{Digest: digest(number)})
	b.config.Rollouts = append(b.config.Rollouts, wire.Rollout{Workload: "w", Number: number, Model: digest(number), Attempt: 1})
}

// say is a report of sites about a rollout.
func (b *bench) say(outcome string, number int, sites ...string) {
	for _, site := range sites {
		active := digest(number)
		if outcome != wire.Healthy {
			active = digest(number - 1)
		}
		b.reports[site] = Report{Seen: b.now, State: wire.State{Site: site, Workloads: []wire.WorkloadState{{
			Name: "w", Active: active, Rollout: number, Attempt: b.config.Rollouts[number-1].Attempt, Outcome: outcome,
		}}}}
	}
}

// after lets time go by in which every site that was heard stays heard.
func (b *bench) after(seconds int64) *bench {
	b.now += seconds
	for site, report := range b.reports {
		report.Seen = b.now
		b.reports[site] = report
	}
	return b.step()
}

func (b *bench) step() *bench {
	Step(b.state, World{Config: b.config, Reports: b.reports, Unusable: b.bad, Now: b.now})
	return b
}

func (b *bench) expect(t *testing.T, number int, phase, rings string) {
	t.Helper()
	p := b.state[fmt.Sprintf("w/%d", number)]
	names := []string{}
	for _, release := range p.Released {
		names = append(names, release.Ring)
	}
	if p.Phase != phase || strings.Join(names, " ") != rings {
		t.Errorf("rollout %d is %s in %q (%s), expected %s in %q", number, p.Phase, names, p.Reason, phase, rings)
	}
}

func (b *bench) wants(t *testing.T, site string, number int) {
	t.Helper()
	for _, one := range b.config.Sites {
		if one.Name == site {
			if rollout, _ := Desired(b.state, b.config, one, "w"); rollout == nil && number > 0 || rollout != nil && rollout.Number != number {
				t.Errorf("%s is to have %+v, expected rollout %d", site, rollout, number)
			}
		}
	}
}

func TestARingFollowsWhenTheOneBeforeWasWellLongEnough(t *testing.T) {
	b := newBench(1).step()
	b.expect(t, 1, Running, "first")
	b.wants(t, "b1", 0)
	b.say(wire.Healthy, 1, "a1", "a2")
	b.step().after(59).expect(t, 1, Running, "first")
	// A ring without sites is passed over.
	b.after(1).expect(t, 1, Running, "first empty second")
	b.say(wire.Healthy, 1, "b1", "b2")
	b.step().after(60).expect(t, 1, Done, "first empty second")
}

func TestOneFailureMoreThanTheBudgetTakesARolloutBackEverywhere(t *testing.T) {
	b := newBench(1)
	b.say(wire.Healthy, 1, "a1", "a2", "b1", "b2")
	b.step().after(1).after(60).after(1).after(60).expect(t, 1, Done, "first empty second")
	b.rollOut(2)
	b.step().expect(t, 2, Running, "first")
	b.say(wire.Failed, 2, "a1")
	b.step().expect(t, 2, RolledBack, "first")
	b.wants(t, "a1", 1)
	b.wants(t, "a2", 1)
	// What failed once stays failed, whatever is said later.
	b.say(wire.Healthy, 2, "a1", "a2")
	b.after(1_000).expect(t, 2, RolledBack, "first")
	b.config.Rollouts[1].Attempt = 2
	b.step().expect(t, 2, Running, "first")
}

func TestABudgetAllowsAsManyFailuresAsItSays(t *testing.T) {
	b := newBench(1)
	b.config.Rings[0].Budget.FailedSites = 1
	b.config.Rings[0].Gate.HealthyShare = 0.5
	b.step()
	b.say(wire.Failed, 1, "a1")
	b.say(wire.Healthy, 1, "a2")
	b.step().after(60).expect(t, 1, Running, "first empty second")
}

func TestABlockedSiteHoldsItsRingAndAnOfflineOneDoesNot(t *testing.T) {
	b := newBench(1).step()
	b.say(wire.Healthy, 1, "a1")
	b.say(wire.Blocked, 1, "a2")
	b.step().after(500).expect(t, 1, Running, "first")
	report := b.reports["a2"]
	report.Seen = 0
	b.reports["a2"] = report
	b.step().expect(t, 1, Running, "first empty second")
}

func TestTooManyOfflineSitesHoldTheirRing(t *testing.T) {
	b := newBench(1)
	b.config.Rings[0].Gate.MaxOfflineShare = 0.2
	b.step()
	b.say(wire.Healthy, 1, "a1")
	b.step().after(500).expect(t, 1, Running, "first")
	if reason := b.state["w/1"].Reason; !strings.Contains(reason, "offline") {
		t.Error(reason)
	}
}

func TestTheNewestOfTwoRolloutsLeads(t *testing.T) {
	b := newBench(2).step()
	b.expect(t, 1, Superseded, "")
	b.expect(t, 2, Running, "first")
	b.say(wire.Failed, 2, "a1")
	b.step().expect(t, 1, Running, "first")
	b.wants(t, "a1", 1)
}

func TestAPausedRolloutStopsAndIsStillTakenBackWhenItFails(t *testing.T) {
	b := newBench(1).step()
	b.config.Rollouts[0].Paused = true
	b.say(wire.Healthy, 1, "a1", "a2")
	b.step().after(500).expect(t, 1, Paused, "first")
	b.wants(t, "a1", 1)
	b.say(wire.Failed, 1, "a1")
	b.step().expect(t, 1, RolledBack, "first")
}

func TestWithdrawnRevokedAndUnsignedModelsDoNotLead(t *testing.T) {
	b := newBench(4)
	b.config.Rollouts[3].Withdrawn = true
	b.config.Revoked.Models = []wire.Digest{digest(3)}
	b.bad[digest(2)] = "signature"
	b.step()
	b.expect(t, 4, Withdrawn, "")
	b.expect(t, 3, Revoked, "")
	b.expect(t, 2, Refused, "")
	b.expect(t, 1, Running, "first")
}

func TestARevokedSiteHasNoSay(t *testing.T) {
	b := newBench(1).step()
	b.config.Revoked.Sites = []string{"a1"}
	b.say(wire.Failed, 1, "a1")
	b.say(wire.Healthy, 1, "a2")
	b.step().after(60).expect(t, 1, Running, "first empty second")
}

func TestAClockThatJumpsDoesNotShortenTheSoak(t *testing.T) {
	b := newBench(1).step()
	b.say(wire.Healthy, 1, "a1", "a2")
	b.now += 10_000
	b.say(wire.Healthy, 1, "a1", "a2")
	b.step().expect(t, 1, Running, "first")
	b.now -= 9_000
	b.say(wire.Healthy, 1, "a1", "a2")
	b.step().expect(t, 1, Running, "first")
	b.after(60).expect(t, 1, Running, "first empty second")
}

func TestErrorRatesAndTheJudgeHoldARing(t *testing.T) {
	b := newBench(1)
	b.config.Rings[0].Gate.MinProbes, b.config.Rings[0].Gate.ErrorRate, b.config.Rings[0].Gate.Verdict = 10, 0.1, true
	b.config.Workloads[0].Health.URL = "http://w"
	b.step()
	b.say(wire.Healthy, 1, "a1", "a2")
	b.step()
	probes := func(total, failed int) {
		report := b.reports["a1"]
		report.State.Workloads[0].Probes = wire.Probes{Total: total, Failed: failed}
		b.reports["a1"] = report
		b.after(60)
	}
	for _, one := range []struct {
		total, failed int
		reason        string
	}{{9, 0, "probes in ring"}, {20, 3, "probes failed"}, {20, 1, "judge"}} {
		probes(one.total, one.failed)
		if reason := b.state["w/1"].Reason; !strings.Contains(reason, one.reason) {
			t.Errorf("%+v: %s", one, reason)
		}
	}
	b.config.Rollouts[0].Verdicts = map[string]string{"first": "pass"}
	b.after(1).expect(t, 1, Running, "first empty second")
	b.config.Rollouts[0].Verdicts["first"] = "fail"
	b.after(1).expect(t, 1, RolledBack, "first empty second")
}

func TestARingDoesNotWaitForProbesWhereNobodyIsAsked(t *testing.T) {
	b := newBench(1)
	b.config.Rings[0].Gate.MinProbes = 10
	b.step()
	b.say(wire.Healthy, 1, "a1", "a2")
	b.step().after(60).expect(t, 1, Running, "first empty second")
	b = newBench(1)
	b.config.Rings[0].Gate.MinProbes = 10
	b.config.Workloads[0].Overrides = map[string]wire.Override{"a1": {Health: []byte(`{"url":"http://w"}`)}}
	b.step()
	b.say(wire.Healthy, 1, "a1", "a2")
	b.step().after(60).expect(t, 1, Running, "first")
}

func TestAnUrgentRolloutGoesEverywhereAtOnce(t *testing.T) {
	b := newBench(1)
	b.config.Rollouts[0].Urgent = true
	b.step().expect(t, 1, Running, "first empty second")
}
