package scribe

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/scribe/fact"
	"github.com/visitwright/visitwright/scribe/reword"
)

// placeless are conditions that say little without their place.
var placeless = map[string]bool{
	"Fracture": true, "Sprain": true, "Contusion": true, "Arthritis": true, "Osteoarthritis": true, "Bursitis": true, "Tendinitis": true, "Laceration": true,
	"Muscle strain": true, "Burn": true, "Cellulitis": true, "Abscess": true, "Hernia": false, "Rheumatoid arthritis": false, "Stress fracture": true, "Epicondylitis": true,
}

// sided are conditions whose side belongs in the title.
var sided = map[string]bool{
	"Carpal tunnel syndrome": true, "Cubital tunnel syndrome": true, "Trigger finger": true, "Lateral epicondylitis": true, "Medial epicondylitis": true, "Rotator cuff tear": true, "Rotator cuff tendinopathy": true,
	"Rotator cuff tendinitis": true, "Shoulder impingement": true, "Adhesive capsulitis": true, "Meniscus tear": true, "Medial meniscus tear": true, "ACL tear": true, "Medial collateral ligament strain": true, "Ankle sprain": true, "Knee sprain": true,
	"Wrist sprain": true, "Colles fracture": true, "Distal radius fracture": true, "Metatarsal fracture": true, "Rib fracture": true, "Hip fracture": true, "Foot ulcer": true, "Plantar fasciitis": true, "Achilles tendinitis": true, "Trochanteric bursitis": true,
	"Patellofemoral pain syndrome": true, "Patellar tendinitis": true, "Kidney stones": true, "Otitis media": true, "Otitis externa": true, "Cataract": true, "Breast cancer": true, "Hallux rigidus": true, "Bunion": true, "Deep vein thrombosis": true, "Labral tear": true, "Shoulder dislocation": true, "IT band syndrome": true, "De Quervain's tenosynovitis": true, "Baker's cyst": true, "Carotid stenosis": true, "Lumbar radiculopathy": true, "Sciatica": true, "Cerumen impaction": true, "Pyelonephritis": true,
}

// kept are words before a condition that belong to its title.
var kept = map[string]bool{
	"acute": true, "chronic": true, "uncontrolled": true, "recurrent": true, "mild": true, "moderate": true, "severe": true, "bacterial": true, "viral": true, "diabetic": true, "new-onset": true, "refractory": true, "non-healing": true, "nonhealing": true, "traumatic": true,
	"allergic": true, "seasonal": true, "postpartum": true, "generalized": true, "essential": true, "systolic": true, "diastolic": true, "metastatic": true, "medial": true, "lateral": true, "proximal": true, "distal": true, "lumbar": true, "cervical": true, "early": true, "advanced": true, "intermittent": true, "persistent": true, "worsening": false, "end-stage": true, "stable": false, "displaced": true, "nondisplaced": true, "comminuted": true, "inflammatory": true, "septic": true, "gouty": true, "reactive": true, "secondary": true, "paroxysmal": true, "permanent": true, "unstable": true,
}

// headed is a title with where it was found.
type headed struct {
	text      string
	condition bool // a named condition, not only a symptom
	at        int
}

// titles finds what a clinician would call the problems named in words, in
// order. What is negated or a relative's is none.
func titles(words []string) []headed {
	facts := fact.In(words)
	var out []headed
	end := -1
	for _, f := range facts {
		if f.Negated || f.Kin != "" || f.Start < end || f.End < len(words) && lookedFor[words[f.End]] || supposed(words, f) {
			continue
		}
		switch {
		case f.Kind == fact.Condition:
			out = append(out, headed{conditionTitle(words, f, facts), true, f.Start})
			end = f.End
		case f.Kind == fact.Finding && !vague[f.Name] && !within(facts, f):
			if t := findingTitle(words, f, facts); t != "" {
				out = append(out, headed{t, false, f.Start})
				end = f.End
			}
		}
	}
	return out
}

// lookedFor are words behind a condition that make it a thing looked for or
// prevented: a COVID test, a flu shot.
var lookedFor = map[string]bool{"test": true, "tests": true, "testing": true, "swab": true, "vaccine": true, "vaccines": true, "vaccination": true, "shot": true, "shots": true, "screen": true, "screening": true, "booster": true, "packs": true, "pack": true, "compress": true, "compresses": true}

