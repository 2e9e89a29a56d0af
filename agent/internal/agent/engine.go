package agent

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// extract lets the engine put a file together, from seeds and from the proxy. Both engines check every chunk that they use.
func (a *Agent) extract(ctx context.Context, index, out string, seeds []seed) error {
	args, err := a.engineArgs(index, out, seeds)
	if err != nil {
		return err
	}
	command := exec.CommandContext(ctx, a.options.Engine, args...)
	command.Env = append(os.Environ(), "HOME="+filepath.Join(a.options.Data, "run"), "TMPDIR="+filepath.Join(a.options.Data, "run"))
	// The engine goes with its agent, and all that it started with it.
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
	command.WaitDelay = 5 * time.Second
	said := &bytes.Buffer{}
	command.Stderr = said
	if err := command.Run(); err != nil {
		text := said.String()
		return fmt.Errorf("%s: %w: %s", filepath.Base(a.options.Engine), err, text[max(0, len(text)-400):])
	}
	return nil
}

func (a *Agent) engineArgs(index, out string, seeds []seed) ([]string, error) {
	if strings.HasPrefix(filepath.Base(a.options.Engine), "casync") {
		return a.casync(index, out, seeds), nil
	}
	return a.desync(index, out, seeds)
}

func (a *Agent) casync(index, out string, seeds []seed) []string {
	args := []string{"extract", "--store=" + a.proxy.Chunks(), "--seed-output=no"}
	for _, one := range seeds {
		args = append(args, "--seed="+one.blob)
	}
	return append(args, index, out)
}

// desync has its patience in a file: the proxy waits for the link for as long as that takes.
func (a *Agent) desync(index, out string, seeds []seed) ([]string, error) {
	settings := map[string]any{"store-options": map[string]any{a.proxy.Chunks(): map[string]any{"timeout": -1, "error-retry": 0}}}
	text, err := json.Marshal(settings)
	if err != nil {
		return nil, err
	}
	file := filepath.Join(a.options.Data, "run", "desync.json")
	args := []string{"extract", "--config", file, "--store", a.proxy.Chunks(), "--in-place", "--skip-invalid-seeds", "--concurrency", "6"}
	for _, one := range seeds {
		if _, err := os.Stat(one.index); err == nil {
			args = append(args, "--seed", one.index+":"+one.blob)
		}
	}
	return append(args, index, out), os.WriteFile(file, text, 0o600)
}
