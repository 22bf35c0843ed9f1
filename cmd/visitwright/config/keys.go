package config

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Key is a secret of 256 bits.
type Key [keyBytes]byte

// String never shows the key.
func (Key) String() string { return "(key)" }

// Keys are the secrets the service cannot do without. Whoever has the database but not these can read no audio,
// forge no audit row and make no second factor.
type Keys struct {
	Audio  Key // wraps the keys of the recordings
	Audit  Key // of the audit's chain
	Secret Key // of the second factors
}

// LoadKeys returns the keys: each from the configuration, or else from the folder "keys" of the data folder, where
// it is made when it is needed first. A backup holds none of them: they are kept apart.
func (c Config) LoadKeys() (Keys, error) {
	var keys Keys
	dir := filepath.Join(c.Data(), "keys")
	err := errors.Join(
		loadKey(&keys.Audio, c.AudioKey, filepath.Join(dir, "audio.key")),
		loadKey(&keys.Audit, c.AuditKey, filepath.Join(dir, "audit.key")),
		loadKey(&keys.Secret, c.SecretKey, filepath.Join(dir, "secret.key")),
	)
	return keys, err
}

func loadKey(key *Key, given, path string) error {
	if given != "" {
		return decodeKey(key, given)
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := makeKey(path); err != nil {
			return err
		}
		text, err = os.ReadFile(path)
	}
	if err != nil {
		return fmt.Errorf("reading a key: %w", err)
	}
	if err := decodeKey(key, strings.TrimSpace(string(text))); err != nil {
		return fmt.Errorf("the key in %s is damaged: %w", path, err)
	}
	return nil
}

func decodeKey(key *Key, text string) error {
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(raw) != keyBytes {
		return fmt.Errorf("a key is not %d bytes in base64", keyBytes)
	}
	copy(key[:], raw)
	return nil
}

// makeKey writes a fresh key, safe on disk before anything is encrypted with it. Of two programs that make it at
// once, one wins and both read the winner's.
func makeKey(path string) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("folder for keys: %w", err)
	}
	raw := make([]byte, keyBytes)
	_, _ = rand.Read(raw)                 // never fails (crypto/rand)
	f, err := os.CreateTemp(dir, ".new-") // with permission 0600
	if err != nil {
		return fmt.Errorf("making a key: %w", err)
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(base64.StdEncoding.EncodeToString(raw) + "\n")
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Link(f.Name(), path)
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("making a key: %w", err)
	}
	return syncFolder(dir)
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("folder for keys: %w", err)
	}
	return errors.Join(d.Sync(), d.Close())
}
