package clause

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/ehr"
)

func TestAShortNoDeniesWhatWasAskedAbout(t *testing.T) {
	for _, c := range []struct{ asked, said, want string }{
		{"Any tingling or numbness in your legs?", "No, numbness or tingling.", "no numbness or tingling"},
		{"Any pain?", "No, numbness.", "no , numbness"},
		{"Any numbness?", "No, numbness is not what I feel.", "no , numbness is not what i feel"},
		{"Any fever?", "No fever.", "no fever"},
	} {
		cs := Split([]ehr.Segment{{ID: "a", Speaker: ehr.ClinicianVoice, Text: c.asked}, {ID: "b", Speaker: ehr.PatientVoice, Text: c.said}}, nil)
		require.Equal(t, c.want, cs[len(cs)-1].Text(), c.said)
	}
}
