package paper

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/ehr"
)

func sheet() Sheet {
	long := strings.Repeat("The patient reports a headache on the left side, worse in the morning. ", 120)
	return Sheet{
		Practice:  ehr.Practice{Name: "Elm Street Clinic", TimeZone: "America/Chicago"},
		Patient:   ehr.Patient{GivenName: "Zoë", FamilyName: "Núñez", BirthDate: ehr.Date{Year: 1961, Month: 3, Day: 9}, Sex: ehr.Female, MRN: "1001"},
		Visit:     ehr.Visit{Service: ehr.Date{Year: 2026, Month: 11, Day: 22}},
		Clinician: ehr.User{Name: "Morgan Lee", Credentials: "MD"},
		Note: ehr.Note{Version: 3, Sections: []ehr.Section{
			{Name: ehr.HPI, Title: "History of Present Illness", Sentences: []ehr.Sentence{{Text: long, Kind: ehr.Statement}}},
			{Name: ehr.AssessmentPlan, Title: "Assessment and Plan", Sentences: []ehr.Sentence{
				{Text: "Tension headache", Kind: ehr.ProblemTitle}, {Text: "Ibuprofen 400 mg as needed.", Kind: ehr.PlanMedication},
			}},
			{Name: ehr.Instructions, Title: "Patient Instructions", Sentences: []ehr.Sentence{{Text: "Drink enough water.", Kind: ehr.Statement}}},
		}},
		Printed: time.Date(2026, 11, 22, 20, 0, 0, 0, time.UTC),
	}
}

func sign(s Sheet) Sheet {
	s.Signature = &ehr.Signature{At: time.Date(2026, 11, 22, 21, 45, 0, 0, time.UTC), Hash: strings.Repeat("ab", 32)}
	s.SignedBy = "Morgan Lee"
	s.Addenda = []Addendum{{Addendum: ehr.Addendum{Number: 1, Text: "Called: better.", At: s.Signature.At, Hash: strings.Repeat("cd", 32)}, ByName: "Morgan Lee"}}
	return s
}

// text reads a PDF with poppler, page by page; without it only the form is tested.
func text(t *testing.T, pdf []byte) []string {
	t.Helper()
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not installed")
	}
	path := filepath.Join(t.TempDir(), "note.pdf")
	require.NoError(t, os.WriteFile(path, pdf, 0o600))
	out, err := exec.CommandContext(t.Context(), tool, "-layout", path, "-").Output()
	require.NoError(t, err)
	return strings.Split(strings.TrimSuffix(string(out), "\f"), "\f")
}

func TestEveryPageNamesThePatient(t *testing.T) {
	pdf, err := Note(sign(sheet()))
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(string(pdf), "%PDF-"))
	require.Contains(t, string(pdf), "612.00 792.00", "Letter")
	pages := text(t, pdf)
	require.Greater(t, len(pages), 1)
	for i, page := range pages {
		for _, words := range []string{"Zoë Núñez", "Born Mar 9, 1961", "1001", "Signed by Morgan Lee, Nov 22, 2026 03:45 PM CST"} {
			require.Contains(t, page, words, "page %d", i+1)
		}
		require.Regexp(t, `Page \d of \d`, page)
	}
	all := strings.Join(pages, "")
	require.Contains(t, all, strings.Repeat("ab", 32))
	require.Contains(t, all, "Addendum 1")
	require.NotContains(t, all, "Drink enough water", "the instructions are a sheet of their own")
	require.NotContains(t, all, "DRAFT")
	require.NotContains(t, all, "Laid out by", "typed without a template")
}

func TestTheTemplateIsNamed(t *testing.T) {
	s := sign(sheet())
	s.Template, s.Note.TemplateVersion = "Knee consult", 4
	pdf, err := Note(s)
	require.NoError(t, err)
	require.Contains(t, strings.Join(text(t, pdf), ""), "Laid out by the template Knee consult, version 4.")
}

func TestADraftSaysSo(t *testing.T) {
	pdf, err := Note(sheet())
	require.NoError(t, err)
	pages := text(t, pdf)
	require.Contains(t, pages[0], "DRAFT, not signed")
}

func TestInstructionsAreTheirOwnSheet(t *testing.T) {
	pdf, err := Instructions(sign(sheet()))
	require.NoError(t, err)
	pages := text(t, pdf)
	require.Contains(t, pages[0], "Drink enough water.")
	require.NotContains(t, pages[0], "headache")

	s := sheet()
	s.Note.Sections = s.Note.Sections[:2]
	_, err = Instructions(s)
	require.Equal(t, ehr.NotFound, ehr.KindOf(err))
}
