package privatepg

import (
	"errors"
	"os"
	"path/filepath"
)

// ErrNoBinaries says that set-up has not fetched PostgreSQL.
var ErrNoBinaries = errors.New("the private PostgreSQL is missing: run make setup")

// FindBinaries returns the folder of PostgreSQL's programs in the parts root: the one VISITWRIGHT_PARTS names, or
// bin/parts in the working directory or above it. For tests and tools; the service is told where they are.
func FindBinaries() (string, error) {
	if root := os.Getenv("VISITWRIGHT_PARTS"); root != "" {
		return checkBinaries(filepath.Join(root, "postgres"))
	}
	dir, err := os.Getwd()
	if err != nil {
		return "", ErrNoBinaries
	}
	for {
		if found, err := checkBinaries(filepath.Join(dir, "bin", "parts", "postgres")); err == nil {
			return found, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", ErrNoBinaries
		}
		dir = up
	}
}

func checkBinaries(dir string) (string, error) {
	if _, err := os.Stat(filepath.Join(dir, "bin", "postgres")); err != nil {
		return "", ErrNoBinaries
	}
	return dir, nil
}
