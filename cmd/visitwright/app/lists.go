package app

import (
	"sync"
	"time"

	"github.com/visitwright/visitwright/coding/lists"
)

// loadLists reads the official lists beside ICD-10-CM in the background, and again
// when the practice has loaded others. Until they are read, and for what is not
// loaded, the codes of a visit say "not checked".
func (a *App) loadLists(home string) func() *lists.Set {
	var (
		mu      sync.Mutex
		held    = &lists.Set{}
		stamp   time.Time
		reading bool
	)
	read := func() {
		fresh, err := lists.Open(home)
		mu.Lock()
		defer mu.Unlock()
		reading = false
		if err != nil {
			a.log.Error("the official lists that were loaded cannot be read; the former ones stay in use", "error", err)
			return
		}
		held = fresh
	}
	get := func() *lists.Set {
		mu.Lock()
		defer mu.Unlock()
		if now := modified(home); !now.Equal(stamp) && !reading {
			stamp, reading = now, true
			go read()
		}
		return held
	}
	get()
	return get
}
