package scribe

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/ehr"
)

// interview is spontaneous talk: short answers, beginnings given up, fillers, and
// the clinician saying answers back.
const interview = `D: Hi there, what brings you in today?
P: Sure, I've um been having like a pain in my lower back. It it started about a week ago.
D: OK. Where exactly is the pain?
P: Just right in the lower back.
D: In the lower back, OK. And can you describe the pain for me?
P: Uh, dull and achy.
D: And how severe is the pain on a scale of one to ten?
P: It's probably, like a six.
D: Have you had any fevers?
P: No.
D: Any chills?
P: No.
D: Any night sweats or a cough?
P: No.
D: Do you have any medical conditions?
P: Type two diabetes.
D: Do you take any medications for that?
P: Metformin.
D: OK. Any allergies?
P: Yeah, to penicillin.
D: Have you had any surgeries in the past?
P: Hemorrhoids removed three years ago.
D: Has anyone in your family had any cancers?
P: My father had prostate cancer.
D: Do you smoke?
P: I do, yeah I smoke a pack of cigarettes per day.
D: And how long have you been smoking for?
P: For about twenty years.
D: Who do you live with?
P: She is I mean I live with my wife in a in an apartment.
D: And we been having any erectile dysfunction?
P: No, no.
D: Okay. I think this is most likely a lumbar strain. I'll order an X-ray of the lumbar spine.
P: OK, thank you.`

func TestAnInterviewsShortAnswersStandWhereTheyWereAskedFor(t *testing.T) {
	text := Text(draftOf(t, interview).Note)
	for _, want := range []string{
		"located right in the lower back", "he pain is dull and achy", "rates the pain 6 out of 10", "denies any fevers, chills, night sweats, or cough",
		"ALLERGIES\n\nHe is allergic to penicillin.",
		"SURGICAL HISTORY\n\nHe had hemorrhoids removed 3 years ago.",
		"FAMILY HISTORY\n\nHis father had prostate cancer.",
		"Metformin.", "ype 2 diabetes", "smokes a pack of cigarettes per day.", "smoked for about 20 years.", "lives with his wife in an apartment.",
	} {
		require.Contains(t, text, want)
	}
	for _, bad := range []string{"PHYSICAL EXAM", "any a ", "yes", "Sure", "a in an", "She", "Erectile dysfunction.", "Penicillin."} {
		require.NotContains(t, text, bad, text)
	}
	require.Less(t, strings.Index(text, "MEDICAL HISTORY"), strings.Index(text, "ype 2 diabetes"))
}

func draftOf(t *testing.T, talk string) ehr.Draft {
	t.Helper()
	segs, err := ReadTranscript(strings.NewReader(talk))
	require.NoError(t, err)
	return Draft(segs, ehr.Chart{}, Options{Now: time.Date(2026, 1, 2, 9, 0, 0, 0, time.UTC)})
}
