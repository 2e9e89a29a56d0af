// Package link is what lies between a site's engine and the hub: windows, a cap, whole and verified chunks over a bad link.
package link

import (
	"fmt"
	"slices"
	"strings"
	"time"
	// Sites run in images without a time zone database.
	_ "time/tzdata"

	"plinth.dev/edge/internal/wire"
)

const dayMinutes = 24 * 60

// days are as windows name them.
var days = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// Open says whether models may use the link at a time. No windows is always; a window that cannot be read is never.
func Open(link wire.Link, at time.Time) bool {
	if len(link.Windows) == 0 {
		return true
	}
	zone, err := time.LoadLocation(link.Zone)
	if err != nil {
		return false
	}
	local := at.In(zone)
	for _, window := range link.Windows {
		if within(window, local) {
			return true
		}
	}
	return false
}

// Check says what of a link cannot be read: Open would take it for shut for ever.
func Check(link wire.Link) error {
	if _, err := time.LoadLocation(link.Zone); err != nil {
		return fmt.Errorf("link.zone: %w", err)
	}
	if link.Kbit < 0 {
		return fmt.Errorf("link.kbit %d: expected 0, which is no cap, or more", link.Kbit)
	}
	for _, window := range link.Windows {
		for _, text := range []string{window.From, window.To} {
			if _, err := minute(text); err != nil {
				return fmt.Errorf("link.windows: %w, such as 22:00", err)
			}
		}
		for _, day := range window.Days {
			if !slices.Contains(days, day) {
				return fmt.Errorf("link.windows: %q is no day, such as %s", day, strings.Join(days, ", "))
			}
		}
	}
	return nil
}

func within(window wire.Window, local time.Time) bool {
	from, err := minute(window.From)
	to, err2 := minute(window.To)
	if err != nil || err2 != nil {
		return false
	}
	now := local.Hour()*60 + local.Minute()
	today, yesterday := names(window, local), names(window, local.AddDate(0, 0, -1))
	if from < to {
		return today && now >= from && now < to
	}
	return today && now >= from || yesterday && now < to
}

func names(window wire.Window, day time.Time) bool {
	for _, name := range window.Days {
		if name == strings.ToLower(day.Weekday().String()[:3]) {
			return true
		}
	}
	return len(window.Days) == 0
}

func minute(text string) (int, error) {
	hour, minute := 0, 0
	if n, err := fmt.Sscanf(text, "%d:%d", &hour, &minute); n != 2 || err != nil {
		return 0, fmt.Errorf("%q is no time of day", text)
	}
	if at := hour*60 + minute; hour >= 0 && minute >= 0 && minute < 60 && at <= dayMinutes {
		return at, nil
	}
	return 0, fmt.Errorf("%q is no time of day", text)
}
