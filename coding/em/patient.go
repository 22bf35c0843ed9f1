package em

import "github.com/visitwright/visitwright/ehr"

const (
	isNew       = "new"
	established = "established"
	unknown     = "not documented"
)

var (
	saysNew = re(`\bnew patient\b|\bestablish(ing)? care\b|\bfirst (visit|time) (here|with us|in (our|this) (office|clinic))`)
	saysOld = re(`\b(established patient|last (seen|visit)|since (i |we )?last|returns? (today )?(for|in)|follow(s|ed|ing)?[- ]?up (of|on|for|visit)|continues? (on|to take)|her last visit|his last visit|routine follow)`)
)

// patient says whether the patient is new: no professional service by this
// clinician, or one of the same specialty and group, within three years (AMA,
// "New and established patients"; MCPM 12, 30.6.7).
func patient(in Input) (kind, by string) {
	if in.New != nil {
		if *in.New {
			return isNew, "the record"
		}
		return established, "the record"
	}
	for _, sec := range in.Note.Sections {
		for _, s := range sec.Sentences {
			if saysNew.MatchString(s.Text) {
				return isNew, s.Text
			}
		}
	}
	for _, sec := range in.Note.Sections {
		if sec.Name != ehr.ChiefComplaint && sec.Name != ehr.HPI && sec.Name != ehr.AssessmentPlan {
			continue
		}
		for _, s := range sec.Sentences {
			if saysOld.MatchString(s.Text) && sec.Name != ehr.AssessmentPlan {
				return established, s.Text
			}
		}
	}
	return unknown, ""
}

// Preventive is an examination of a person who came well.
type Preventive struct {
	Code     string         `json:"code"`
	Sentence string         `json:"sentence"`
	ID       ehr.SentenceID `json:"sentence_id"`
	Why      string         `json:"why"`
}

var wellVisit = re(`\b(annual (physical|wellness|exam\w*|check[- ]?up|visit)|routine physical|well[- ](child|woman|man|baby) (check|visit|exam)\w*|yearly physical|preventive (visit|exam\w*))\b`)

// preventive chooses by age and by new or established (AMA, "Preventive medicine
// services"): under 1, 1 to 4, 5 to 11, 12 to 17, 18 to 39, 40 to 64, 65 and over
// are the last digits 1 to 7 of 9938x and 9939x.
func preventive(in Input, kind string) *Preventive {
	for _, sec := range in.Note.Sections {
		if sec.Name != ehr.ChiefComplaint && sec.Name != ehr.AssessmentPlan {
			continue
		}
		for _, s := range sec.Sentences {
			if !wellVisit.MatchString(s.Text) || sec.Name == ehr.AssessmentPlan && s.Kind != ehr.ProblemTitle {
				continue
			}
			p := &Preventive{Sentence: s.Text, ID: s.ID}
			if in.Age < 0 {
				p.Why = "the note does not tell the age, by which the code is chosen"
				return p
			}
			digit := 1
			for _, from := range []int{1, 5, 12, 18, 40, 65} {
				if in.Age >= from {
					digit++
				}
			}
			base := "9939"
			if kind == isNew {
				base = "9938"
			}
			p.Code = base + string(rune('0'+digit))
			p.Why = "by age and by " + kind + ` patient (AMA, "Preventive medicine services")`
			return p
		}
	}
	return nil
}

// Modifier is a modifier with its reason; without a reason there is none.
type Modifier struct {
	Reason   string `json:"reason"`
	Sentence string `json:"sentence"`
	Source   string `json:"source"`
}

// modifier25 is proposed only where the visit did work beyond the service beside
// it: a problem other than the one that service was for. The decision for a minor
// procedure is part of the procedure (NCCI, chapter I, D; MCPM 12, 40.1.B and
// 30.6.6.B).
func modifier25(in Input, v Visit) *Modifier {
	const source = "NCCI, chapter I, D; MCPM 12, 30.6.6.B"
	items := v.Table[0].Items
	if v.Preventive != nil {
		for _, it := range items {
			if it.level >= Low {
				return &Modifier{Reason: "a problem was worked up beyond the preventive examination", Sentence: it.Sentence, Source: source}
			}
		}
		return nil
	}
	if len(in.Procedures) == 0 || len(items) < 2 {
		return nil
	}
	for _, it := range items {
		own := true
		for _, p := range in.Procedures {
			own = own && !shareWord(it.Sentence, p.Title+" "+p.Sentence)
		}
		if own {
			return &Modifier{Reason: "a problem was managed that the procedure was not for", Sentence: it.Sentence, Source: source}
		}
	}
	return nil
}
