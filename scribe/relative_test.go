package scribe

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A relative's illness, an illness feared and one asked for by name are none of the
// patient's, neither in the history nor as a problem's title.
func TestOnlyThePatientsIllnessesAreListed(t *testing.T) {
	text := Text(draftOf(t, `D: What brings you in today?
P: I have a bad cough since Monday. I was worried that I might have COVID.
D: Any shortness of breath?
P: No.
D: Any chest pain in the past?
P: No.
D: Any medical conditions?
P: I have asthma.
D: Does anything run in your family?
P: My dad has heart trouble. He had a heart attack in his sixties.
D: And we been having any diabetes?
P: No.
D: OK. Your symptoms overlap with those of COVID. I'll order a COVID swab today.`).Note)
	require.Contains(t, text, "Asthma")
	for _, bad := range []string{"COVID-19.", "Myocardial infarction.", "Diabetes mellitus.", "Denies chest pain", "patient had a heart attack"} {
		require.NotContains(t, text, bad)
	}
}

// A parent tells of a child: the note says who denies, who gives the medicine, and
// whose asthma it was.
func TestWhoSpeaksForAPatientIsNotThePatient(t *testing.T) {
	text := Text(draftOf(t, `D: Hello, what brings you in?
P: I came in with my son.
D: What is the matter?
P: He has had a cough for three days.
D: Has he had a fever?
P: Yes, he felt hot last night.
D: Any vomiting or diarrhea?
P: No, he hasn't.
D: Is he eating?
P: He is drinking well. I gave him some Tylenol.
D: Does he have asthma?
P: No, he doesn't. I used to have asthma as a child.
D: I think he has bronchiolitis. I want you to give him plenty of fluids.`).Note)
	for _, want := range []string{"He has had a fever.", "The caregiver denies any vomiting or diarrhea.", "He has had a cough for 3 days", "The caregiver will give him plenty of fluids."} {
		require.Contains(t, text, want, text)
	}
	for _, bad := range []string{"\nAsthma.", "he patient gave", "He gave", "He used to have asthma", "he patient used to"} {
		require.NotContains(t, text, bad, text)
	}
}
