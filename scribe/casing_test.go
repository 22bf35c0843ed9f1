package scribe

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/ehr"
)

func TestNamesAreWrittenAsTheTranscriptHasThem(t *testing.T) {
	d := drafter{casing: casingOf([]ehr.Segment{{Text: "Well, I went to Norway in May. May I ask Dr. Brandt about it? I may go to Norway."}}), who: who{name: "Vera"}}
	require.Equal(t, "She went to Norway and may go again.", d.named("She went to norway and may go again."))
	require.Equal(t, "Refer to Dr. Brandt.", d.named("Refer to dr. brandt."))
	require.Equal(t, "Vera Lund is a 40-year-old female.", d.named("Vera lund is a 40-year-old female."))
	require.Equal(t, "Vera is a 40-year-old female.", d.named("Vera is a 40-year-old female."))
}

// A talk by telephone has no examination, whatever is said of one to come.
func TestATalkWithoutExaminationHasNone(t *testing.T) {
	d := draftOf(t, `D: Hello, how can I help you today?
P: I've had a sore throat and a runny nose for four days.
D: Any fever?
P: No.
D: Have you had any thyroid problems?
P: My mum has an underactive thyroid.
D: You may need an examination face to face if it goes on, with your ears, throat and neck.
P: All right. My throat is quite red.
D: I think this is most likely a viral infection. Take paracetamol for the pain.`)
	for _, s := range d.Note.Sections {
		require.NotEqual(t, ehr.Exam, s.Name)
	}
}
