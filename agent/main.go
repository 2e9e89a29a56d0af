// Command plinth-edge is the site agent, what gives a site its images, the hub and the simulator of Plinth's edge.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
)

// version is set by the linker.
var version = "0.0.0"

const usage = `plinth-edge VERB [--flag value ...]

  hub       tells sites what they are to have, and gives them the pieces
  agent     brings models and images to a site, checks them and puts them in place
  images    gives the container runtime of a site's machine its images
  check     asks an agent, or what gives images, on this machine whether it is alive
  wait      waits until a file is there
  simulate  runs seeded schedules of faults
  version   says which this is

plinth-edge VERB -h names its flags; PLINTH_EDGE_<FLAG> does the same as a flag.`

func main() {
	verbs := map[string]func([]string) error{
		"hub":      runHub,
		"agent":    runAgent,
		"images":   runImages,
		"check":    runCheck,
		"wait":     runWait,
		"simulate": runSimulate,
		"version":  func([]string) error { _, err := fmt.Println(version); return err },
	}
	name := ""
	if len(os.Args) > 1 {
		name = os.Args[1]
	}
	verb, known := verbs[name]
	switch {
	case name == "-h" || name == "--help" || name == "help":
		fmt.Println(usage)
	case !known:
		fmt.Fprintln(os.Stderr, usage)
		os.Exit(2)
	default:
		end(verb(os.Args[2:]))
	}
}

// end leaves with what a verb came to; who asked for help got it.
func end(err error) {
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
