package cpt

import (
	"strings"
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

func note(section ehr.SectionName, text string) ehr.Note {
	return ehr.Note{Sections: []ehr.Section{{Name: section, Sentences: []ehr.Sentence{{ID: "s1", Text: text}}}}}
}

func codes(n ehr.Note) string {
	var out []string
	for _, d := range Find(n) {
		out = append(out, d.Code)
		if d.Sentence.ID == "" {
			out = append(out, "without its sentence")
		}
	}
	return strings.Join(out, " ")
}

func TestServicesAreOurs(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range Services() {
		if !number.MatchString(s.Code) || s.Words == "" || seen[s.Code] {
			t.Errorf("%+v", s)
		}
		seen[s.Code] = true
	}
	if len(seen) < 150 {
		t.Errorf("only %d services", len(seen))
	}
	if w, ok := Words("20610"); !ok || w == "" {
		t.Error("20610 has no words")
	}
}

// Done is found with its sentence; planned, ordered, refused or past is not.
func TestFind(t *testing.T) {
	for text, want := range map[string]string{
		"The right knee was injected with 40 mg of Kenalog today.":           "20610",
		"We will inject the right knee next week.":                           "",
		"A knee injection was discussed, but he declined.":                   "",
		"She had a knee injection 3 months ago.":                             "",
		"Cerumen was removed with a curette.":                                "69210",
		"Both ears were irrigated.":                                          "69209",
		"A rapid strep test was performed and is negative.":                  "87880",
		"I recommend a rapid strep test if fever returns.":                   "",
		"A shave biopsy was performed on the left cheek.":                    "11102",
		"Liquid nitrogen was applied; three plantar warts were treated.":     "17110",
		"X-rays of the right knee, 3 views, were obtained today.":            "73562",
		"X-ray of the right knee was obtained in the office.":                "73560",
		"We will obtain an x-ray of the right knee.":                         "",
		"The laceration was repaired with four sutures.":                     "12001",
		"The sutures were removed.":                                          "15853",
		"An EKG was performed in the office and is normal.":                  "93000",
		"The flu vaccine was given today.":                                   "90471",
		"He received his flu vaccine last year at the pharmacy.":             "",
		"She declined the flu vaccine today.":                                "",
		"A PHQ-9 was completed today.":                                       "96127",
		"We attempted injection of the right trigger finger with Celestone.": "20550",
	} {
		if got := codes(note(ehr.AssessmentPlan, text)); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if got := codes(note("procedure", "Right index trigger finger injection.")); got != "20550" {
		t.Errorf("the procedure section tells what was done: %q", got)
	}
	if got := codes(note(ehr.PastSurgical, "A knee injection was performed.")); got != "" {
		t.Errorf("history is not done at the visit: %s", got)
	}
}

var by = Attestation{By: "Office manager", Licence: "L-1"}

// The tables are made up: numbers with words of ours.
func TestReadTable(t *testing.T) {
	for name, c := range map[string]struct{ text, form string }{
		"tabs":   {"A notice\n\n90001\tour long words for the first\n90002\tour long words for the second\n", "LONGULT"},
		"medium": {"90001 OUR MIDDLING WORDS FOR THE FIRST OF THEM ALL\r\n90002 SECOND\r\n", "MEDU"},
		"short":  {"90001 OUR SHORT WORDS\n90002 SECOND\n", "SHORTU"},
	} {
		tab, err := ReadTable("x.txt", strings.NewReader(c.text), by)
		if err != nil || tab.Form != c.form || tab.Len() != 2 {
			t.Errorf("%s: %+v %v", name, tab, err)
			continue
		}
		if w, ok := tab.Words("90002"); !ok || !strings.Contains(strings.ToLower(w), "second") {
			t.Errorf("%s: %q", name, w)
		}
	}
}

func TestBadTables(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"wrong columns": {"90001 FIRST\n  90002 SECOND\n", "x.txt, line 2"},
		"too wide":      {"90001 FIRST\n90002 " + strings.Repeat("W", 60) + "\n", "x.txt, line 2: the text is 60 columns wide"},
		"twice":         {"90001\tone\n90001\ttwo\n", "x.txt, line 2: 90001 stands there twice"},
		"mixed":         {"90001\tone\n90002 TWO\n", "x.txt, line 2: columns of another form"},
		"Latin-1":       {"90001\tone\n90002\tcaf\xe9\n", "x.txt, line 2: not UTF-8"},
		"nothing":       {"hello\n", "no line that begins"},
		"three columns": {"90001\tone\n90002\ttwo\tthree\n", "x.txt, line 2"},
	} {
		if _, err := ReadTable("/tmp/x.txt", strings.NewReader(c.text), by); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	if _, err := ReadTable("LONGULT.txt", strings.NewReader("90001\tone\n"), Attestation{}); err == nil || !strings.Contains(err.Error(), "attests") {
		t.Errorf("read without an attestation: %v", err)
	}
}
