package interview

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"unicode/utf16"
)

func TestParseReadsTurnsAndSlips(t *testing.T) {
	got := Parse("D: What brings you in?\r\n\r\nP; My knee hurts.\nIt began on Monday.\nP No.\nD\" OK.\nP: Don't touch it.\n")
	want := []Turn{{true, "What brings you in?"}, {false, "My knee hurts. It began on Monday."}, {false, "No."}, {true, "OK."},
		{false, "Don't touch it."}}
	if !slices.Equal(got, want) {
		t.Errorf("got %+v", got)
	}
}

func TestReadAllLeavesOutThoseNamed(t *testing.T) {
	dir := t.TempDir()
	wide := []byte{0xFF, 0xFE}
	for _, u := range utf16.Encode([]rune("P: Ankle.\n")) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	for name, data := range map[string][]byte{"CAR0001.txt": []byte("D: Secret.\n"), "b.txt": wide, "a.txt": []byte("\ufeffD: Hello.\n")} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := ReadAll(dir, "CAR0001")
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[0].Name != "a" || got[0].Turns[0].Text != "Hello." || got[1].Turns[0].Text != "Ankle." {
		t.Errorf("got %+v", got)
	}
}
