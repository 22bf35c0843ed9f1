package privatepg

import (
	"errors"
	"strings"
	"testing"
)

func TestCheckExternalAcceptsAFitServer(t *testing.T) {
	s := start(t, folder(t))
	for _, url := range []string{s.URL(), s.AdminURL()} {
		if err := CheckExternal(t.Context(), url); err != nil {
			t.Error(err)
		}
	}
}

func TestCheckExternalNamesEverythingThatIsMissing(t *testing.T) {
	s := start(t, folder(t))
	if err := execute(t, s.AdminURL(), "drop extension vector; drop extension citext"); err != nil {
		t.Fatal(err)
	}
	err := CheckExternal(t.Context(), s.URL()) // App may create neither
	if !errors.Is(err, ErrUnfit) {
		t.Fatalf("err = %v, want ErrUnfit", err)
	}
	for _, name := range []string{"vector", "citext"} {
		if !strings.Contains(err.Error(), "create extension "+name) {
			t.Errorf("%s is not named in: %v", name, err)
		}
	}
}

func TestVersionLess(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{{"0.4.4", "0.5.0", true}, {"0.5.0", "0.5.0", false}, {"0.8.6", "0.5.0", false}, {"0.10", "0.9.1", false}, {"1", "0.5.0", false}} {
		if got := versionLess(c.a, c.b); got != c.want {
			t.Errorf("versionLess(%s, %s) = %v", c.a, c.b, got)
		}
	}
}
