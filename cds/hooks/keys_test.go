package hooks

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"
)

// TestKeysAtAnAddress: read once and kept, looked for again when a new key is
// named, trusted for a day while the address is away, and never without an answer.
func TestKeysAtAnAddress(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	point, err := key.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	enc := base64.RawURLEncoding.EncodeToString
	var asked atomic.Int32
	var kid, mood atomic.Value
	kid.Store("k1")
	mood.Store("fine")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		switch mood.Load() {
		case "away":
			w.WriteHeader(http.StatusBadGateway)
		case "elsewhere":
			w.Header().Set("Location", "https://other.example/keys")
			w.WriteHeader(http.StatusFound)
		default:
			fmt.Fprintf(w, `{"keys":[{"kty":"EC","kid":"%s","crv":"P-256","x":"%s","y":"%s"}]}`, kid.Load(), enc(point[1:33]), enc(point[33:]))
		}
	}))
	t.Cleanup(server.Close)

	a := newKeyAddress(server.URL)
	for _, s := range []struct {
		words string
		after time.Duration
		mood  string
		kid   string // of the set
		want  string
		found bool
		asked int32
	}{
		{"away from the beginning", 0, "away", "k1", "k1", false, 1},
		{"not asked again at once", time.Second, "fine", "k1", "k1", false, 1},
		{"read", 2 * time.Minute, "fine", "k1", "k1", true, 2},
		{"kept", 3 * time.Minute, "away", "k1", "k1", true, 2},
		{"a redirect is not followed", 4 * time.Minute, "elsewhere", "k2", "k2", false, 3},
		{"a new key is looked for", 6 * time.Minute, "fine", "k2", "k2", true, 4},
		{"the old one is gone with it", 6*time.Minute + time.Second, "fine", "k2", "k1", false, 4},
		{"still trusted within the day", 20 * time.Hour, "away", "k2", "k2", true, 5},
		{"and not after it", 40 * time.Hour, "away", "k2", "k2", false, 6},
	} {
		mood.Store(s.mood)
		kid.Store(s.kid)
		if got := a.key(s.want, now.Add(s.after)); (got != nil) != s.found {
			t.Errorf("%s: %v", s.words, got)
		}
		if n := asked.Load(); n != s.asked {
			t.Errorf("%s: asked %d times, want %d", s.words, n, s.asked)
		}
	}
}
