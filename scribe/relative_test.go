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
