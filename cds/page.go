package cds

import (
	"fmt"
	"strings"

	"github.com/visitwright/visitwright/cds/immunization"
	"github.com/visitwright/visitwright/cds/interactions"
	"github.com/visitwright/visitwright/cds/preventive"
)

// RulesPage writes every rule as a page for people: what fires, how loudly, what
// it says to do and where it comes from. cds/RULES.md is this page.
func RulesPage(k *interactions.Knowledge) string {
	var b strings.Builder
	drugs, brands, combos := k.Size()
	fmt.Fprintf(&b, "# The rules of the checks\n\nWritten by `go test ./cds -run RulesPage -update` from the rule files; do not edit.\n\n")
	fmt.Fprintf(&b, "Drug content %s of %s: %d ingredients, %d brand names, %d combinations, %d rules. USPSTF recommendations %s.\n", k.Version, k.Released, drugs, brands, combos, len(k.Rules()), preventive.Version)
	titles := map[interactions.Kind]string{
		interactions.Interaction: "Interactions", interactions.Stack: "Effects that add up", interactions.Food: "Food and alcohol",
		interactions.Allergy: "Allergies", interactions.Duplicate: "Double prescription", interactions.Withdrawal: "Stopping a drug", interactions.Disease: "Conditions",
		interactions.Pregnancy: "Pregnancy", interactions.Lactation: "Breastfeeding", interactions.Renal: "Kidneys", interactions.Hepatic: "Liver",
		interactions.Age: "Age", interactions.Dose: "Dose", interactions.Monitoring: "Missing tests", interactions.ResultCheck: "Results",
	}
	for _, kind := range interactions.Kinds {
		fmt.Fprintf(&b, "\n## %s\n", titles[kind])
		for _, r := range k.Rules() {
			if r.Kind == kind {
				writeRule(&b, r)
			}
		}
	}
	b.WriteString("\n## Preventive care (USPSTF, grade A and B)\n")
	for _, r := range preventive.Recommendations() {
		who := "everyone"
		if r.Sex != "" {
			who = string(r.Sex)
		}
		grade := r.Grade
		if r.GradeBTo > 0 {
			grade = fmt.Sprintf("%s (B to %d years)", r.Grade, r.GradeBTo)
		}
		fmt.Fprintf(&b, "\n### %s\n\n%s. Grade %s, version %d. For: %s, %d to %d years", r.ID, r.Say, grade, r.Version, who, r.From, r.To)
		if len(r.Needs) > 0 {
			fmt.Fprintf(&b, ", with %s", strings.Join(r.Needs, " or "))
		}
		if len(r.Excluded) > 0 {
			fmt.Fprintf(&b, ". Excluded: %s", strings.Join(r.Excluded, ", "))
		}
		fmt.Fprintf(&b, ".\n\nSource: %s.\n", r.Source)
	}
	b.WriteString("\n### What excuses from several recommendations\n\n")
	for _, e := range preventive.Excuses() {
		fmt.Fprintf(&b, "- `%s`: %s. Source: %s.\n", e.ID, e.Say, e.Source)
	}
	b.WriteString("\n### Not decided from a chart\n\n")
	for _, u := range preventive.NotDecided() {
		fmt.Fprintf(&b, "- %s: %s. Source: %s.\n", u.Topic, u.Why, u.Source)
	}
	routine := immunization.Routine()
	fmt.Fprintf(&b, "\n## Immunization: the built-in schedule %s\n\nIt serves until a practice loads CDC's files.\n\n", routine.Version)
	for _, l := range routine.Lines {
		fmt.Fprintf(&b, "- %s (%s)", l.Name, l.Group)
		if l.Say != "" {
			fmt.Fprintf(&b, ": %s", l.Say)
		}
		fmt.Fprintf(&b, ". Source: %s.\n", l.Source)
	}
	fmt.Fprintf(&b, "\nLeft out, and said with every forecast: %s.\n\nSchedules a practice can choose:\n\n", strings.Join(routine.LeavesOut, "; "))
	for _, o := range routine.Options() {
		fmt.Fprintf(&b, "- `%s`: %s. %s. Source: %s.\n", o.ID, o.Name, o.What, o.Source)
	}
	return b.String()
}

func writeRule(b *strings.Builder, r *interactions.Rule) {
	fmt.Fprintf(b, "\n### %s\n\n%s. **%s**, %s, version %d.", r.ID, r.Summary, r.Tier, r.Sure, r.Version)
	if r.Mild != "" {
		fmt.Fprintf(b, " After a mild reaction: %s.", r.Mild)
	}
	if r.New {
		b.WriteString(" Only when it is started or changed.")
	}
	if r.Stopped {
		b.WriteString(" Only when it is being stopped.")
	}
	b.WriteString("\n\n")
	for _, p := range []struct {
		head string
		list []string
	}{{"a", r.A}, {"not a", r.NotA}, {"b", r.B}, {"not b", r.NotB}, {"allergy to", r.Allergen}, {"when", r.When.Words()}} {
		if len(p.list) > 0 {
			fmt.Fprintf(b, "- %s: %s\n", p.head, strings.Join(p.list, ", "))
		}
	}
	fmt.Fprintf(b, "- may: %s\n- why: %s\n- do: %s\n- source: %s\n", r.May, r.Why, r.Do, r.Source)
}
