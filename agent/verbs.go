package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"plinth.dev/edge/internal/agent"
	"plinth.dev/edge/internal/hub"
)

// agentMemory is what the Go runtime of the agent tries to stay below. Unit: bytes.
const agentMemory = 48 << 20

// parse reads flags; what is not given comes from PLINTH_EDGE_<FLAG>.
func parse(flags *flag.FlagSet, args []string) error {
	problems := []error{}
	flags.VisitAll(func(one *flag.Flag) {
		name := "PLINTH_EDGE_" + strings.ToUpper(strings.ReplaceAll(one.Name, "-", "_"))
		if value, given := os.LookupEnv(name); given {
			if err := one.Value.Set(value); err != nil {
				problems = append(problems, fmt.Errorf("%s %q: %w", name, value, err))
			}
		}
	})
	if err := errors.Join(append(problems, flags.Parse(args))...); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("%q is not expected", flags.Arg(0))
	}
	return nil
}

func ending() (context.Context, context.CancelFunc) {
	return signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
}

func runHub(args []string) error {
	options := hub.Options{}
	flags := flag.NewFlagSet("hub", flag.ContinueOnError)
	flags.StringVar(&options.Config, "config", "/etc/plinth-edge/config", "file or folder with what Git wants")
	flags.StringVar(&options.State, "state", "/var/lib/plinth-edge-hub/state.json", "how far rollouts are")
	flags.StringVar(&options.Objects, "objects", "/var/lib/plinth-edge-objects", "folder or address of the chunk store")
	flags.StringVar(&options.HeaderFile, "objects-header-file", "", "one line `Name: value` that the chunk store wants")
	flags.StringVar(&options.TLS, "tls", "/etc/plinth-edge/tls", "folder with tls.crt, tls.key and ca.crt")
	flags.StringVar(&options.Listen, "listen", ":8443", "where sites ask")
	flags.StringVar(&options.Metrics, "metrics", ":9090", "where the platform asks")
	if err := parse(flags, args); err != nil {
		return err
	}
	running, err := hub.New(options, slog.New(slog.NewJSONHandler(os.Stderr, nil)))
	if err != nil {
		return err
	}
	ctx, stop := ending()
	defer stop()
	return running.Run(ctx)
}

func runAgent(args []string) error {
	options := agent.Options{Version: version}
	flags := flag.NewFlagSet("agent", flag.ContinueOnError)
	flags.StringVar(&options.Hub, "hub", "", "address of the hub, https://host:port")
	flags.StringVar(&options.Site, "site", "", "name of this site, as in its certificate")
	flags.StringVar(&options.TLS, "tls", "/etc/plinth-edge/identity", "folder with tls.crt, tls.key and ca.crt")
	flags.StringVar(&options.Signers, "signers", "/etc/plinth-edge/signers", "folder with the keys that models may be signed with, NAME.pub")
	flags.StringVar(&options.Data, "data", "/var/lib/plinth-edge", "folder of the site")
	flags.StringVar(&options.Engine, "engine", "desync", "desync or casync, or a path to one")
	flags.StringVar(&options.Metrics, "metrics", "127.0.0.1:9091", "where this machine asks")
	if err := parse(flags, args); err != nil {
		return err
	}
	if host, _, err := net.SplitHostPort(options.Metrics); err != nil || !net.ParseIP(host).IsLoopback() {
		return errors.New("--metrics: expected an address of this machine alone, such as 127.0.0.1:9091")
	}
	debug.SetMemoryLimit(agentMemory)
	debug.SetGCPercent(50)
	running, err := agent.New(options, slog.New(slog.NewJSONHandler(os.Stderr, nil)))
	if err != nil {
		return err
	}
	ctx, stop := ending()
	defer stop()
	inside := &http.Server{Addr: options.Metrics, Handler: running.Inside(), ReadHeaderTimeout: 10 * time.Second}
	defer inside.Close()
	failed := make(chan error, 2)
	go func() { failed <- inside.ListenAndServe() }()
	go func() { failed <- running.Run(ctx) }()
	return <-failed
}

// runCheck asks an agent on this machine whether it is alive: a probe that needs no port to the outside.
func runCheck(args []string) error {
	flags := flag.NewFlagSet("check", flag.ContinueOnError)
	address := flags.String("address", "127.0.0.1:9091", "the agent's --metrics")
	if err := parse(flags, args); err != nil {
		return err
	}
	response, err := (&http.Client{Timeout: 10 * time.Second}).Get("http://" + *address + "/healthz")
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return errors.New(response.Status)
	}
	return nil
}
