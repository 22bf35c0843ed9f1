package check

import (
	"math/rand/v2"
	"slices"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/eval/note/visits"
	"github.com/visitwright/visitwright/scribe"
)

// plants are things patients and clinicians say that a note must not miss, in
// our own words.
var plants = []struct {
	who  ehr.Speaker
	text string
}{
	{ehr.PatientVoice, "I'm allergic to sulfasalazine, I broke out in a rash."}, {ehr.PatientVoice, "I also take digoxin 125 micrograms every morning."}, {ehr.PatientVoice, "My other doctor put me on lamotrigine."}, {ehr.PatientVoice, "I had a seizure two months ago."},
	{ehr.PatientVoice, "I coughed up blood last night."}, {ehr.PatientVoice, "I was diagnosed with lupus in 2015."}, {ehr.PatientVoice, "My father had pancreatic cancer."}, {ehr.PatientVoice, "My sister has multiple sclerosis."}, {ehr.PatientVoice, "I've had night sweats for three weeks."},
	{ehr.PatientVoice, "I've been having palpitations in the evening."}, {ehr.PatientVoice, "I noticed blood in my urine yesterday."}, {ehr.PatientVoice, "Sometimes I have trouble swallowing."}, {ehr.PatientVoice, "I stopped taking the warfarin last month."}, {ehr.PatientVoice, "I use an albuterol inhaler twice a week."}, {ehr.PatientVoice, "I smoke a pack a day, and I have emphysema."},
	{ehr.ClinicianVoice, "I want you to start methotrexate 10 milligrams once a week."}, {ehr.ClinicianVoice, "I'm going to order an EEG."}, {ehr.ClinicianVoice, "We will get a bone scan next month."}, {ehr.ClinicianVoice, "I do hear some rhonchi at the bases."}, {ehr.ClinicianVoice, "You have some jaundice today."},
	{ehr.PatientVoice, "I passed out in the shower on Monday."}, {ehr.PatientVoice, "I have been thinking of hurting myself, suicidal thoughts really."}, {ehr.PatientVoice, "My ears have been ringing, I have tinnitus."}, {ehr.PatientVoice, "I get hives from penicillin."}, {ehr.PatientVoice, "I have glaucoma in both eyes."},
}

// Planted drafts every visit, plants one fact in its transcript afterwards, and
// counts how often the omissions of the old draft name it.
func Planted(vs []visits.Visit, seed uint64) (found, all int) {
	r := rand.New(rand.NewPCG(seed, 7))
	for _, v := range vs {
		note := scribe.Draft(v.Segments, ehr.Chart{}, scribe.Options{}).Note
		for range 5 {
			p := plants[r.IntN(len(plants))]
			at := r.IntN(len(v.Segments) + 1)
			segs := slices.Insert(slices.Clone(v.Segments), at, ehr.Segment{ID: "planted", Speaker: p.who, Text: p.text})
			all++
			if slices.ContainsFunc(scribe.Omissions(note, segs, ehr.Chart{}), func(o ehr.Omission) bool { return slices.Contains(o.Segments, "planted") }) {
				found++
			}
		}
	}
	return found, all
}
