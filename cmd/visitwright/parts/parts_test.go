package parts

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func fakeRoot(t *testing.T, dir string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(dir, "onnxruntime"), 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestFindTakesTheGivenFolderFirst(t *testing.T) {
	given := fakeRoot(t, filepath.Join(t.TempDir(), "given"))
	t.Setenv(Env, fakeRoot(t, filepath.Join(t.TempDir(), "env")))
	root, err := Find(given)
	if err != nil || string(root) != given {
		t.Fatalf("Find = %q, %v; want %q", root, err, given)
	}
}

func TestFindFollowsTheEnvironment(t *testing.T) {
	dir := fakeRoot(t, filepath.Join(t.TempDir(), "env"))
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Fatal(err)
	}
	t.Setenv(Env, link)
	root, err := Find("")
	if err != nil || string(root) != dir {
		t.Fatalf("Find = %q, %v; want the resolved %q", root, err, dir)
	}
}

func TestFindWalksUpFromTheWorkingDirectory(t *testing.T) {
	top := t.TempDir()
	dir := fakeRoot(t, filepath.Join(top, "bin", "parts"))
	below := filepath.Join(top, "scribe", "speech")
	if err := os.MkdirAll(below, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv(Env, "")
	t.Chdir(below)
	root, err := Find("")
	if err != nil || string(root) != dir {
		t.Fatalf("Find = %q, %v; want %q", root, err, dir)
	}
}

func TestFindSaysWhatToRun(t *testing.T) {
	t.Setenv(Env, "")
	t.Chdir(t.TempDir())
	if _, err := Find(""); !errors.Is(err, ErrMissing) {
		t.Fatalf("err = %v, want ErrMissing", err)
	}
	if _, err := Find(filepath.Join(t.TempDir(), "nowhere")); !errors.Is(err, ErrMissing) {
		t.Fatalf("err = %v, want ErrMissing", err)
	}
}

func TestFileNamesTheMissingPart(t *testing.T) {
	root := Root(fakeRoot(t, t.TempDir()))
	if _, err := root.File("ffmpeg", "ffmpeg"); !errors.Is(err, ErrMissing) {
		t.Fatalf("err = %v, want ErrMissing", err)
	}
	if _, err := root.File("onnxruntime"); err != nil {
		t.Fatal(err)
	}
}
