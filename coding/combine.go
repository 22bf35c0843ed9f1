package coding

import (
	"regexp"
	"strings"
)

// has returns the first suggestion whose code begins with one of the prefixes.
func (c *coder) has(prefixes ...string) *Suggestion {
	for i := range c.out {
		for _, p := range prefixes {
			if strings.HasPrefix(c.out[i].Code, p) {
				return &c.out[i]
			}
		}
	}
	return nil
}

// change gives a suggestion another code of the release.
func (c *coder) change(s *Suggestion, to, rule string) {
	if n, ok := c.lx.Release.Lookup(to); ok && n.Billable {
		s.Code, s.Description = n.Code, n.Description
		s.Rules = append(s.Rules, rule)
	}
}

// combine applies the combination codes that the Guidelines presume or order.
func (c *coder) combine() {
	// I.C.9.a: hypertension with heart failure or chronic kidney disease is
	// presumed to be related: I11, I12, I13, the other code beside it.
	if ht := c.has("I10"); ht != nil {
		failure, kidney := c.has("I50"), c.has("N18")
		advanced := kidney != nil && (kidney.Code == "N18.5" || kidney.Code == "N18.6")
		switch {
		case failure != nil && kidney != nil && advanced:
			c.change(ht, "I13.2", "hypertensive-heart-and-kidney (guideline I.C.9.a.3)")
		case failure != nil && kidney != nil:
			c.change(ht, "I13.0", "hypertensive-heart-and-kidney (guideline I.C.9.a.3)")
		case failure != nil:
			c.change(ht, "I11.0", "hypertensive-heart (guideline I.C.9.a.1)")
		case kidney != nil && advanced:
			c.change(ht, "I12.0", "hypertensive-kidney (guideline I.C.9.a.2)")
		case kidney != nil:
			c.change(ht, "I12.9", "hypertensive-kidney (guideline I.C.9.a.2)")
		}
	}
	// I.A.15 "with": diabetes and chronic kidney disease, neuropathy and others
	// are presumed to be related.
	if dm := c.has("E11.9", "E10.9"); dm != nil {
		base := dm.Code[:3]
		switch {
		case c.has("N18") != nil:
			c.change(dm, base+".22", "diabetes-with-kidney (guideline I.A.15)")
		case c.has("G62.9") != nil:
			c.change(dm, base+".40", "diabetes-with-neuropathy (guideline I.A.15)")
			c.drop("G62.9")
		}
	}
	// Symptoms integral to a confirmed diagnosis are not coded (I.B.5, IV.D).
	for _, in := range integral {
		if c.has(in.to...) != nil {
			for _, s := range in.symptoms {
				c.drop(s)
			}
		}
	}
}

// integral lists symptoms that go with a diagnosis as a rule. Our own list, from
// the diseases' usual pictures.
var integral = []struct{ symptoms, to []string }{
	{[]string{"R05", "R06.2", "R06.02", "R50.9"}, []string{"J44", "J45", "J18", "J20", "J06", "J11", "U07"}},
	{[]string{"R06.02", "R06.09", "R60.0", "R60.9"}, []string{"I50", "I11.0", "I13"}},
	{[]string{"R07.0", "J02.9"}, []string{"J02.0", "J03", "J36"}},
	{[]string{"R12", "R10.13"}, []string{"K21", "K25", "K27", "K29"}},
	{[]string{"R30.0", "R35.0"}, []string{"N39.0", "N30", "N10", "N12"}},
	{[]string{"R10.9", "R11.2", "R11.0", "R11.10", "R19.7"}, []string{"K52", "A08", "K57", "K35", "K80", "K85"}},
	{[]string{"R51.9"}, []string{"G43", "G44"}},
	{[]string{"R73.9", "R73.03"}, []string{"E11", "E10"}},
	{[]string{"R03.0"}, []string{"I10", "I11", "I12", "I13"}},
	{[]string{"R31"}, []string{"N20"}},
	{[]string{"R42"}, []string{"H81"}},
}

func (c *coder) drop(prefix string) {
	kept := c.out[:0]
	for _, s := range c.out {
		if !strings.HasPrefix(s.Code, prefix) {
			kept = append(kept, s)
		}
	}
	c.out = kept
}

// past codes what is over, a relative's, or a state after a procedure: Z codes
// only (Official Guidelines I.C.21.c.3, I.C.21.c.4).
func (c *coder) past(st statement) {
	lead := map[history]string{personal: "personal history of ", family: "family history of ", status: "presence of "}[st.history]
	q := newTerm(lead + st.text)
	for _, h := range c.possible(c.lx.search(q, 20)) {
		if h.Code.Code[0] != 'Z' || h.Score < weakestHistory {
			continue
		}
		c.enter(Suggestion{Code: h.Code.Code, Description: h.Code.Description, SentenceID: st.sentence, Sentence: st.group,
			Rules: append(st.rules, "history-and-status (guideline I.C.21.c)"), score: h.Score, title: st.title})
		return
	}
}

// weakestHistory is higher than weakest: the Z codes' texts share their first
// words with every query.
const weakestHistory = 0.55

// drugStatus are long-term drugs that are coded beside the disease.
var drugStatus = []struct {
	id     string
	drug   *regexp.Regexp
	beside []string
	code   string
}{
	// I.C.4.a.3: insulin, and oral hypoglycaemics.
	{"long-term-insulin (guideline I.C.4.a.3)", re(`\b(insulin|lantus|humalog|novolog|levemir|tresiba|basaglar|toujeo)\b`), []string{"E11"}, "Z79.4"},
	{"long-term-oral-hypoglycemic (guideline I.C.4.a.3)", re(`\b(metformin|glucophage|glipizide|glimepiride|glyburide|sitagliptin|januvia|jardiance|empagliflozin|farxiga|pioglitazone)\b`), []string{"E11"}, "Z79.84"},
	{"long-term-anticoagulant (guideline I.C.21.c.3)", re(`\b(warfarin|coumadin|eliquis|apixaban|xarelto|rivaroxaban|pradaxa)\b`), []string{"I48", "I82", "I26", "Z86.7", "Z95"}, "Z79.01"},
}

// statusCodes offers the codes of long-term drugs beside their disease. They are
// offered, not ticked: practices differ in whether they report them.
func (c *coder) statusCodes() {
	for _, d := range drugStatus {
		anchor := c.has(d.beside...)
		if anchor == nil || !said(c.text, d.drug) {
			continue
		}
		n, ok := c.lx.Release.Lookup(d.code)
		if !ok || !n.Billable {
			continue
		}
		c.enter(Suggestion{Code: n.Code, Description: n.Description, SentenceID: anchor.SentenceID, Sentence: anchor.Sentence,
			Rules: []string{d.id}, score: 0.5, title: true})
	}
}
