// Package embedtest gives a test the embedder that set-up fetched.
package embedtest

import (
	"os"
	"path/filepath"
	"sync"
	"testing"

	ort "github.com/yalue/onnxruntime_go"

	"github.com/visitwright/visitwright/coding/embed"
)

// Open gives the local model. Without the parts of set-up the test is skipped, or
// fails where CI is set.
func Open(t testing.TB) *embed.Local {
	t.Helper()
	model, err := open()
	if err == nil {
		return model
	}
	if os.Getenv("CI") == "" {
		t.Skip("no embedder for tests, run make setup: ", err)
	}
	t.Fatal(err)
	return nil
}

// open reads the model once for all tests of a package.
var open = sync.OnceValues(func() (*embed.Local, error) {
	root, err := parts()
	if err != nil {
		return nil, err
	}
	ort.SetSharedLibraryPath(filepath.Join(root, "onnxruntime", "libonnxruntime.so"))
	if err := ort.InitializeEnvironment(ort.WithLogLevelError()); err != nil {
		return nil, err
	}
	return embed.Open(filepath.Join(root, "coding", "embedder"), 2)
})

// parts is the folder that VISITWRIGHT_PARTS names, or bin/parts above the
// package under test.
func parts() (string, error) {
	if root := os.Getenv("VISITWRIGHT_PARTS"); root != "" {
		return root, nil
	}
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; ; dir = filepath.Dir(dir) {
		root := filepath.Join(dir, "bin", "parts")
		if _, err := os.Stat(root); err == nil || dir == filepath.Dir(dir) {
			return root, err
		}
	}
}
