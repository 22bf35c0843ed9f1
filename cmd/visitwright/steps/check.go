package steps

import (
	"slices"

	"github.com/visitwright/visitwright/ehr"
)

// check doubts every sentence that names no evidence; the drafter's own doubts
// about sentences whose words are untouched stand.
func check(n ehr.Note) ehr.Note {
	sections := slices.Clone(n.Sections)
	for i := range sections {
		sections[i].Sentences = slices.Clone(sections[i].Sentences)
		for j, s := range sections[i].Sentences {
			if s.Origin == ehr.ByPerson && len(s.Segments) == 0 && len(s.Chart) == 0 && s.Kind != ehr.ProblemTitle {
				sections[i].Sentences[j].Doubts = []ehr.Doubt{{
					Kind: ehr.NoEvidence, Text: s.Text, Detail: "Nothing in the recording is named for this sentence.",
				}}
			}
		}
	}
	n.Sections = sections
	return n
}

// addOmission puts what was heard at the end of its section.
func addOmission(n ehr.Note, o ehr.Omission) ehr.Note {
	s := ehr.Sentence{Text: o.Text, Kind: ehr.Statement, Group: o.Group, Segments: o.Segments, Origin: ehr.ByDrafter}
	sections := slices.Clone(n.Sections)
	at := slices.IndexFunc(sections, func(sec ehr.Section) bool { return sec.Name == o.Section })
	if at < 0 {
		sections = append(sections, ehr.Section{Name: o.Section, Title: string(o.Section)})
		at = len(sections) - 1
	}
	sections[at].Sentences = append(slices.Clone(sections[at].Sentences), s)
	n.Sections = sections
	return n
}
