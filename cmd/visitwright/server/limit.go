package server

import (
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/visitwright/visitwright/ehr"
)

// How often somebody may try to sign in: from one address, and for one name
// whatever the address. The store locks an account besides, after wrong tries.
const (
	perAddress      = rate.Limit(1) // a second, after the burst
	perAddressBurst = 60
	perName         = rate.Limit(0.5)
	perNameBurst    = 20
	// limiterSize bounds what is remembered; beyond it the oldest half is forgotten.
	limiterSize = 20000
)

// limiter slows down guessing.
type limiter struct {
	mu   sync.Mutex
	keys map[string]*allowance
	now  func() time.Time
}

type allowance struct {
	*rate.Limiter
	used time.Time
}

func newLimiter() *limiter { return &limiter{keys: map[string]*allowance{}, now: time.Now} }

// allow takes one try from the address's allowance and one from the name's.
func (l *limiter) allow(address, name string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	byAddress := l.take("a "+address, perAddress, perAddressBurst)
	byName := l.take("n "+strings.ToLower(name), perName, perNameBurst)
	if byAddress && byName {
		return nil
	}
	p := newProblem(ehr.Unavailable, "too many tries to sign in; wait a minute and try again")
	p.Status, p.Title = 429, "Too Many Requests"
	return p
}

func (l *limiter) take(key string, limit rate.Limit, burst int) bool {
	now := l.now()
	a := l.keys[key]
	if a == nil {
		if len(l.keys) >= limiterSize {
			l.forget(now)
		}
		a = &allowance{Limiter: rate.NewLimiter(limit, burst)}
		l.keys[key] = a
	}
	a.used = now
	return a.AllowN(now, 1)
}

// forget drops who is back at a full allowance; if that is not enough, everybody.
func (l *limiter) forget(now time.Time) {
	for key, a := range l.keys {
		if a.TokensAt(now) >= float64(a.Burst()) {
			delete(l.keys, key)
		}
	}
	if len(l.keys) >= limiterSize {
		clear(l.keys)
	}
}
