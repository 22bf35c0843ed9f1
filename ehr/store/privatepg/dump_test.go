package privatepg

import (
	"bytes"
	"strings"
	"testing"
)

func TestDumpAndRestore(t *testing.T) {
	from := start(t, folder(t))
	err := execute(t, from.AdminURL(), `create table note (id int primary key, words text, sense vector(2));
		grant select on note to `+App+`;
		insert into note values (1, 'kept', '[1,2]')`)
	if err != nil {
		t.Fatal(err)
	}
	var dump bytes.Buffer
	if err := Dump(t.Context(), binaries(t), from.AdminURL(), &dump); err != nil {
		t.Fatal(err)
	}
	to := start(t, folder(t))
	if err := Restore(t.Context(), binaries(t), to.AdminURL(), bytes.NewReader(dump.Bytes())); err != nil {
		t.Fatal(err)
	}
	// Asked as App: the grants came along.
	if got := query[string](t, to.URL(), "select words || sense::text from note"); got != "kept[1,2]" {
		t.Errorf("got %q", got)
	}
	if err := Restore(t.Context(), binaries(t), to.AdminURL(), bytes.NewReader(dump.Bytes())); err == nil {
		t.Error("restored over a database that is not empty")
	}
	if err := Restore(t.Context(), binaries(t), to.AdminURL(), strings.NewReader("no dump")); err == nil {
		t.Error("restored from nothing")
	}
}

func TestScriptIsPortable(t *testing.T) {
	const script = `SET statement_timeout = 0;
SET transaction_timeout = 0;
ALTER TABLE ONLY public.note ALTER COLUMN id SET (pg_attver=400472424);
ALTER TABLE ONLY public.note ALTER COLUMN id SET (n_distinct=5);
COPY public.note (id, words) FROM stdin;
1	first
SET transaction_timeout = 0;
\.

CREATE INDEX ON public.note (id);
`
	var got strings.Builder
	if err := portable(&got, strings.NewReader(script)); err != nil {
		t.Fatal(err)
	}
	want := `BEGIN;
SET statement_timeout = 0;
ALTER TABLE ONLY public.note ALTER COLUMN id SET (n_distinct=5);
COPY public.note (id, words) FROM stdin;
1	first
SET transaction_timeout = 0;
\.

CREATE INDEX ON public.note (id);
`
	if got.String() != want {
		t.Errorf("got\n%s", got.String())
	}
}

func TestBrokenDumpLeavesNothing(t *testing.T) {
	from := start(t, folder(t))
	err := execute(t, from.AdminURL(), `create table a as select x, md5(x::text) from generate_series(1, 40000) x; create table b as table a`)
	if err != nil {
		t.Fatal(err)
	}
	var dump bytes.Buffer
	if err := Dump(t.Context(), binaries(t), from.AdminURL(), &dump); err != nil {
		t.Fatal(err)
	}
	to := start(t, folder(t))
	if err := Restore(t.Context(), binaries(t), to.AdminURL(), bytes.NewReader(dump.Bytes()[:dump.Len()*3/4])); err == nil {
		t.Error("restored from three quarters of a dump")
	}
	if got := query[int](t, to.AdminURL(), "select count(*)::int from pg_tables where schemaname = 'public'"); got != 0 {
		t.Errorf("%d tables are left of a dump that broke off", got)
	}
}

func TestAttachedServerStaysWhenClosed(t *testing.T) {
	dir := folder(t)
	s := start(t, dir)
	attached, err := StartOrAttach(t.Context(), Config{Binaries: binaries(t), Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if got := query[int](t, attached.URL(), "select 1"); got != 1 {
		t.Fatal("no answer")
	}
	if err := attached.Close(); err != nil {
		t.Fatal(err)
	}
	if got := query[int](t, s.URL(), "select 1"); got != 1 {
		t.Fatal("no answer after the other closed")
	}
}

func TestPasswordStaysOutOfTheArguments(t *testing.T) {
	for _, address := range []string{
		"postgres://me:hunter2@db.example.org:5432/x?sslmode=require",
		"postgres:///x?host=/run/pg&user=me&password=hunter2",
	} {
		cmd := tool(t.Context(), "/nowhere", "pg_dump", address)
		if strings.Contains(strings.Join(cmd.Args, " "), "hunter2") {
			t.Errorf("password among the arguments: %v", cmd.Args)
		}
		if !strings.Contains(strings.Join(cmd.Env, " "), "PGPASSWORD=hunter2") {
			t.Errorf("the password is lost: %s", address)
		}
	}
}
