package simulate

import (
	"runtime"
	"sync"
)

// mostWrongs is how many are listed.
const mostWrongs = 20

// Report is what many schedules came to.
type Report struct {
	Schedules       int      `json:"schedules"`
	Activations     int      `json:"activations"`
	WrongSchedules  int      `json:"wrongSchedules"`
	Wrong           []string `json:"wrong"`
	LongestQuiet    int      `json:"longestQuietSeconds"`
	MeanQuietSecond float64  `json:"meanQuietSeconds"`
}

// Run runs schedules with the seeds from first on, on all cores.
func Run(first uint64, count int) Report {
	seeds, results := make(chan uint64), make(chan Result)
	workers := sync.WaitGroup{}
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for seed := range seeds {
				results <- Schedule(seed)
			}
		})
	}
	go func() {
		for at := range count {
			seeds <- first + uint64(at)
		}
		close(seeds)
		workers.Wait()
		close(results)
	}()
	report := Report{Schedules: count, Wrong: []string{}}
	total := 0
	for result := range results {
		report.add(result)
		total += result.QuietRounds * roundSeconds
	}
	report.MeanQuietSecond = float64(total) / float64(max(count, 1))
	return report
}

func (r *Report) add(result Result) {
	r.Activations += result.Activations
	r.LongestQuiet = max(r.LongestQuiet, result.QuietRounds*roundSeconds)
	if len(result.Wrong) > 0 {
		r.WrongSchedules++
	}
	for _, wrong := range result.Wrong {
		if len(r.Wrong) < mostWrongs {
			r.Wrong = append(r.Wrong, wrong)
		}
	}
}
