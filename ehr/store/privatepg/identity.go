package privatepg

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// The users the server runs as for root where there is no cluster yet, best first. Set-up makes the first; the
// second is on every Debian. It must have a name: initdb looks for one.
var serverUsers = []string{"visitwright", "nobody"}

// identity is the user the server runs as. The zero value is the program's own.
type identity struct {
	switched bool
	uid, gid uint32
	search   bool // needs leave to pass through folders closed to it, such as /root
}

// chooseIdentity keeps the program's own user, but for root, as whom PostgreSQL refuses to run: then the owner of
// the cluster that is there, else the first of serverUsers that exists.
func chooseIdentity(dir, binaries string) (identity, error) {
	if os.Geteuid() != 0 {
		return identity{}, nil
	}
	who, err := serverUser(filepath.Join(dir, "cluster"))
	if err != nil {
		return identity{}, err
	}
	if err := os.Chown(dir, int(who.uid), int(who.gid)); err != nil {
		return identity{}, fmt.Errorf("giving the database folder to user %d: %w", who.uid, err)
	}
	who.search = !passable(filepath.Dir(dir), who) || !passable(filepath.Join(binaries, "bin"), who)
	return who, nil
}

func serverUser(cluster string) (identity, error) {
	var st unix.Stat_t
	if err := unix.Stat(cluster, &st); err == nil && st.Uid != 0 {
		return identity{switched: true, uid: st.Uid, gid: st.Gid}, nil
	}
	for _, name := range serverUsers {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, uidErr := strconv.ParseUint(u.Uid, 10, 32)
		gid, gidErr := strconv.ParseUint(u.Gid, 10, 32)
		if uidErr == nil && gidErr == nil && uid != 0 {
			return identity{switched: true, uid: uint32(uid), gid: uint32(gid)}, nil
		}
	}
	return identity{}, fmt.Errorf("PostgreSQL does not run as root, and there is none of the users %v", serverUsers)
}

// passable says whether the user may pass through the folder and every folder above it.
func passable(dir string, who identity) bool {
	for {
		var st unix.Stat_t
		if err := unix.Stat(dir, &st); err != nil {
			return false
		}
		var need uint32 = unix.S_IXOTH
		switch {
		case st.Uid == who.uid:
			need = unix.S_IXUSR
		case st.Gid == who.gid:
			need = unix.S_IXGRP
		}
		if st.Mode&need == 0 {
			return false
		}
		up := filepath.Dir(dir)
		if up == dir {
			return true
		}
		dir = up
	}
}

// attributes returns how to start a process as this user. It gets a process group of its own, so that Ctrl-C in
// the terminal reaches the program alone, and a clean stop (SIGINT) when the program dies.
func (who identity) attributes() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGINT}
	if who.switched && !who.search {
		attr.Credential = &syscall.Credential{Uid: who.uid, Gid: who.gid}
	}
	return attr
}

// prefix is what stands before a command where the user must pass through folders closed to it: setpriv(1), which
// every Debian has, switches the user and leaves it the one capability for that, CAP_DAC_READ_SEARCH. Without
// no_setuid_fixup the capability would not count in access(2), which PostgreSQL asks (capabilities(7)).
func (who identity) prefix() []string {
	if !who.search {
		return nil
	}
	return []string{
		"/usr/bin/setpriv",
		"--reuid", strconv.FormatUint(uint64(who.uid), 10),
		"--regid", strconv.FormatUint(uint64(who.gid), 10),
		"--clear-groups",
		"--inh-caps", "+dac_read_search",
		"--ambient-caps", "+dac_read_search",
		"--securebits", "+no_setuid_fixup",
		"--pdeathsig", "INT",
		"--",
	}
}

// own gives a file or folder to this user.
func (who identity) own(path string) error {
	if !who.switched {
		return nil
	}
	return os.Lchown(path, int(who.uid), int(who.gid))
}

// makeDir makes a folder only this user and root can enter.
func (who identity) makeDir(path string) error {
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if !info.IsDir() || !ok {
		return fmt.Errorf("%s is no folder", path)
	}
	// In /tmp somebody else may have been there first.
	if owner := st.Uid; owner != uint32(os.Geteuid()) && owner != who.uid {
		return fmt.Errorf("%s belongs to another user", path)
	}
	if err := who.own(path); err != nil {
		return err
	}
	return os.Chmod(path, 0o700)
}
