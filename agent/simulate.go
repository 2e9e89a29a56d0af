package main

import (
	"encoding/json"
	"errors"
	"flag"
	"os"

	"plinth.dev/edge/internal/simulate"
)

// runSimulate runs seeded schedules of faults, and one fleet with a bad version, and prints what they came to as JSON.
func runSimulate(args []string) error {
	flags := flag.NewFlagSet("simulate", flag.ContinueOnError)
	schedules := flags.Int("schedules", 1_000, "how many schedules of faults")
	seed := flags.Uint64("seed", 1, "the first seed")
	sites := flags.Int("sites", 0, "how many sites a fleet with a bad version has; 0 leaves it out")
	ringCount := flags.Int("rings", 5, "how many rings that fleet has")
	if err := parse(flags, args); err != nil {
		return err
	}
	if *schedules < 0 || *sites < 0 || *ringCount < 1 {
		return errors.New("--schedules and --sites: expected 0 or more, --rings: 1 or more")
	}
	result := struct {
		Faults simulate.Report       `json:"faults"`
		Fleet  *simulate.FleetReport `json:"fleet,omitempty"`
	}{Faults: simulate.Run(*seed, *schedules)}
	if *sites > 0 {
		fleet := simulate.Fleet(*seed, *sites, *ringCount)
		result.Fleet = &fleet
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(result); err != nil {
		return err
	}
	if result.Faults.WrongSchedules > 0 || (result.Fleet != nil && len(result.Fleet.Wrong) > 0) {
		return errors.New("the simulation found something wrong")
	}
	return nil
}
