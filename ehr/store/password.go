package store

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"github.com/visitwright/visitwright/ehr"
)

// Parameters of argon2id: 19 MiB of memory, 2 passes, 1 lane. Source: OWASP
// Password Storage Cheat Sheet, "Argon2id".
const (
	argonMemory  uint32 = 19 * 1024 // KiB
	argonPasses  uint32 = 2
	argonLanes   uint8  = 1
	argonSalt           = 16 // bytes
	argonKey     uint32 = 32 // bytes
	passwordMin         = 12 // characters; NIST SP 800-63B asks for at least 8
	passwordMax         = 256
	passwordHelp        = "a password has 12 to 256 characters"
)

// hasher bounds how many passwords are hashed at once: each takes 19 MiB, and a
// flood of sign-ins must not take all memory.
type hasher struct{ slots chan struct{} }

func newHasher() hasher { return hasher{make(chan struct{}, max(2, runtime.NumCPU()))} }

func (h hasher) key(ctx context.Context, password string, salt []byte, memory, passes uint32, lanes uint8, size uint32) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
		return argon2.IDKey([]byte(password), salt, passes, memory, lanes, size), nil
	case <-ctx.Done():
		return nil, ehr.Wrap(ehr.Unavailable, ctx.Err(), "too many sign-ins at once")
	}
}

// hash makes the stored form of a password (PHC string format).
func (h hasher) hash(ctx context.Context, password string) (string, error) {
	if n := utf8.RuneCountInString(password); n < passwordMin || n > passwordMax {
		return "", ehr.Errorf(ehr.Invalid, passwordHelp)
	}
	salt := make([]byte, argonSalt)
	if _, err := rand.Read(salt); err != nil {
		return "", ehr.Wrap(ehr.Internal, err, "no randomness")
	}
	key, err := h.key(ctx, password, salt, argonMemory, argonPasses, argonLanes, argonKey)
	if err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonPasses, argonLanes, b64(salt), b64(key)), nil
}

// matches reports whether the password is the stored one. The parameters are
// taken from the stored form, so that they can be raised later.
func (h hasher) matches(ctx context.Context, stored, password string) (bool, error) {
	var version int
	var memory, passes uint32
	var lanes uint8
	var salt64, key64 string
	_, err := fmt.Sscanf(stored, "$argon2id$v=%d$m=%d,t=%d,p=%d$%22s$%43s", &version, &memory, &passes, &lanes, &salt64, &key64)
	if err != nil || version != argon2.Version {
		return false, ehr.Errorf(ehr.Internal, "a stored password cannot be read")
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(salt64)
	want, err2 := base64.RawStdEncoding.DecodeString(key64)
	if err1 != nil || err2 != nil {
		return false, ehr.Errorf(ehr.Internal, "a stored password cannot be read")
	}
	if utf8.RuneCountInString(password) > passwordMax {
		password = "" // not worth the work; never a stored one
	}
	got, err := h.key(ctx, password, salt, memory, passes, lanes, uint32(len(want)))
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1, nil
}

// nobody is the stored form of no password. It is tried where there is no such
// user, so that the time taken does not tell who is one.
const nobody = "$argon2id$v=19$m=19456,t=2,p=1$dmlzaXR3cmlnaHQgbm9ib2$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
