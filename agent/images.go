package main

import (
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"time"

	"plinth.dev/edge/internal/images"
)

// runImages gives the container runtime of this machine the images that came to the site. It reads the agent's folder, writes
// nothing, asks nobody and knows no secret: the agent may be down meanwhile.
func runImages(args []string) error {
	flags := flag.NewFlagSet("images", flag.ContinueOnError)
	data := flags.String("data", "/var/lib/plinth-edge", "folder of the site")
	listen := flags.String("listen", "127.0.0.1:5099", "where the container runtime asks")
	if err := parse(flags, args); err != nil {
		return err
	}
	if info, err := os.Stat(*data); err != nil || !info.IsDir() {
		return fmt.Errorf("--data %s: expected the folder that the agent writes", *data)
	}
	debug.SetMemoryLimit(agentMemory)
	listener, err := net.Listen("tcp", *listen)
	if err != nil {
		return fmt.Errorf("--listen: %w", err)
	}
	server := &http.Server{Handler: images.Handler(images.NewShelf(*data)), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: time.Minute}
	ctx, stop := ending()
	defer stop()
	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()
	if err := server.Serve(listener); ctx.Err() == nil {
		return err
	}
	return nil
}
