package agent

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"plinth.dev/edge/internal/model"
	"plinth.dev/edge/internal/site"
	"plinth.dev/edge/internal/wire"
)

const (
	probeTimeout  = 5 * time.Second
	usualInterval = 10
	// longestPause is the power of two of the longest time between two tries to tell a server of its model. Unit: seconds.
	longestPause = 5
)

// keys are the public keys that this site trusts; a file that cannot be read trusts nobody.
func (a *Agent) keys() model.Keys {
	keys := model.Keys{}
	files, _ := filepath.Glob(filepath.Join(a.options.Signers, "*.pub"))
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		key, err := model.ParseKey(text)
		if err != nil {
			a.log.Error("the key is not used", "file", file, "error", err)
			continue
		}
		keys[strings.TrimSuffix(filepath.Base(file), ".pub")] = key
	}
	return keys
}

// reload tells the server of its model, then asks it again and again how it is.
func (a *Agent) reload(act site.Reload) {
	if stop, running := a.probers[act.Workload]; running {
		stop()
	}
	ctx, cancel := context.WithCancel(a.context)
	a.probers[act.Workload] = cancel
	how := wire.Reload{}
	for _, workload := range a.machine.Durable.Plan.GetWorkloads() {
		if workload.Name == act.Workload {
			how = workload.Reload
		}
	}
	go func() {
		if act.Restart {
			a.restart(ctx, how, act)
		}
		a.probe(ctx, act)
	}()
}

// restart tells the server of its model, for as long as it takes. Until then it is unwell, whatever it answers: it has another one.
func (a *Agent) restart(ctx context.Context, how wire.Reload, act site.Reload) {
	for try := 0; ; try++ {
		err := restartOnce(ctx, how, act.Digest)
		if err == nil || ctx.Err() != nil {
			return
		}
		a.log.Warn("the server could not be told of its model", "error", err)
		a.later(func() { a.driver.Step(site.Probed{Workload: act.Workload, Digest: act.Digest}) })
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Second << min(try, longestPause)):
		}
	}
}

func restartOnce(ctx context.Context, how wire.Reload, digest wire.Digest) error {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	switch how.Kind {
	case "http":
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, how.URL, nil)
		if err != nil {
			return err
		}
		return send(http.DefaultClient, request)
	case "deployment":
		return restartDeployment(ctx, how, digest)
	}
	return nil
}

// serviceAccount is where Kubernetes puts the identity of a pod.
const serviceAccount = "/var/run/secrets/kubernetes.io/serviceaccount"

// restartDeployment marks the pods of a Deployment with the model, so that they are replaced.
func restartDeployment(ctx context.Context, how wire.Reload, digest wire.Digest) error {
	token, err := os.ReadFile(filepath.Join(serviceAccount, "token"))
	if err != nil {
		return err
	}
	authority, err := os.ReadFile(filepath.Join(serviceAccount, "ca.crt"))
	if err != nil {
		return err
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(authority)
	annotations := map[string]any{"annotations": map[string]any{"plinth.dev/model": string(digest)}}
	patch, err := json.Marshal(map[string]any{"spec": map[string]any{"template": map[string]any{"metadata": annotations}}})
	if err != nil {
		return err
	}
	address := fmt.Sprintf("https://%s:%s/apis/apps/v1/namespaces/%s/deployments/%s", os.Getenv("KUBERNETES_SERVICE_HOST"),
		os.Getenv("KUBERNETES_SERVICE_PORT"), url.PathEscape(how.Namespace), url.PathEscape(how.Name))
	request, err := http.NewRequestWithContext(ctx, http.MethodPatch, address, bytes.NewReader(patch))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/strategic-merge-patch+json")
	request.Header.Set("Authorization", "Bearer "+strings.TrimSpace(string(token)))
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}}
	defer transport.CloseIdleConnections()
	return send(&http.Client{Transport: transport}, request)
}

func send(client *http.Client, request *http.Request) error {
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, 1<<20))
	if response.StatusCode/100 != 2 {
		return fmt.Errorf("%s answers %s", request.URL.Host, response.Status)
	}
	return nil
}

// probe asks a server how it is until the context ends. What it asks may change with the plan.
func (a *Agent) probe(ctx context.Context, act site.Reload) {
	asker := &http.Client{Timeout: probeTimeout, Transport: &http.Transport{DisableKeepAlives: true}}
	for {
		health := a.seen().health[act.Workload]
		interval := max(health.IntervalSeconds, 1)
		if health.IntervalSeconds == 0 {
			interval = usualInterval
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Duration(interval) * time.Second):
		}
		if health.URL == "" {
			continue
		}
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, health.URL, nil)
		well := err == nil && send(asker, request) == nil
		if ctx.Err() == nil {
			a.later(func() { a.driver.Step(site.Probed{Workload: act.Workload, Digest: act.Digest, Well: well}) })
		}
	}
}
