package hooks

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// Trust is the callers that may use the services: issuers with their public keys.
type Trust struct {
	base    string // base URL of the services, without a slash at the end
	clients map[string]map[string]any
	remote  map[string]*keyAddress // of issuers whose keys stand at an address

	mu   sync.Mutex
	seen map[string]time.Time // used tokens until they expire
}

// longest is how long a token may live.
const longest = 10 * time.Minute

// errToken is all a caller learns: which part was wrong helps only an attacker.
var errToken = errors.New("the token is missing or not valid")

// NewTrust takes the public base URL and, for each issuer, its JWK Set as JSON.
func NewTrust(base string, jwks map[string][]byte) (*Trust, error) {
	t := &Trust{base: strings.TrimRight(base, "/"), clients: map[string]map[string]any{}, remote: map[string]*keyAddress{}, seen: map[string]time.Time{}}
	for iss, raw := range jwks {
		keys, err := readKeys(raw)
		if err != nil {
			return nil, fmt.Errorf("keys of %s: %w", iss, err)
		}
		t.clients[iss] = keys
	}
	return t, nil
}

// At says that an issuer's JWK Set is read from an address, which the caller has
// checked. Where it cannot be reached, the issuer's calls are refused; keys that
// were read within a day still count.
func (t *Trust) At(issuer, url string) { t.remote[issuer] = newKeyAddress(url) }

// Check verifies the bearer token of a call: signed by a known issuer with an
// asymmetric key of 384 bits or its like, for this very address, not expired and
// not used before. It gives the issuer.
func (t *Trust) Check(r *http.Request, now time.Time) (string, error) {
	raw, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return "", errToken
	}
	var c jwt.RegisteredClaims
	_, err := jwt.ParseWithClaims(raw, &c, func(tok *jwt.Token) (any, error) { return t.key(tok, now) },
		jwt.WithValidMethods([]string{"ES384", "ES256", "RS384", "RS256", "PS384"}), jwt.WithAudience(t.base+r.URL.Path),
		jwt.WithExpirationRequired(), jwt.WithIssuedAt(), jwt.WithTimeFunc(func() time.Time { return now }), jwt.WithLeeway(30*time.Second))
	if err != nil || c.ID == "" || c.IssuedAt == nil || c.ExpiresAt.Sub(now) > longest {
		return "", errToken
	}
	return c.Issuer, t.once(c.Issuer+" "+c.ID, c.ExpiresAt.Time, now)
}

func (t *Trust) key(tok *jwt.Token, now time.Time) (any, error) {
	iss, err := tok.Claims.GetIssuer()
	if err != nil {
		return nil, errToken
	}
	kid, _ := tok.Header["kid"].(string)
	if k, ok := t.clients[iss][kid]; ok {
		return k, nil
	}
	if a := t.remote[iss]; a != nil {
		if k := a.key(kid, now); k != nil {
			return k, nil
		}
	}
	return nil, errToken
}

// once refuses a token that was used before.
func (t *Trust) once(id string, until, now time.Time) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	for k, e := range t.seen {
		if e.Add(time.Minute).Before(now) {
			delete(t.seen, k)
		}
	}
	if _, used := t.seen[id]; used {
		return errToken
	}
	t.seen[id] = until
	return nil
}

// readKeys reads a JWK Set (RFC 7517) of EC and RSA public keys.
func readKeys(raw []byte) (map[string]any, error) {
	var set struct {
		Keys []struct {
			Kty, Kid, Crv, X, Y, N, E string
		} `json:"keys"`
	}
	if err := json.Unmarshal(raw, &set); err != nil {
		return nil, err
	}
	out := map[string]any{}
	for _, k := range set.Keys {
		switch k.Kty {
		case "EC":
			curve := map[string]elliptic.Curve{"P-256": elliptic.P256(), "P-384": elliptic.P384()}[k.Crv]
			if curve == nil {
				return nil, fmt.Errorf("key %s is on a curve we do not know", k.Kid)
			}
			key, err := ecKey(curve, k.X, k.Y)
			if err != nil {
				return nil, fmt.Errorf("key %s: %w", k.Kid, err)
			}
			out[k.Kid] = key
		case "RSA":
			n, e := number(k.N), number(k.E)
			if n == nil || e == nil || n.BitLen() < 2048 {
				return nil, fmt.Errorf("key %s is no RSA key of 2048 bits or more", k.Kid)
			}
			out[k.Kid] = &rsa.PublicKey{N: n, E: int(e.Int64())}
		}
	}
	if len(out) == 0 {
		return nil, errors.New("there is no key in the set")
	}
	return out, nil
}

// ecKey puts the coordinates of a JWK together; a point off the curve is refused.
func ecKey(curve elliptic.Curve, x, y string) (*ecdsa.PublicKey, error) {
	size := (curve.Params().BitSize + 7) / 8
	point := make([]byte, 1+2*size)
	point[0] = 4 // uncompressed
	for i, c := range []string{x, y} {
		b, err := base64.RawURLEncoding.DecodeString(c)
		if err != nil || len(b) != size {
			return nil, errors.New("a coordinate cannot be read")
		}
		copy(point[1+i*size:], b)
	}
	return ecdsa.ParseUncompressedPublicKey(curve, point)
}

func number(s string) *big.Int {
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(b) == 0 {
		return nil
	}
	return new(big.Int).SetBytes(b)
}
