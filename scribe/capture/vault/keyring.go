package vault

import (
	"crypto/cipher"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"golang.org/x/crypto/chacha20poly1305"
)

// KeySize is the size in bytes of master and data keys.
const KeySize = chacha20poly1305.KeySize

// Keyring holds the master keys. New data keys are wrapped by the first; the others
// only open what they wrapped before.
type Keyring struct {
	current string
	masters map[string]cipher.AEAD
}

// NewKeyring makes a keyring with one master key of KeySize bytes under a name that
// is written beside each data key it wraps.
func NewKeyring(name string, master []byte) (*Keyring, error) {
	k := &Keyring{current: name, masters: map[string]cipher.AEAD{}}
	return k, k.Add(name, master)
}

// Add makes a former master key known, so that recordings from before a change of
// key stay readable.
func (k *Keyring) Add(name string, master []byte) error {
	if name == "" || k.masters[name] != nil {
		return fmt.Errorf("vault: master key name %q is empty or taken", name)
	}
	aead, err := chacha20poly1305.NewX(master)
	if err != nil {
		return fmt.Errorf("vault: master key %q must have %d bytes", name, KeySize)
	}
	k.masters[name] = aead
	return nil
}

// wrapped is a data key as it lies in its file.
type wrapped struct {
	Version int    `json:"version"`
	Master  string `json:"master"`
	Nonce   []byte `json:"nonce"`
	Key     []byte `json:"key"`
}

func keyBinding(rec uuid.UUID) []byte {
	return append([]byte("visitwright audio key 1 "), rec[:]...)
}

// newKey makes a data key for a recording and its wrapped form.
func (k *Keyring) newKey(rec uuid.UUID) (cipher.AEAD, []byte, error) {
	key := make([]byte, KeySize)
	w := wrapped{Version: 1, Master: k.current, Nonce: make([]byte, chacha20poly1305.NonceSizeX)}
	rand.Read(key) // never fails: the runtime stops the program if there is no randomness
	rand.Read(w.Nonce)
	w.Key = k.masters[k.current].Seal(nil, w.Nonce, key, keyBinding(rec))
	text, err := json.Marshal(w)
	if err != nil {
		return nil, nil, err
	}
	aead, err := chacha20poly1305.NewX(key)
	return aead, text, err
}

// ErrKey says that a data key cannot be unwrapped with the configured master keys.
var ErrKey = errors.New("vault: the recording's key cannot be opened with the configured master keys")

// open unwraps a recording's data key.
func (k *Keyring) open(rec uuid.UUID, text []byte) (cipher.AEAD, error) {
	var w wrapped
	if err := json.Unmarshal(text, &w); err != nil || w.Version != 1 || len(w.Nonce) != chacha20poly1305.NonceSizeX {
		return nil, ErrKey
	}
	master := k.masters[w.Master]
	if master == nil {
		return nil, fmt.Errorf("%w: master key %q is missing", ErrKey, w.Master)
	}
	key, err := master.Open(nil, w.Nonce, w.Key, keyBinding(rec))
	if err != nil {
		return nil, ErrKey
	}
	return chacha20poly1305.NewX(key)
}
