package scribe

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/check"
	"github.com/visitwright/visitwright/scribe/clause"
	"github.com/visitwright/visitwright/scribe/reword"
	"github.com/visitwright/visitwright/scribe/sense"
	"github.com/visitwright/visitwright/scribe/statement"
)

// Version of the built-in drafter, as kept with a note.
const Version = "1"

// BuiltIn is the built-in drafter's name, as kept with a note.
const BuiltIn = "built-in"

// Options say how to draft.
type Options struct {
	Template Template    // zero: the built-in "soap"
	Visit    ehr.VisitID // goes into the note and the orders
	Now      time.Time   // the time of the visit: for the patient's age
	// Doubted leaves in the built-in draft what the check doubts, which is left
	// out otherwise: for measuring the check.
	Doubted bool
}

// NoSpeech is what a draft says when nothing was said.
const NoSpeech = "No speech was heard in this visit, so no note was drafted."

// NothingClinical is what a draft says when people spoke, but of nothing that
// belongs in a note.
const NothingClinical = "Nothing said in this visit belongs in a note, so none was drafted."

// Draft writes a note from a transcript without a language model. The same
// arguments give the same draft. Its sentences are already checked.
func Draft(segments []ehr.Segment, chart ehr.Chart, o Options) ehr.Draft {
	if o.Template.Name == "" {
		o.Template, _ = TemplateNamed("soap") // it is built in
	}
	d := drafter{chart: chart, o: o}
	d.note = ehr.Note{Visit: o.Visit, Template: o.Template.Name, TemplateVersion: o.Template.Version, TemplateHash: o.Template.Hash(), CreatedAt: o.Now,
		Drafter: ehr.Drafter{Name: BuiltIn, Version: Version}}
	cs := statement.Roles(clause.Split(toPeople(segments), sense.Boundary))
	if len(cs) == 0 {
		return ehr.Draft{Note: d.note, Statement: NoSpeech}
	}
	d.who = whoIs(cs, chart, o.Now)
	d.visit = sense.Prepare(d.who.meant(cs))
	d.casing = casingOf(segments)
	d.place()
	d.compose()
	if len(d.note.Sections) == 0 {
		return ehr.Draft{Note: d.note, Statement: NothingClinical}
	}
	h := check.Hear(segments)
	n := retitled(checked(d.note, h, chart), h, chart)
	if !o.Doubted {
		n = borne(n)
	}
	return finish(n, segments, chart, &d)
}

// finish lists what wants an answer beside a checked note.
func finish(n ehr.Note, segments []ehr.Segment, chart ehr.Chart, d *drafter) ehr.Draft {
	out := ehr.Draft{Note: n, Omissions: d.omissions(n), Reconciliations: Reconcile(segments, chart), Orders: StageOrders(n, segments)}
	for i := range out.Orders {
		out.Orders[i].Patient = chart.Patient.ID
	}
	used := map[ehr.SegmentID]bool{}
	for _, s := range n.Sections {
		for _, t := range s.Sentences {
			for _, id := range t.Segments {
				used[id] = true
			}
		}
	}
	for _, o := range out.Omissions {
		for _, id := range o.Segments {
			used[id] = true
		}
	}
	for _, s := range segments {
		if !used[s.ID] && !s.Missing {
			out.NotClinical = append(out.NotClinical, s.ID)
		}
	}
	return out
}

// drafter is one draft in the making.
type drafter struct {
	chart  ehr.Chart
	o      Options
	visit  *sense.Visit
	who    who
	placed []placed
	read   map[int]line // what is told of studies, by clause
	note   ehr.Note
	casing casing
	last   int // sentence ids given so far
}

func (d *drafter) sentence(l line) ehr.Sentence {
	d.last++
	return ehr.Sentence{ID: ehr.SentenceID(fmt.Sprintf("t%d", d.last)), Text: l.text, Kind: l.kind, Group: l.group, Segments: l.segments, Chart: l.chart, Origin: ehr.ByDrafter}
}

// retitled gives a problem whose title the check doubts the part of the title it
// bears out, so that no plan stands without its problem.
func retitled(n ehr.Note, h *check.Hearing, chart ehr.Chart) ehr.Note {
	for _, s := range n.Sections {
		for i, t := range s.Sentences {
			if t.Kind != ehr.ProblemTitle || len(t.Doubts) == 0 {
				continue
			}
			complaint, cause := strings.TrimSuffix(t.Text, "."), ""
			for _, doubt := range []string{", likely ", ", possible "} {
				if a, b, ok := strings.Cut(complaint, doubt); ok {
					complaint, cause = a, doubt[2:]+b
				}
			}
			plain := strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(complaint), "left "), "right ")
			for _, try := range []string{cause, complaint, plain, "assessment"} {
				if try == "" {
					continue
				}
				t.Text = reword.Capitalise(try) + "."
				if h.Doubts(check.Claim{Text: t.Text, Segments: t.Segments, Known: knownOf(n, chart), Day: dayOf(n)}) == nil {
					t.Doubts = nil
					s.Sentences[i] = t
					break
				}
			}
		}
	}
	return n
}

// borne leaves out the sentences the check doubts: the built-in drafter writes
// nothing it cannot bear out. What they held is listed among the omissions.
func borne(n ehr.Note) ehr.Note {
	var sections []ehr.Section
	for _, s := range n.Sections {
		var keep []ehr.Sentence
		for _, t := range s.Sentences {
			if len(t.Doubts) == 0 {
				keep = append(keep, t)
			}
		}
		if len(keep) > 0 {
			s.Sentences = keep
			sections = append(sections, s)
		}
	}
	n.Sections = sections
	return n
}

// toPeople leaves out lines that order a machine about.
func toPeople(segments []ehr.Segment) []ehr.Segment {
	return slices.DeleteFunc(slices.Clone(segments), func(s ehr.Segment) bool { return check.ToMachine(s.Text) })
}