// supposed reports whether a condition is named as a thing feared, met with others or
// only imagined: "before COVID", "exposed to the flu", "if it is COVID".
func supposed(words []string, f fact.Fact) bool {
	if f.Kind != fact.Condition {
		return false
	}
	near := words[max(0, f.Start-5):f.Start]
	if f.Text == "cold" && !aCold(words, f) {
		return true
	}
	if f.Name == "COVID-19" && (slices.Contains(words, "overlap") || slices.Contains(words, "overlaps") || slices.Contains(near, "patients")) {
		return true
	}
	for _, s := range []string{"before", "during", "exposed to", "exposure to", "contact with", "those of", "overlap with", "test for", "tested for", "testing for", "swab for", "vaccinated for", "vaccinated against", "checked for", "screen for", "screening for", "rule out", "risk of", "risk for", "chance of", "chances of", "check for", "checks for", "checking for", "things like", "look for", "looking for", "exclude", "checked my", "checked your", "check your", "check my", "prevent", "whether there is", "not there is", "whether or not", "life threatening", "if it is", "if this is", "if that is", "if you have", "if you had", "whether it is", "whether you have", "in case", "around anyone with", "can have", "can get", "could get", "can develop", "could develop", "can lead to", "could lead to", "can turn into", "could turn into"} {
		if n := len(strings.Fields(s)); len(near) >= n && reword.Index(near, s) >= max(0, len(near)-n-2) {
			return true
		}
	}
	next := ""
	if f.End < len(words) {
		next = words[f.End]
	}
	return f.Name == "Muscle strain" && (next == "on" || len(near) > 0 && near[len(near)-1] == "putting") || f.Name == "COVID-19" && (next == "symptoms" || next == "hit" || next == "started" || next == "restrictions" || next == "happened")
}

// aCold reports whether "cold" is the illness and not how someone feels: "a cold",
// "a bad cold", "cough and cold symptoms".
func aCold(words []string, f fact.Fact) bool {
	if f.End < len(words) && (words[f.End] == "symptoms" || words[f.End] == "virus" || words[f.End] == "or" && f.Start == 0) {
		return true
	}
	before := words[max(0, f.Start-3):f.Start]
	return len(before) > 0 && slices.Contains([]string{"common", "head", "bad", "chest", "a", "this", "that", "my", "your", "her", "his", "the", "viral"}, before[len(before)-1]) && !slices.Contains(before, "feeling") && !slices.Contains(before, "in")
}

// vague findings are no problem by themselves.
var vague = map[string]bool{"side effects": true, "infection": true, "inflammation": true, "pain": false, "acute distress": true, "fall": true, "injury": false, "swelling": false, "stress": true, "bleeding": true, "effusion": true, "confusion": true, "popping": true, "scar": true, "redness": true, "tenderness": true, "instability": true, "deformity": true, "drainage": true, "sweating": true, "weakness": false, "mood swings": true}

// within reports whether a condition covers the finding.
func within(facts []fact.Fact, f fact.Fact) bool {
	return slices.ContainsFunc(facts, func(o fact.Fact) bool { return o.Kind == fact.Condition && o.Start <= f.Start && f.Start < o.End })
}

func conditionTitle(words []string, f fact.Fact, facts []fact.Fact) string {
	name := f.Name
	part := ""
	if placeless[name] {
		part = nearest(facts, f, 7)
	}
	side := ""
	if part != "" || sided[name] {
		side = sideNear(words, facts, f)
	}
	var mods []string
	for i := f.Start - 1; i >= 0 && i >= f.Start-3; i-- {
		if !kept[words[i]] {
			if words[i] == "diagnosed" && i > 0 && words[i-1] == "newly" {
				mods = append([]string{"newly", "diagnosed"}, mods...)
			}
			break
		}
		if !strings.HasPrefix(strings.ToLower(name), words[i]) {
			mods = append([]string{words[i]}, mods...)
		}
	}
	lead := strings.Join(append(append([]string{}, mods...), nonEmpty(side, part)...), " ")
	if name == "Muscle strain" && strings.HasPrefix(part, "l") && (part == "lumbar spine" || part == "lower back") {
		return "Lumbar strain"
	}
	if lead != "" {
		name = lead + " " + lowerName(name)
	}
	return reword.Capitalise(name)
}

