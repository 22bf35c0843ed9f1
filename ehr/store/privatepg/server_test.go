package privatepg

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// folder is a database folder for a test, short enough for a socket, open to the user the server runs as.
func folder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "vwpg")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "postgres")
}

func binaries(t *testing.T) string {
	t.Helper()
	dir, err := FindBinaries()
	if err != nil && os.Getenv("CI") == "" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func start(t *testing.T, dir string) *Server {
	t.Helper()
	return startWith(t, Config{Dir: dir, Fast: true})
}

func startWith(t *testing.T, cfg Config) *Server {
	t.Helper()
	cfg.Binaries, cfg.Log = binaries(t), slog.New(slog.DiscardHandler)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	s, err := Start(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// query asks the server until it answers: right after a crash it may still be recovering.
func query[T any](t *testing.T, url, sql string) T {
	t.Helper()
	var value T
	var err error
	for begun := time.Now(); time.Since(begun) < time.Minute; time.Sleep(50 * time.Millisecond) {
		var conn *pgx.Conn
		if conn, err = pgx.Connect(t.Context(), url); err != nil {
			continue
		}
		err = conn.QueryRow(t.Context(), sql).Scan(&value)
		conn.Close(t.Context())
		if err == nil {
			return value
		}
	}
	t.Fatalf("%s: %v", sql, err)
	return value
}

func execute(t *testing.T, url, sql string) error {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(t.Context()))
	_, err = conn.Exec(t.Context(), sql)
	return err
}

func TestServerHasWhatTheServiceNeeds(t *testing.T) {
	s := start(t, folder(t))
	if n := query[int](t, s.AdminURL(), `select count(*) from pg_extension
		where extname in ('vector', 'pg_trgm', 'btree_gist', 'citext')`); n != 4 {
		t.Errorf("%d of 4 extensions", n)
	}
	if who := query[string](t, s.URL(), "select current_user::text"); who != App {
		t.Errorf("the service works as %s, want %s", who, App)
	}
	if query[bool](t, s.URL(), "select rolsuper or rolbypassrls from pg_roles where rolname = current_user") {
		t.Error("the service's role passes row-level security by")
	}
	if addresses := query[string](t, s.AdminURL(), "show listen_addresses"); addresses != "" {
		t.Errorf("listens on %q, want no TCP at all", addresses)
	}
	if data := query[string](t, s.AdminURL(), "show data_checksums"); data != "on" {
		t.Errorf("data_checksums = %s", data)
	}
	info, err := os.Stat(s.socketDir)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("socket folder %v, %v; want closed to others", info.Mode(), err)
	}
	if err := execute(t, s.AdminURL(), "create database other"); err != nil {
		t.Fatal(err)
	}
	_, admin := s.URLs("other")
	if query[string](t, admin, "select '[1,2]'::vector::text") != "[1,2]" {
		t.Error("a new database has no vectors")
	}
}

func TestDataStaysThroughCleanStops(t *testing.T) {
	dir := folder(t)
	s := start(t, dir)
	if err := execute(t, s.AdminURL(), "create table kept as select 42 as n"); err != nil {
		t.Fatal(err)
	}
	pid := s.PID()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, 0); !errors.Is(err, syscall.ESRCH) {
		t.Errorf("process %d is still there: %v", pid, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "cluster", "postmaster.pid")); err == nil {
		t.Error("not a clean stop: the pid file is still there")
	}
	s = start(t, dir)
	if n := query[int](t, s.URL(), "select count(*) from pg_tables where tablename = 'kept'"); n != 1 {
		t.Error("the table is gone")
	}
}

