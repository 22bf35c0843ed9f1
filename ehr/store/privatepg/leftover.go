package privatepg

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// stopLeftovers ends every process of an earlier server on this cluster, and removes its
// pid files. It is called
// with the folder's lock held, so whatever still runs there belongs to a program that is gone: a server whose
// parent was killed, or the children of a server that was killed itself. Left alone, either would keep the next
// server from starting.
func stopLeftovers(ctx context.Context, cluster, socketDir string, log *slog.Logger) error {
	signals := []syscall.Signal{syscall.SIGINT, syscall.SIGQUIT, syscall.SIGKILL}
	for round, begun := 0, time.Now(); ; {
		pids := processesIn(cluster)
		if len(pids) == 0 {
			break
		}
		// The first three seconds are for their ending by themselves, which they mostly do; then each signal in turn.
		if waited := time.Since(begun); waited > time.Duration(round+1)*3*time.Second {
			if round == len(signals) {
				return fmt.Errorf("processes %v still use the database in %s", pids, cluster)
			}
			log.Warn("stopping a database server left over from before", "processes", pids)
			signalAll(pids, signals[round])
			round++
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
	// The numbers in these files may by now belong to other processes, or to one that nobody has waited for.
	stale := []string{
		filepath.Join(cluster, "postmaster.pid"),
		filepath.Join(socketDir, socketName),
		filepath.Join(socketDir, socketName+".lock"),
	}
	for _, path := range stale {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("left over from an earlier database server: %w", err)
		}
	}
	return nil
}

func signalAll(pids []int, signal syscall.Signal) {
	for _, pid := range pids {
		_ = syscall.Kill(pid, signal) // it may have ended meanwhile
	}
}

// processesIn lists the processes whose working directory is the cluster; every process of a server has it.
func processesIn(cluster string) []int {
	want, err := filepath.EvalSymlinks(cluster)
	if err != nil {
		return nil
	}
	links, _ := filepath.Glob("/proc/[0-9]*/cwd")
	var pids []int
	for _, link := range links {
		if cwd, err := os.Readlink(link); err != nil || cwd != want {
			continue
		}
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(link)))
		if err != nil {
			continue
		}
		if exe, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid)); err == nil && filepath.Base(exe) == "postgres" {
			pids = append(pids, pid)
		}
	}
	return pids
}
