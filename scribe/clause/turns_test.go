package clause

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/ehr"
)

// Speech without punctuation: "now" opens what follows and closes nothing, and "there
// is no" begins a finding unless it hangs on what stands before.
func TestUnpunctuatedFindingsAreCutWhereTheyTurn(t *testing.T) {
	always := func(words []string, i int) float64 { // a model that would cut anywhere
		if words[i] == "there" {
			return 1
		}
		return 0
	}
	cs := Split([]ehr.Segment{{ID: "s1", Speaker: ehr.ClinicianVoice, Text: "we need a picture of your leg to see whether or not there is a clot in it"}}, always)
	require.Len(t, cs, 1, "what is only wondered about is never told")
	for said, want := range map[string][]string{
		"your belly is soft now i want you to breathe in deeply for me please":                         {"your belly is soft", "i want you to breathe in deeply for me please"},
		"your skin is warm and dry there is no redness around the old scar on your arm at all":         {"your skin is warm and dry", "there is no redness around the old scar on your arm at all"},
		"i am glad it is better right now and i think there is no need for another picture of it":      {"i am glad it is better right now", "i think there is no need for another picture of it"},
		"lungs are clear on your left ankle exam you have some swelling over the outer side of it too": {"lungs are clear", "on your left ankle exam you have some swelling over the outer side of it too"},
		"on the left hand there is some bruising over the back of the thumb":                           {"on the left hand there is some bruising over the back of the thumb"},
	} {
		var got []string
		for _, c := range Split([]ehr.Segment{{ID: "s1", Speaker: ehr.ClinicianVoice, Text: said}}, nil) {
			got = append(got, c.Text())
		}
		require.Equal(t, want, got)
	}
}
