package simulate

import (
	"os"
	"strconv"
	"testing"
)

func TestNoScheduleOfFaultsActivatesAWrongModelOrLeavesASiteBehind(t *testing.T) {
	runs := 2_000
	if testing.Short() {
		runs = 200
	}
	report := Run(1, runs)
	for _, wrong := range report.Wrong {
		t.Error(wrong)
	}
	if report.Activations < runs {
		t.Errorf("only %d activations in %d schedules", report.Activations, runs)
	}
}

func TestOneSchedule(t *testing.T) {
	if seed := os.Getenv("SEED"); seed != "" {
		number, _ := strconv.ParseUint(seed, 10, 64)
		t.Log(Schedule(number))
	}
}

func TestABadVersionReachesNoMoreThanTheFirstRingOfAThousandSites(t *testing.T) {
	report := Fleet(1, 1_000, 5)
	if report.Damaged == 0 || report.DamagedOutside > 0 || len(report.Wrong) > 0 || report.Phase != "rolled-back" {
		t.Errorf("%+v", report)
	}
	t.Logf("%+v", report)
}
