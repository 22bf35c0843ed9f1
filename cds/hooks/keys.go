package hooks

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// How keys of an address are kept: fresh ones are not asked for again, a key that
// is not among them is looked for at most once a while, and keys older than
// keysLast are not trusted any more, so that a withdrawn key dies also while the
// address cannot be reached.
const (
	keysTimeout = 5 * time.Second
	keysBytes   = 1 << 20
	keysFresh   = 15 * time.Minute
	keysAgain   = time.Minute
	keysLast    = 24 * time.Hour
)

// keyAddress is an issuer's JWK Set at an address of its own.
type keyAddress struct {
	url  string
	http *http.Client

	mu    sync.Mutex
	keys  map[string]any
	read  time.Time // when keys were read
	tried time.Time // when reading was last tried
}

// newKeyAddress makes one that follows no redirect: the address was checked, what
// it points to was not.
func newKeyAddress(url string) *keyAddress {
	return &keyAddress{url: url, http: &http.Client{
		Timeout:       keysTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// key is the issuer's key of that name, nil where there is none that can be
// trusted now.
func (a *keyAddress) key(kid string, now time.Time) any {
	a.mu.Lock()
	defer a.mu.Unlock()
	k, known := a.keys[kid]
	stale := now.Sub(a.read) > keysFresh
	if (stale || !known) && now.Sub(a.tried) > keysAgain {
		a.tried = now
		if keys, err := a.fetch(); err == nil {
			a.keys, a.read = keys, now
		}
		k = a.keys[kid]
	}
	if now.Sub(a.read) > keysLast {
		return nil
	}
	return k
}

func (a *keyAddress) fetch() (map[string]any, error) {
	resp, err := a.http.Get(a.url)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the address of the keys answered %d", resp.StatusCode)
	}
	b, err := io.ReadAll(io.LimitReader(resp.Body, keysBytes+1))
	if err != nil {
		return nil, err
	}
	if len(b) > keysBytes {
		return nil, errors.New("the set of keys is too large")
	}
	return readKeys(b)
}
