package scribe

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/ehr"
)

const elbow = `[doctor] hello what brings you in today
[patient] my left elbow hurts i have had pain in my left elbow for a week
[doctor] let me do a quick exam of your left elbow there is some tenderness over the left elbow right here now i want you to bend it for me
[patient] okay
[doctor] i reviewed your x-ray of the left elbow and it shows no fracture
[doctor] so for your left elbow pain i think you have lateral epicondylitis i want to prescribe ibuprofen six hundred milligrams and we're going to take that for a full week i am going to order a sling i am going to order an mri of the left elbow and i will see you again in two weeks thanks bye`

// A problem's assessment rests on what was found, and its plan stands in order: what
// is given, what is looked for, when the patient comes back.
func TestAProblemHasItsGroundsAndItsPlanInOrder(t *testing.T) {
	d := draftOf(t, elbow)
	text := Text(d.Note)
	_, plan, ok := strings.Cut(text, "ASSESSMENT AND PLAN")
	require.True(t, ok, text)
	at := -1
	for _, want := range []string{"Exam shows tenderness over the left elbow.", "X-ray of the left elbow demonstrates no fracture.", "Medical Treatment:", "ibuprofen 600 mg", "take the ibuprofen for a full week.", "sling", "Additional Testing: ", "MRI", "Follow-up: Follow up in 2 weeks."} {
		i := strings.Index(plan, want)
		require.Greater(t, i, at, "%s in\n%s", want, plan)
		at = i
	}
	require.NotContains(t, plan, "bye")
	for _, s := range d.Note.Sections {
		for _, l := range s.Sentences {
			require.NotEmpty(t, l.Segments, l.Text)
			require.Empty(t, l.Doubts, l.Text)
		}
	}
}

func TestTheKindOfAnOrderIsAsItIsWritten(t *testing.T) {
	for text, want := range map[string]ehr.SentenceKind{
		"Follow up on Monday.": ehr.PlanFollowUp, "Order a hemoglobin A1c to see whether metformin is enough.": ehr.PlanTest, "Order ipratropium, 2 puffs twice daily.": ehr.PlanMedication,
		"Stop smoking.": ehr.PlanAdvice, "Refer to cardiology.": ehr.PlanReferral, "This is well controlled.": ehr.Reasoning,
	} {
		require.Equal(t, want, asWritten(ehr.Reasoning, text), text)
	}
	for said, want := range map[string]ehr.SentenceKind{
		"we will give you 600 mg every 6 hours": ehr.PlanMedication, "i am going to order a sling": ehr.PlanMedication, "do try to get back to walking": ehr.PlanAdvice,
		"we can try to start you on metformin": ehr.PlanMedication, "i recommend not skiing for now": ehr.PlanAdvice, "it looks stable": ehr.Reasoning,
	} {
		require.Equal(t, want, kindOf(strings.Fields(said)), said)
	}
}

func TestWhatOrdersNothingIsNoPlan(t *testing.T) {
	for _, text := range []string{"We will.", "We will increase.", "We will be ordering.", "Order a test."} {
		require.True(t, hollow(text), text)
	}
	for _, text := range []string{"We will increase metformin.", "Order a CBC.", "Rest."} {
		require.False(t, hollow(text), text)
	}
}

func TestWhenToCallIsNeverLost(t *testing.T) {
	text := Text(draftOf(t, `D: What brings you in?
P: I have had chest pain for a month.
D: I am going to order a stress test this week. If the pain lasts more than fifteen minutes, call 911.`).Note)
	require.Contains(t, text, "If the pain lasts more than 15 minutes, call 911.")
}
