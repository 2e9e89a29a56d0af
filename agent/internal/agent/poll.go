package agent

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"plinth.dev/edge/internal/wire"
)

const (
	// usualPoll is how often a site asks before a plan says it. Unit: seconds.
	usualPoll = 60
	// fullEvery is after how many polls a state is reported though nothing changed.
	fullEvery = 10
	// pollTimeout is how long a question may take.
	pollTimeout = 30 * time.Second
	// mostPlan is the largest plan that is read. Unit: bytes.
	mostPlan = 8 << 20
	// mostReason is how much of a refusal is told. Unit: bytes.
	mostReason = 500
)

// poller asks the hub for the plan, and tells it the state.
type poller struct {
	agent *Agent
	etag  string
	every int
	polls int
	fails int
	said  string
	due   bool
}

func (a *Agent) pollForEver(ctx context.Context) {
	p := &poller{agent: a, every: usualPoll, due: true}
	if plan := a.machine.Durable.Plan; plan != nil && plan.PollSeconds > 0 {
		p.every = plan.PollSeconds
	}
	for ctx.Err() == nil {
		p.once(ctx)
		p.rest(ctx)
	}
}

func (p *poller) once(ctx context.Context) {
	err := p.plan(ctx)
	if err == nil {
		err = p.tell(ctx)
	}
	if err != nil {
		p.fails++
		p.agent.log.Warn("the hub was not reached", "error", err, "fails", p.fails)
		return
	}
	p.fails = 0
	p.polls++
}

// rest waits for the next poll with jitter, so that many sites do not ask at once; a changed state is told soon.
func (p *poller) rest(ctx context.Context) {
	wait := time.Duration(p.every) * time.Second
	if p.fails > 0 {
		wait = min(wait, time.Second<<min(p.fails, 9))
	}
	timer := time.NewTimer(wait*9/10 + rand.N(wait/5+time.Millisecond))
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
			return
		case <-p.agent.wake:
			if p.fails > 0 {
				continue
			}
			pause := time.NewTimer(min(wait/10, 2*time.Second))
			select {
			case <-ctx.Done():
			case <-pause.C:
			}
			if err := p.tell(ctx); err != nil {
				p.fails = 1
				return
			}
		}
	}
}

func (p *poller) plan(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, pollTimeout)
	defer cancel()
	request, err := p.request(ctx, http.MethodGet, "/v1/plan", nil)
	if err != nil {
		return err
	}
	if p.etag != "" {
		request.Header.Set("If-None-Match", p.etag)
	}
	response, err := p.agent.client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if said, err := http.ParseTime(response.Header.Get("Date")); err == nil {
		p.agent.clock.hear(said)
	}
	p.due = p.due || response.Header.Get("Plinth-Edge-Report") == "wanted"
	switch response.StatusCode {
	case http.StatusNotModified:
		return nil
	case http.StatusOK:
		return p.take(response)
	}
	return refusal(response)
}

// refusal is what the hub says where it does not do what it was asked.
func refusal(response *http.Response) error {
	said, _ := io.ReadAll(io.LimitReader(response.Body, mostReason))
	return fmt.Errorf("the hub answers %s: %s", response.Status, strings.TrimSpace(string(said)))
}

func (p *poller) take(response *http.Response) error {
	data, err := io.ReadAll(io.LimitReader(response.Body, mostPlan))
	if err != nil {
		return err
	}
	plan := wire.Plan{}
	if err := json.Unmarshal(data, &plan); err != nil {
		return err
	}
	if plan.Version != wire.Version || plan.Site != p.agent.options.Site {
		return fmt.Errorf("the plan is of version %d for %q", plan.Version, plan.Site)
	}
	p.etag = response.Header.Get("ETag")
	if plan.PollSeconds > 0 {
		p.every = plan.PollSeconds
	}
	read := p.agent.planRead(plan)
	p.agent.later(func() {
		p.agent.limit.Set(plan.Link.Kbit)
		p.agent.driver.Step(read)
	})
	return nil
}

// tell reports the state where it changed, where the hub does not know it, and now and then.
func (p *poller) tell(ctx context.Context) error {
	state := p.agent.seen().state
	essence := essence(state)
	if essence == p.said && !p.due && p.polls%fullEvery != 0 {
		return nil
	}
	data, err := json.Marshal(state)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, pollTimeout)
	defer cancel()
	request, err := p.request(ctx, http.MethodPut, "/v1/state", bytes.NewReader(data))
	if err != nil {
		return err
	}
	response, err := p.agent.client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusNoContent {
		return refusal(response)
	}
	p.said, p.due = essence, false
	return nil
}

func (p *poller) request(ctx context.Context, method, path string, body io.Reader) (*http.Request, error) {
	return http.NewRequestWithContext(ctx, method, strings.TrimSuffix(p.agent.options.Hub, "/")+path, body)
}
