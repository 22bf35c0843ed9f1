package reword

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/ehr"
)

func TestWhatCannotBeReadIsNoSentence(t *testing.T) {
	for _, bad := range []string{
		"with the cough have her been bringing up sputum", "it she can not stop", "he denies any a cough", "it is pretty", "he smokes of cigarettes per day",
		"does the left one seem red", "how about with wrist", "it is just his yes his knee", "he denies any if she pulls the tibia", "he as he walks", "when he was lifting weights", "she does not think",
	} {
		require.False(t, Sound(strings.Fields(bad), false), bad)
	}
	for _, good := range []string{
		"he denies any fever or chills", "when he walks , the pain gets worse", "if she can , she will follow up", "he takes vitamin a in the morning", "it feels like his heart is racing", "before that he smoked a pack a day", "he has no allergies",
	} {
		require.True(t, Sound(strings.Fields(good), false), good)
	}
}

func TestAnAnswerTakesItsQuestionsVerb(t *testing.T) {
	he := For(ehr.Male)
	for _, c := range []struct{ question, answer, want string }{
		{"where exactly is the pain", "just right in the lower back", "the pain is located right in the lower back"},
		{"where exactly is the pain", "the pain is just rated in my back", ""},
		{"can you describe the pain", "dull and achy", "the pain is dull and achy"},
		{"how severe is it on a scale of 1 to 10", "probably a 7", "he rates it 7 out of 10"},
		{"on a scale of 1 to 10 how bad is the pain", "it was a 7 but now a 3", ""},
		{"how long have you been smoking", "about 20 years", ""},
	} {
		got, _ := WhAnswer(strings.Fields(c.question), strings.Fields(c.answer), he)
		require.Equal(t, c.want, strings.Join(got, " "), c.answer)
	}
	got, ok := Radiated(strings.Fields("does it go anywhere"), strings.Fields("sometimes to my left arm"), he)
	require.True(t, ok)
	require.Equal(t, "it sometimes radiates to his left arm", strings.Join(got, " "))
}
