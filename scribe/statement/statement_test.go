package statement

import (
	"strings"
	"testing"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/clause"
	"github.com/visitwright/visitwright/scribe/reword"
	"github.com/visitwright/visitwright/scribe/sense"
)

// talk makes segments of lines "D: ..." and "P: ...".
func talk(lines ...string) []clause.Clause {
	var segs []ehr.Segment
	for i, l := range lines {
		who := ehr.PatientVoice
		if l[0] == 'D' {
			who = ehr.ClinicianVoice
		}
		segs = append(segs, ehr.Segment{ID: ehr.SegmentID(string(rune('a' + i))), Speaker: who, Text: strings.TrimSpace(l[2:])})
	}
	return clause.Split(segs, sense.Boundary)
}

// joined gives what statements say, question and answer together.
func joined(cs []clause.Clause) string {
	var out []string
	for _, s := range From(sense.Prepare(cs), reword.For(ehr.Female)) {
		if s.Joined != nil {
			out = append(out, strings.Join(s.Joined, " "))
		}
	}
	return strings.Join(out, "; ")
}

func TestQuestionAndAnswerAreOneStatement(t *testing.T) {
	for _, c := range []struct {
		said []string
		want string
	}{
		{[]string{"D: Do you have any chest pain?", "P: No."}, "she denies any chest pain"},
		{[]string{"D: Do you smoke?", "P: Yes."}, "she smokes"},
		{[]string{"D: Any fever, chills?", "P: No, nothing like that."}, "she denies any fever , chills"},
		{[]string{"D: Any fever?", "P: I am not sure."}, ""},
		{[]string{"D: Any fever?", "D: Let us have a look."}, ""},
	} {
		if got := joined(talk(c.said...)); got != c.want {
			t.Errorf("%v: %q, want %q", c.said, got, c.want)
		}
	}
}

// What a clinician tells with "okay?" behind it is told, not asked.
func TestOkayAsksNothing(t *testing.T) {
	cs := talk("D: I want to order another echocardiogram, okay?", "P: Sure.")
	if len(cs) == 0 || cs[0].Question {
		t.Errorf("%+v", cs)
	}
	if cs = talk("D: Do you have pain, okay?", "P: No."); !cs[0].Question {
		t.Errorf("%+v", cs)
	}
}

func TestABrokenOffSentenceIsPutTogether(t *testing.T) {
	cs := talk("D: I do hear a slight murmur in-", "P: Mm-hmm.", "D: in the left base. Your lungs are clear.")
	for _, c := range cs {
		if c.Text() == "i do hear a slight murmur in the left base" {
			if c.Before != "a" || c.Segment != "c" {
				t.Errorf("segments %q, %q", c.Before, c.Segment)
			}
			return
		}
	}
	t.Errorf("%+v", cs)
}

// Where a recogniser gave every line to the wrong speaker, the words put it right.
func TestSwappedTagsArePutRight(t *testing.T) {
	said := []string{
		"P: So what brings you in today, how can I help you?", "D: I have been having a lot of pain in my shoulder for weeks now and it hurts.",
		"P: Okay, and do you have any numbness or tingling in your arm?", "D: No, I have not had that.",
		"P: Have you been taking anything for the pain?", "D: I took some ibuprofen and it helped me a little bit.",
		"P: On your shoulder exam you have tenderness to palpation. I am going to order an x-ray of your shoulder.", "D: Okay, thank you, doctor.",
		"P: I am going to prescribe meloxicam and refer you to physical therapy. I will see you again in two weeks.", "D: My wife will be glad.",
	}
	cs := Roles(talk(said...))
	for _, c := range cs {
		if strings.Contains(c.Text(), "brings you in") && c.Speaker != ehr.ClinicianVoice || strings.Contains(c.Text(), "order an x-ray") && c.Speaker != ehr.ClinicianVoice || strings.Contains(c.Text(), "my shoulder for weeks") && c.Speaker != ehr.PatientVoice {
			t.Errorf("%s said %q", c.Speaker, c.Text())
		}
	}
	for i, s := range said { // the right way round nothing changes
		said[i] = map[byte]string{'P': "D", 'D': "P"}[s[0]] + s[1:]
	}
	for _, c := range Roles(talk(said...)) {
		if strings.Contains(c.Text(), "order an x-ray") && c.Speaker != ehr.ClinicianVoice {
			t.Errorf("a right tag was turned: %+v", c)
		}
	}
}
