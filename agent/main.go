// Command plinth-edge is the site agent, the hub and the simulator of Plinth's edge.
package main

import (
	"fmt"
	"os"
)

// version is set by the linker.
var version = "0.0.0"

const usage = `plinth-edge hub|agent|check|wait|simulate|version [--flag value ...]`

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, usage)
		os.Exit(2)
	}
	verbs := map[string]func([]string) error{
		"hub":      runHub,
		"agent":    runAgent,
		"check":    runCheck,
		"wait":     runWait,
		"simulate": runSimulate,
		"version":  func([]string) error { _, err := fmt.Println(version); return err },
	}
	verb, known := verbs[os.Args[1]]
	if !known {
		fmt.Fprintln(os.Stderr, usage)
		os.Exit(2)
	}
	if err := verb(os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
