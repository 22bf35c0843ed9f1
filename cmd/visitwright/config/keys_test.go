package config

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestKeysAreMadeOnceAndStay(t *testing.T) {
	cfg := Config{DataDir: t.TempDir()}
	first, err := cfg.LoadKeys()
	if err != nil {
		t.Fatal(err)
	}
	second, err := cfg.LoadKeys()
	if err != nil || first != second {
		t.Fatalf("the keys changed, %v", err)
	}
	if first.Audio == first.Audit || first.Audit == first.Secret || first.Audio == (Key{}) {
		t.Error("the keys are not three different ones")
	}
	info, err := os.Stat(filepath.Join(cfg.DataDir, "keys", "audio.key"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v; want the file closed to others", info.Mode(), err)
	}
	if text := fmt.Sprintf("%v %+v %s", first, first, first.Audio); strings.Contains(text, fmt.Sprint(first.Audio[0], " ", first.Audio[1])) {
		t.Errorf("a key can be printed: %s", text)
	}
}

func TestGivenKeyComesFirst(t *testing.T) {
	raw := bytes.Repeat([]byte{9}, keyBytes)
	cfg := Config{DataDir: t.TempDir(), AudioKey: base64.StdEncoding.EncodeToString(raw)}
	keys, err := cfg.LoadKeys()
	if err != nil || !bytes.Equal(keys.Audio[:], raw) {
		t.Fatalf("not the given key, %v", err)
	}
}

func TestKeysMadeAtOnceAreTheSame(t *testing.T) {
	cfg := Config{DataDir: t.TempDir()}
	got := make([]Keys, 8)
	var wg sync.WaitGroup
	for i := range got {
		wg.Go(func() { got[i], _ = cfg.LoadKeys() })
	}
	wg.Wait()
	for _, k := range got {
		if k != got[0] || k.Audio == (Key{}) {
			t.Fatal("two programs have different keys")
		}
	}
}

func TestDamagedKeyIsNotReplaced(t *testing.T) {
	cfg := Config{DataDir: t.TempDir()}
	if _, err := cfg.LoadKeys(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(cfg.DataDir, "keys", "audit.key")
	if err := os.WriteFile(path, []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := cfg.LoadKeys(); err == nil || !strings.Contains(err.Error(), path) {
		t.Fatalf("err = %v, want the file named", err)
	}
	if text, _ := os.ReadFile(path); string(text) != "damaged" {
		t.Error("a new key took its place: everything written with the old one would be lost")
	}
}
