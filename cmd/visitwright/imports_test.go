package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/visitwright/visitwright"

// mayImport is the plan of the house: which of our packages each room may import, besides those of the room itself.
// A room is a package here on the left with all packages below it that are in no deeper room. A name ending in
// "/..." includes what lies below it.
var mayImport = map[string][]string{
	"ehr":             {},
	"ehr/store":       {"ehr"},
	"ehr/fhir":        {"ehr"},
	"ehr/x12":         {"ehr"},
	"ehr/hl7v2":       {"ehr"},
	"ehr/ccda":        {"ehr"},
	"prompts":         {},
	"prompts/llm":     {"prompts"},
	"scribe":          {"ehr", "prompts", "prompts/llm"},
	"scribe/speech":   {},
	"scribe/capture":  {"ehr", "scribe/speech"},
	"coding":          {"ehr", "prompts", "prompts/llm"},
	"coding/index":    {"ehr", "coding/..."},
	"cds":             {"ehr", "prompts", "prompts/llm"},
	"voice":           {"ehr", "scribe/speech", "prompts", "prompts/llm"},
	"eval":            {"ehr", "ehr/fhir", "prompts/...", "scribe/...", "coding/...", "cds/...", "voice/..."},
	"cmd/visitwright": {"ehr/...", "prompts/...", "scribe/...", "coding/...", "cds/...", "voice/...", "eval/..."},
}

// mayUseSQL are the only packages that speak to a database.
var mayUseSQL = []string{"ehr/store", "coding/index", "cmd/visitwright"}

func TestImportsFollowThePlan(t *testing.T) {
	seen := 0
	eachImport(t, func(file, from, imported string) {
		seen++
		if ours, found := strings.CutPrefix(imported, module+"/"); found && !allowed(from, ours) {
			t.Errorf("%s: %s must not import %s", file, from, ours)
		}
		if speaksSQL(imported) && !within(from, mayUseSQL) {
			t.Errorf("%s: %s must not import %s: SQL stands in ehr/store only", file, from, imported)
		}
	})
	if seen < 100 {
		t.Errorf("only %d imports seen: is this the whole tree?", seen)
	}
}

func TestAllowed(t *testing.T) {
	for _, c := range []struct {
		from, imported string
		want           bool
	}{
		{"ehr", "ehr/store", false},
		{"ehr/store/pgtest", "ehr/store", true},
		{"ehr/store", "cmd/visitwright/parts", false},
		{"scribe/speech", "ehr", false},
		{"scribe/speech/vad", "scribe/speech", true},
		{"scribe/capture/vault", "scribe/speech", true},
		{"scribe", "coding", false},
		{"cds/interactions", "cds", true},
		{"eval/note", "scribe", true},
		{"eval/note", "ehr/store", false},
		{"cmd/visitwright/server", "cds/hooks", true},
	} {
		if got := allowed(c.from, c.imported); got != c.want {
			t.Errorf("allowed(%s, %s) = %v", c.from, c.imported, got)
		}
	}
}

func allowed(from, imported string) bool {
	room := roomOf(from)
	if room == "" {
		return false // a package the plan does not know
	}
	if roomOf(imported) == room {
		return true
	}
	for _, may := range mayImport[room] {
		if below, found := strings.CutSuffix(may, "/..."); found {
			if imported == below || strings.HasPrefix(imported, below+"/") {
				return true
			}
		} else if imported == may {
			return true
		}
	}
	return false
}

func roomOf(pkg string) string {
	for room := pkg; room != "."; room = path.Dir(room) {
		if _, known := mayImport[room]; known {
			return room
		}
	}
	return ""
}

func speaksSQL(imported string) bool {
	return imported == "database/sql" || strings.HasPrefix(imported, "github.com/jackc/pgx/")
}

func within(pkg string, rooms []string) bool {
	for _, room := range rooms {
		if pkg == room || strings.HasPrefix(pkg, room+"/") {
			return true
		}
	}
	return false
}

// eachImport calls do for every import of every Go file in the tree that is not a test.
func eachImport(t *testing.T, do func(file, from, imported string)) {
	t.Helper()
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() {
			if file != root && (name == "node_modules" || name == "bin" || name == "testdata" || strings.HasPrefix(name, ".")) {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		inside, err := filepath.Rel(root, filepath.Dir(file))
		if err != nil {
			return err
		}
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			do(file, filepath.ToSlash(inside), imported)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
