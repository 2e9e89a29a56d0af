package agent

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"plinth.dev/edge/internal/site"
	"plinth.dev/edge/internal/wire"
)

func TestAServerThatCannotBeToldOfItsModelIsUnwellUntilItCan(t *testing.T) {
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(response http.ResponseWriter, _ *http.Request) {
		asked++
		if asked <= 2 {
			response.WriteHeader(http.StatusForbidden)
		}
	}))
	defer server.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	a := &Agent{context: ctx, tasks: make(chan func(), 64), log: slog.New(slog.DiscardHandler)}
	a.restart(ctx, wire.Reload{Kind: "http", URL: server.URL}, site.Reload{Workload: "w"})
	if asked != 3 || len(a.tasks) != 2 {
		t.Errorf("asked %d times, unwell %d times", asked, len(a.tasks))
	}
}
