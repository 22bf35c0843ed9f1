package scribe

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What a signing clinician may never meet: another's age or illness, a mood or a
// shiver for a disease, an old course of a drug or a perhaps for what is taken.
func TestAnothersFactsAreNotThePatients(t *testing.T) {
	text := Text(draftOf(t, `D: Hello, what brings you in?
P: I've had a cough for two weeks and I'm a bit worried. I'm quite cold at night.
D: Any discharge from your nose?
P: Yes, there is some clear discharge from my nose.
D: Are you on anything for it?
P: My doctor prescribed some azithromycin, it didn't do anything.
D: Any cancers?
P: Yeah, colon cancer runs in the family.
D: Has anyone in the family had pulmonary fibrosis?
P: What is that?
D: Pulmonary fibrosis is a condition where the lung gets stiff.
P: No, nobody.
D: Who lives at home with you?
P: My daughter.
D: And how is she doing?
P: She is 16 years old now and doing well.
D: Do you smoke?
P: No, I don't smoke.
D: I think this is most likely bronchitis. You can continue your Tylenol, and if it does not get better we can consider a steroid injection.`).Note)
	for _, bad := range []string{"16-year-old", "Vaginal", "vaginal", "Pulmonary fibrosis", "1. Anxiety", "Upper respiratory infection", "\nAzithromycin", "\nSteroid injection", "\nColon cancer."} {
		require.NotContains(t, text, bad, text)
	}
	_, family, ok := strings.Cut(text, "FAMILY HISTORY")
	require.True(t, ok, text)
	require.Contains(t, strings.ToLower(family), "colon cancer runs in the family", text)
	require.Contains(t, text, "Cough")
	require.Contains(t, text, "\nTylenol.")
}

func TestWhatIsLookedForIsNoProblem(t *testing.T) {
	for _, said := range []string{"we will check for things like gout as well", "it is meant to reduce your risk of stroke and heart attack", "they checked my diabetes and my blood pressure", "we want to exclude pneumonia",
		"people in such jobs can have copd", "that can lead to pneumonia", "it can turn into pneumonia"} {
		require.Empty(t, titles(strings.Fields(said)), said)
	}
	require.NotEmpty(t, titles(strings.Fields("i think you have pneumonia")))
}

// A question names no diagnosis, and a course that is over is not taken.
func TestAskedAndOver(t *testing.T) {
	text := Text(draftOf(t, `D: What brings you in?
P: I've had a cough for three weeks.
D: Are you taking any medicines?
P: I take lisinopril every day, and I took amoxicillin a month ago.
D: Lungs are clear today.
P: Do you think it is asthma?
D: Is it pneumonia, you mean? Let's get a chest x-ray and see you again in a week.`).Note)
	for _, bad := range []string{"Asthma\n", "1. Asthma", "1. Pneumonia", "\nAmoxicillin"} {
		require.NotContains(t, text, bad, text)
	}
	require.Contains(t, text, "\nLisinopril")
	for said, want := range map[string]bool{"i finished the amoxicillin": false, "i took some doxycycline two weeks ago": false, "i started metformin a month ago": true, "i take metformin": true} {
		require.Equal(t, want, taking(strings.Fields(said)), said)
	}
}

func TestAColdIsAnIllnessAndColdIsNot(t *testing.T) {
	for said, want := range map[string]string{"i have had a bad cold": "Upper respiratory infection", "it is just the common cold": "Upper respiratory infection", "i have been hot and cold": "", "i feel quite cold": "", "my hands are in the cold": ""} {
		got := ""
		if ts := titles(strings.Fields(said)); len(ts) > 0 {
			got = ts[0].text
		}
		require.Equal(t, want, got, said)
	}
}