func TestKilledServerIsStartedAgain(t *testing.T) {
	s := startWith(t, Config{Dir: folder(t)}) // not Fast: what was committed must be there
	if err := execute(t, s.AdminURL(), "create table kept as select 42 as n"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		first := s.PID()
		if err := syscall.Kill(first, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		if n := query[int](t, s.AdminURL(), "select n from kept"); n != 42 {
			t.Fatalf("n = %d", n)
		}
		if s.PID() == first {
			t.Fatal("no other process")
		}
	}
}

// TestMain lets this binary be the program that is killed in TestKilledProgram.
func TestMain(m *testing.M) {
	if dir := os.Getenv("PRIVATEPG_TEST_CHILD"); dir != "" {
		bin, err := FindBinaries()
		if err == nil {
			_, err = Start(context.Background(), Config{Binaries: bin, Dir: dir, Log: slog.New(slog.DiscardHandler)})
		}
		if err != nil {
			os.Stdout.WriteString(err.Error() + "\n")
			os.Exit(1)
		}
		os.Stdout.WriteString("ready\n")
		select {}
	}
	os.Exit(m.Run())
}

// child runs a program of its own that holds the database, until it says that it is ready.
func child(t *testing.T, dir string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "PRIVATEPG_TEST_CHILD="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	buf := make([]byte, 4096)
	n, _ := out.Read(buf)
	if got := strings.TrimSpace(string(buf[:n])); got != "ready" {
		t.Fatalf("the child says %q", got)
	}
	return cmd
}

func TestKilledProgramLeavesNothingInTheWay(t *testing.T) {
	binaries(t)
	dir := folder(t)
	cmd := child(t, dir)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	s := start(t, dir) // the next program
	if n := query[int](t, s.AdminURL(), "select 1"); n != 1 {
		t.Fatal("no answer")
	}
}

func TestBothKilledAtOnce(t *testing.T) {
	binaries(t)
	dir := folder(t)
	cmd := child(t, dir)
	pids := processesIn(filepath.Join(dir, "cluster"))
	if len(pids) < 2 {
		t.Fatalf("processes %v, want a server and its children", pids)
	}
	_ = cmd.Process.Kill()
	signalAll(pids, syscall.SIGKILL)
	_ = cmd.Wait()
	s := start(t, dir)
	if n := query[int](t, s.AdminURL(), "select 1"); n != 1 {
		t.Fatal("no answer")
	}
}

func TestPidFileOfAnotherProcessIsNoObstacle(t *testing.T) {
	dir := folder(t)
	s := start(t, dir)
	s.Close()
	// The number in the stale file now belongs to a living process of the same user: this test.
	stale := filepath.Join(dir, "cluster", "postmaster.pid")
	if err := os.WriteFile(stale, []byte("1\n"+dir+"/cluster\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	start(t, dir)
}

func TestSecondProgramIsRefused(t *testing.T) {
	dir := folder(t)
	start(t, dir)
	_, err := Start(t.Context(), Config{Binaries: binaries(t), Dir: dir})
	if !errors.Is(err, ErrInUse) {
		t.Fatalf("err = %v, want ErrInUse", err)
	}
}

func TestOtherMajorVersionIsRefusedAndUntouched(t *testing.T) {
	dir := folder(t)
	start(t, dir).Close()
	path := filepath.Join(dir, "cluster", "PG_VERSION")
	if err := os.WriteFile(path, []byte("17\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Start(t.Context(), Config{Binaries: binaries(t), Dir: dir})
	var major *MajorVersionError
	if !errors.As(err, &major) || major.Have != "17" || major.Want != "18" {
		t.Fatalf("err = %v", err)
	}
	if !strings.Contains(err.Error(), "visitwright restore") {
		t.Errorf("no way out: %v", err)
	}
	if got, _ := os.ReadFile(path); string(got) != "17\n" {
		t.Error("the cluster was changed")
	}
}

func TestHalfMadeClusterIsMadeAgain(t *testing.T) {
	dir := folder(t)
	half := filepath.Join(dir, "cluster.new", "base")
	if err := os.MkdirAll(half, 0o700); err != nil {
		t.Fatal(err)
	}
	s := start(t, dir)
	if n := query[int](t, s.AdminURL(), "select 1"); n != 1 {
		t.Fatal("no answer")
	}
}

func TestLongPathsGetAShortSocket(t *testing.T) {
	s := start(t, filepath.Join(filepath.Dir(folder(t)), strings.Repeat("long", 30)))
	t.Cleanup(func() { os.RemoveAll(s.socketDir) })
	if !strings.HasPrefix(s.socketDir, "/tmp/visitwright-") {
		t.Errorf("socket in %s", s.socketDir)
	}
	if n := query[int](t, s.URL(), "select 1"); n != 1 {
		t.Fatal("no answer")
	}
}

func TestRootMayKeepTheDatabaseInAClosedFolder(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root switches users")
	}
	dir := folder(t)
	if err := os.Chmod(filepath.Dir(dir), 0o700); err != nil { // as /root is
		t.Fatal(err)
	}
	s := start(t, dir)
	if !s.who.search {
		t.Error("the closed folder went unnoticed")
	}
	info, err := os.Stat(filepath.Join(dir, "cluster"))
	if err != nil || info.Sys().(*syscall.Stat_t).Uid == 0 {
		t.Errorf("the cluster belongs to root: %v", err)
	}
	s.Close()
	start(t, dir)
}

func TestErrorsInTheLogHoldNoData(t *testing.T) {
	dir := folder(t)
	s := start(t, dir)
	if err := execute(t, s.AdminURL(), "create table p (name text primary key)"); err != nil {
		t.Fatal(err)
	}
	const secret = "Zebulon Quimby"
	for range 2 {
		_ = execute(t, s.AdminURL(), "insert into p values ('"+secret+"')")
	}
	if err := execute(t, s.AdminURL(), "select '"+secret+"'::int"); err == nil {
		t.Fatal("no error")
	}
	s.Close()
	text, err := os.ReadFile(filepath.Join(dir, "server.log"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "ready to accept connections") {
		t.Errorf("the log says nothing:\n%s", text)
	}
	if strings.Contains(string(text), secret) {
		t.Errorf("the log holds the name:\n%s", text)
	}
}
