package coding

// preselect is the confidence from which a suggestion is ticked: what a coder
// keeps more often than not.
const preselect = 0.5

// finish sets confidence, selection and order.
func (c *coder) finish() []Suggestion {
	alone := true
	for i := range c.out {
		alone = alone && (complaint(c.out[i].Code) || c.out[i].Code[0] == 'Z')
	}
	for i := range c.out {
		s := &c.out[i]
		s.Confidence = s.kept(alone)
		s.Selected = s.Confidence >= preselect
		if s.Rules == nil {
			s.Rules = []string{}
		}
		if s.Alternatives == nil {
			s.Alternatives = []Alternative{}
		}
	}
	c.order()
	return c.out
}

// kept is the share of such suggestions that a coder kept: the steps are those of
// an isotonic fit on the office visits of eval/code/visits.tsv that no rule was
// written on (60 notes, with their titles and without; 288 suggestions), pooled
// over neighbours and rounded to 0.05. One coder made those codes. Alone says that
// the note names nothing but complaints.
func (s *Suggestion) kept(alone bool) float64 {
	switch {
	case s.earned && s.score >= tickedScore:
		return 0.9
	case s.title && s.near > 0 && s.score < 1:
		return s.byMeaning()
	case s.score < 0.55:
		return 0.2
	case s.score < 0.75:
		return 0.25
	case s.title && s.score < 1:
		return 0.7
	case s.title:
		return 0.9
	case complaint(s.Code) && s.inPlan && alone:
		return 0.5
	case complaint(s.Code):
		return 0.2
	case longStanding(s.Code):
		return 0.8
	case s.Code[0] == 'S':
		return 0.7
	}
	return 0.5
}

// byMeaning is the share right of titles that are no code's own words, by how near
// words and meaning together bring the best code: 15 of 20 from nearEnough, hardly
// any below (notes of eval/code with titles; steps, no fit).
func (s *Suggestion) byMeaning() float64 {
	switch {
	case s.near >= 1.2:
		return 0.85
	case s.near >= nearEnough:
		return 0.7
	case s.near >= 0.98 && s.score >= 0.75:
		return 0.45
	}
	return 0.2
}
