package main

import (
	"flag"
	"fmt"
	"os"
	"time"
)

// runWait blocks until a path is there: the server of a model waits so for the first one, without a link.
func runWait(args []string) error {
	flags := flag.NewFlagSet("wait", flag.ContinueOnError)
	path := flags.String("path", "", "what to wait for")
	if err := parse(flags, args); err != nil {
		return err
	}
	if *path == "" {
		return fmt.Errorf("--path: expected what to wait for")
	}
	for {
		if _, err := os.Stat(*path); err == nil {
			return nil
		}
		time.Sleep(time.Second)
	}
}
