package store

import (
	"strings"
	"testing"
)

func TestMissingNamesEverythingAtOnce(t *testing.T) {
	whole := map[string]extension{"vector": {Version: "0.8.6", May: true}, "pg_trgm": {Version: "1.6", Installed: true}}
	if l := missing(Server{"18.6", 180006}, whole); len(l) > 0 {
		t.Errorf("nothing is missing, and said: %v", l)
	}
	l := missing(Server{"14.2", 140002}, map[string]extension{"pg_trgm": {Version: "1.6"}})
	if len(l) != 3 || !strings.Contains(l[0], "14.2") || !strings.Contains(l[1], "pgvector") || !strings.Contains(l[2], "superuser") {
		t.Errorf("%q", l)
	}
	whole["vector"] = extension{Version: "0.6.2", Installed: true}
	if l := missing(Server{"19.0", 190000}, whole); len(l) != 2 || !strings.Contains(l[1], "0.6.2") {
		t.Errorf("%q", l)
	}
}

func TestVersionLess(t *testing.T) {
	for a, b := range map[string]string{"0.4.4": "0.5.0", "0.5": "0.5.1", "0.9.0": "0.10.0"} {
		if !versionLess(a, b) || versionLess(b, a) || versionLess(a, a) {
			t.Errorf("%s and %s", a, b)
		}
	}
}
