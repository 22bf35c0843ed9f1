package privatepg

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
)

// maxSocketPath is what the kernel takes for the path of a socket: sun_path is 108 bytes with the closing zero
// (unix(7)).
const maxSocketPath = 107

const socketName = "/.s.PGSQL.5432"

// socketDirOf returns the folder for the socket: in the database folder, or, where that path is too long for a
// socket, one under /tmp named after it.
func socketDirOf(dir string) string {
	socket := filepath.Join(dir, "socket")
	if len(socket)+len(socketName) > maxSocketPath {
		sum := sha256.Sum256([]byte(dir))
		socket = filepath.Join("/tmp", fmt.Sprintf("visitwright-%d-%x", os.Geteuid(), sum[:6]))
	}
	return socket
}

func makeSocketDir(dir string, who identity) (string, error) {
	socket := socketDirOf(dir)
	if err := who.makeDir(socket); err != nil {
		return "", fmt.Errorf("folder for the database socket: %w", err)
	}
	return socket, nil
}