// lowerName puts a title's name inside a phrase: abbreviations and people's
// names keep their capitals.
func lowerName(name string) string {
	first, rest, _ := strings.Cut(name, " ")
	if strings.ToUpper(first) == first || strings.Contains(first, "'s") || first == "Lyme" || first == "Colles" || first == "Achilles" {
		return name
	}
	if rest == "" {
		return strings.ToLower(first)
	}
	return strings.ToLower(first) + " " + rest
}

func nonEmpty(s ...string) []string {
	return slices.DeleteFunc(s, func(v string) bool { return v == "" })
}

// findingTitle makes "Right knee pain" of "pain in my right knee".
func findingTitle(words []string, f fact.Fact, facts []fact.Fact) string {
	name := f.Name
	if name == "anxiety" && (!strings.HasPrefix(f.Text, "anxi") || f.End < len(words) && (words[f.End] == "about" || words[f.End] == "to")) {
		return "" // "a bit worried": a mood of the day and no problem
	}
	switch name {
	case "pain", "swelling", "injury", "numbness", "weakness", "stiffness", "rash", "itching", "skin lesion", "wound", "lump", "bruising", "tingling", "muscle cramps", "laceration", "spasm":
		part := nearest(facts, f, 6)
		if part == "" {
			if name == "rash" || name == "skin lesion" || name == "wound" || name == "numbness" || name == "lump" || name == "itching" {
				return reword.Capitalise(name)
			}
			return ""
		}
		if part == "abdomen" && name == "pain" {
			part = "abdominal"
		}
		return reword.Capitalise(strings.Join(nonEmpty(sideNear(words, facts, f), part, name), " "))
	}
	if strings.HasSuffix(name, " pain") || name == "leg swelling" {
		return reword.Capitalise(strings.Join(nonEmpty(sideNear(words, facts, f), name), " "))
	}
	return reword.Capitalise(name)
}

// nearest returns the body part closest to a fact, "" where none is near.
func nearest(facts []fact.Fact, f fact.Fact, reach int) string {
	best, part := reach+1, ""
	for _, o := range facts {
		if o.Kind != fact.Anatomy || o.Name == "muscle" || o.Name == "nerve" || o.Name == "skin" {
			continue
		}
		d := f.Start - o.End
		if o.Start >= f.End {
			d = o.Start - f.End
		}
		if d < best {
			best, part = d, o.Name
		}
	}
	return part
}

// sideNear returns the only side named close to a fact.
func sideNear(words []string, facts []fact.Fact, f fact.Fact) string {
	if f.Side != "" {
		return f.Side
	}
	side := ""
	for _, o := range facts {
		if o.Kind == fact.Anatomy && o.Side != "" && o.Start > f.Start-9 && o.Start < f.End+9 {
			if side != "" && side != o.Side {
				return ""
			}
			side = o.Side
		}
	}
	if side != "" {
		return side
	}
	for s := range fact.Sides(words[max(0, f.Start-7):min(len(words), f.End+7)]) {
		if side != "" {
			return ""
		}
		side = s
	}
	return side
}

// purposes are reasons for a visit that are no complaint.
var purposes = []struct{ said, title string }{
	{"annual exam", "Annual exam"}, {"annual physical", "Annual exam"}, {"yearly physical", "Annual exam"}, {"annual visit", "Annual visit"}, {"annual wellness", "Annual wellness visit"}, {"annual checkup", "Annual exam"}, {"annual check-up", "Annual exam"}, {"yearly checkup", "Annual exam"}, {"physical exam today", "Annual exam"},
	{"second opinion", "Second opinion"}, {"abnormal lab", "Abnormal labs"}, {"medication refill", "Medication refill"}, {"emergency room", "Emergency department follow-up"}, {"emergency department", "Emergency department follow-up"}, {"follow-up", "Follow-up"}, {"followup", "Follow-up"}, {"follow up", "Follow-up"}, {"pre-op", "Preoperative evaluation"}, {"well visit", "Well visit"}, {"new patient", "New patient visit"},
}
