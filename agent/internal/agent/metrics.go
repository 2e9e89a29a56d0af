package agent

import (
	"fmt"
	"net/http"
	"strings"
)

// Inside is what only this machine may ask: metrics, and whether the loop is alive.
func (a *Agent) Inside() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(response http.ResponseWriter, request *http.Request) {
		alive := make(chan struct{})
		select {
		case a.tasks <- func() { close(alive) }:
		case <-request.Context().Done():
			return
		}
		select {
		case <-alive:
		case <-request.Context().Done():
		}
	})
	mux.HandleFunc("GET /metrics", a.serveMetrics)
	return mux
}

func (a *Agent) serveMetrics(response http.ResponseWriter, _ *http.Request) {
	state := a.seen().state
	text := strings.Builder{}
	fmt.Fprintf(&text, "# TYPE plinth_edge_agent_info gauge\nplinth_edge_agent_info{site=%q,version=%q} 1\n", state.Site, state.Agent)
	fmt.Fprintf(&text, "# TYPE plinth_edge_agent_received_bytes_total counter\nplinth_edge_agent_received_bytes_total %d\n", a.limit.Received())
	if len(state.Workloads) > 0 {
		text.WriteString("# TYPE plinth_edge_agent_active gauge\n")
	}
	for _, workload := range state.Workloads {
		fmt.Fprintf(&text, "plinth_edge_agent_active{workload=%q,digest=%q} 1\n", workload.Name, workload.Active)
	}
	if len(state.Workloads) > 0 {
		text.WriteString("# TYPE plinth_edge_agent_phase gauge\n")
	}
	for _, workload := range state.Workloads {
		fmt.Fprintf(&text, "plinth_edge_agent_phase{workload=%q,phase=%q} 1\n", workload.Name, workload.Phase)
	}
	response.Header().Set("Content-Type", "text/plain; version=0.0.4")
	_, _ = response.Write([]byte(text.String()))
}
