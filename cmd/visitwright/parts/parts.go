package parts

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Env names the environment variable that says where the parts root is.
const Env = "VISITWRIGHT_PARTS"

// ErrMissing says that there is no parts root, or that it lacks a part; "make setup" is the way out.
var ErrMissing = errors.New("parts are missing: run make setup")

// Root is a parts root that was found to exist.
type Root string

// Find returns the parts root: the one given, if not empty; else the one Env names; else "parts" beside the
// running program; else bin/parts in the working directory or a folder above it, which is where tests find it.
func Find(given string) (Root, error) {
	if given == "" {
		given = os.Getenv(Env)
	}
	if given != "" {
		return checked(given)
	}
	if exe, err := os.Executable(); err == nil {
		if root, err := checked(filepath.Join(filepath.Dir(exe), "parts")); err == nil {
			return root, nil
		}
	}
	dir, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrMissing, err)
	}
	for {
		if root, err := checked(filepath.Join(dir, "bin", "parts")); err == nil {
			return root, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", ErrMissing
		}
		dir = up
	}
}

// checked resolves links, so that a parts root replaced by a later set-up does not change under a running program.
func checked(dir string) (Root, error) {
	real, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return "", fmt.Errorf("%w: no folder %s", ErrMissing, dir)
	}
	real, err = filepath.Abs(real)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrMissing, err)
	}
	if info, err := os.Stat(filepath.Join(real, "onnxruntime")); err != nil || !info.IsDir() {
		return "", fmt.Errorf("%w: %s is not a parts root", ErrMissing, dir)
	}
	return Root(real), nil
}

// File returns the path of one part, for example File("ffmpeg", "ffmpeg"), or ErrMissing.
func (r Root) File(elem ...string) (string, error) {
	path := filepath.Join(append([]string{string(r)}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		return "", fmt.Errorf("%w: no %s", ErrMissing, filepath.Join(elem...))
	}
	return path, nil
}

// OnnxRuntime is the shared library of ONNX Runtime.
func (r Root) OnnxRuntime() string {
	return filepath.Join(string(r), "onnxruntime", "libonnxruntime.so")
}

// Speech is the folder of the speech models.
func (r Root) Speech() string { return filepath.Join(string(r), "speech") }

// Postgres is the folder with bin, lib and share of the private PostgreSQL.
func (r Root) Postgres() string { return filepath.Join(string(r), "postgres") }

// FFmpeg is the ffmpeg program.
func (r Root) FFmpeg() string { return filepath.Join(string(r), "ffmpeg", "ffmpeg") }

// Coding is the folder of the code lists and the embedding model.
func (r Root) Coding() string { return filepath.Join(string(r), "coding") }
