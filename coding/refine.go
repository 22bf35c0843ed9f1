package coding

import (
	"regexp"
	"strings"

	"github.com/visitwright/visitwright/coding/icd10cm"
)

// refinement swaps a code for a sibling where the note says more than the title
// does. Source of all: Official Guidelines I.B.2, "codes are to be used and
// reported at their highest number of characters available and to the highest
// level of specificity documented".
type refinement struct {
	id     string
	family string // the code's first characters
	when   *regexp.Regexp
	unless *regexp.Regexp
	to     string
	from   string // only this code, where set
	whole  bool   // the whole note may say it, not only what stands under the title
}

var refinements = []refinement{
	// Asthma: severity, then exacerbation (tabular list, J45).
	{id: "asthma-exacerbation", family: "J45.90", from: "J45.909", when: re(`\b(acute (asthma )?(exacerbation|flare)|exacerbation of (her |his |the |an? )?asthma|asthma (exacerbation|flare)|in exacerbation|acute asthma|having an? exacerbation)`), to: "J45.901"},
	{id: "asthma-mild-intermittent", family: "J45.90", from: "J45.909", when: re(`\bmild,?( and| acute| chronic)? intermittent`), to: "J45.20"},
	{id: "asthma-mild-persistent", family: "J45.90", from: "J45.909", when: re(`\bmild,? persistent`), to: "J45.30"},
	{id: "asthma-moderate-persistent", family: "J45.90", from: "J45.909", when: re(`\bmoderate,? persistent`), to: "J45.40"},
	{id: "asthma-severe-persistent", family: "J45.90", from: "J45.909", when: re(`\bsevere,? persistent`), to: "J45.50"},
	{id: "asthma-exercise", family: "J45.90", from: "J45.909", when: re(`exercise[- ]induced`), to: "J45.990"},
	{id: "tobacco-use-disorder", family: "Z72.0", from: "Z72.0", when: re(`\b(tobacco|nicotine|smoking)( use)? (disorder|dependence)\b`), to: "F17.200"},
	{id: "nicotine-dependence", family: "Z72.0", from: "Z72.0", whole: true, when: re(`\b(smokes|smoker|smoking (\d|a|one|half|two)|packs? (per|a) day|cigarettes? (daily|a day|per day))`), unless: formerSmoker, to: "F17.200"},
	{id: "remission", family: "F10.20", from: "F10.20", when: re(`\bremission\b`), to: "F10.21"},
	{id: "remission", family: "F10.10", from: "F10.10", when: re(`\bremission\b`), to: "F10.11"},
	{id: "remission", family: "F11.20", from: "F11.20", when: re(`\bremission\b`), to: "F11.21"},
	{id: "remission", family: "F12.20", from: "F12.20", when: re(`\bremission\b`), to: "F12.21"},
	{id: "remission", family: "F14.20", from: "F14.20", when: re(`\bremission\b`), to: "F14.21"},
	{id: "remission", family: "F15.20", from: "F15.20", when: re(`\bremission\b`), to: "F15.21"},
	{id: "remission-full", family: "F33", from: "F33.9", when: re(`\bfull remission\b`), to: "F33.42"},
	{id: "remission-partial", family: "F33", from: "F33.9", when: re(`\bpartial remission\b`), to: "F33.41"},
	{id: "remission-full", family: "F32", from: "F32.9", when: re(`\bfull remission\b`), to: "F32.5"},
	{id: "remission-partial", family: "F32", from: "F32.9", when: re(`\bpartial remission\b`), to: "F32.4"},
	{id: "prostate-with-symptoms", family: "N40", from: "N40.0", when: re(`\b(nocturia|luts|lower urinary tract|weak (urinary )?stream|obstruct\w*|hesitancy|retention|urgency|urinary frequency|incomplete emptying)\b`), to: "N40.1"},
	{id: "copd-exacerbation", family: "J44", from: "J44.9", when: re(`\b(copd|pulmonary disease)\b[^.]*\b(exacerbat|flare)|acute exacerbation`), to: "J44.1"},
	// Heart failure: the type by ejection fraction (Coding Clinic 1Q 2016: HFrEF is systolic, HFpEF diastolic).
	{id: "heart-failure-systolic", family: "I50", from: "I50.9", whole: true, when: re(`\b(systolic (heart failure|dysfunction)|(reduced|decreased|diminished|low|depressed) (left ventricular )?(ejection fraction|l?v?ef\b)|hfref)`), unless: re(`\bpreserved (ejection|l?v?ef\b)`), to: "I50.20"},
	{id: "heart-failure-diastolic", family: "I50", from: "I50.9", whole: true, when: re(`\b(diastolic (heart failure|dysfunction)|preserved (left ventricular )?(ejection fraction|l?v?ef\b)|hfpef)`), unless: re(`\b(reduced|decreased|diminished) (ejection|l?v?ef\b)`), to: "I50.30"},
	{id: "heart-failure-acute-on-chronic", family: "I50.2", from: "I50.20", when: re(`\b(acute on chronic|exacerbation|decompensat)`), to: "I50.23"},
	{id: "heart-failure-acute-on-chronic", family: "I50.3", from: "I50.30", when: re(`\b(acute on chronic|exacerbation|decompensat)`), to: "I50.33"},
	{id: "ckd-stage-1", family: "N18", from: "N18.9", when: re(`\bstage (1|i|one)\b`), to: "N18.1"},
	{id: "ckd-stage-2", family: "N18", from: "N18.9", when: re(`\bstage (2|ii|two)\b`), to: "N18.2"},
	{id: "ckd-stage-3a", family: "N18", from: "N18.9", when: re(`\bstage (3|iii) ?a\b`), to: "N18.31"},
	{id: "ckd-stage-3b", family: "N18", from: "N18.9", when: re(`\bstage (3|iii) ?b\b`), to: "N18.32"},
	{id: "ckd-stage-3", family: "N18", from: "N18.9", when: re(`\bstage (3|iii|three)\b`), to: "N18.30"},
	{id: "ckd-stage-4", family: "N18", from: "N18.9", when: re(`\bstage (4|iv|four)\b`), to: "N18.4"},
	{id: "ckd-stage-5", family: "N18", from: "N18.9", when: re(`\bstage (5|v|five)\b`), to: "N18.5"},
	{id: "afib-paroxysmal", family: "I48", from: "I48.91", when: re(`\bparoxysmal`), to: "I48.0"},
	{id: "afib-persistent", family: "I48", from: "I48.91", when: re(`\bpersistent atrial`), to: "I48.19"},
	// I.C.4.a.2 and the index: diabetes poorly or out of control is coded to hyperglycemia.
	{id: "diabetes-hyperglycemia", family: "E11", from: "E11.9", when: re(`\b(hyperglycemi|uncontrolled|poorly[- ]controlled|not (well |adequately )?controlled|out of control|inadequately controlled)`), to: "E11.65"},
	{id: "diabetes-neuropathy", family: "E11", from: "E11.9", when: re(`\bdiabetic (peripheral )?neuropathy`), to: "E11.40"},
	{id: "diabetes-retinopathy", family: "E11", from: "E11.9", when: re(`\bdiabetic retinopathy`), to: "E11.319"},
	{id: "diabetes-type-1", family: "E11", from: "E11.9", when: re(`\btype (1|i|one) diab`), unless: re(`\btype (2|ii|two)\b`), to: "E10.9"},
	{id: "low-back-pain-sciatica", family: "M54.5", from: "M54.50", when: re(`\bright[- ]sided? sciatica|sciatica[^.]*right`), to: "M54.41"},
	{id: "low-back-pain-sciatica", family: "M54.5", from: "M54.50", when: re(`\bleft[- ]sided? sciatica|sciatica[^.]*left`), to: "M54.42"},
	{id: "back-pain-low", family: "M54.9", from: "M54.9", whole: true, when: re(`\b(lumbar|low(er)? back|lumbosacral)\b`), unless: re(`\b(thoracic|mid[- ]?back|upper back) (spine|pain|tender)`), to: "M54.50"},
	{id: "stone-in-ureter", family: "N20", from: "N20.0", whole: true, when: re(`\b(stone|calculus)\b([^.]|\.\d)*\bureter|\bureteral (stone|calcul)`), unless: re(`\b(renal|kidney) stone[^.]*\band\b[^.]*ureter`), to: "N20.1"},
	{id: "stone-in-ureter", family: "N20", from: "N20.9", whole: true, when: re(`\b(stone|calculus)\b([^.]|\.\d)*\bureter`), to: "N20.1"},
	{id: "stone-in-kidney", family: "N20", from: "N20.9", whole: true, when: re(`\b(renal|kidney) stone|stone\b[^.]*\bkidney`), to: "N20.0"},
	{id: "nicotine-cigarettes", family: "F17.20", from: "F17.200", whole: true, when: re(`\b(cigarettes?|packs? (per|a) day|pack[- ]year)`), to: "F17.210"},
	{id: "arthritis-knee", family: "M19.9", from: "M19.90", when: re(`\bknees?\b`), to: "M17.9"},
	{id: "arthritis-hip", family: "M19.9", from: "M19.90", when: re(`\bhips?\b`), to: "M16.9"},
	{id: "arthritis-shoulder", family: "M19.9", from: "M19.90", when: re(`\bshoulders?\b`), to: "M19.019"},
	{id: "arthritis-knee", family: "M19.9", from: "M19.90", whole: true, when: re(`\bknees?\b[^.]*\b(osteo)?arthritis|(osteo)?arthriti[cs]\b[^.]*\bknees?\b`), to: "M17.9"},
	{id: "arthritis-hip", family: "M19.9", from: "M19.90", whole: true, when: re(`\bhips?\b[^.]*\b(osteo)?arthritis|(osteo)?arthriti[cs]\b[^.]*\bhips?\b`), to: "M16.9"},
	{id: "metatarsal-first", family: "S92.30", from: "S92.309A", whole: true, when: re(`\b(1st|first) metatarsal (fracture|base fracture)|fracture of the (base of the )?(1st|first) metatarsal`), to: "S92.313A"},
	{id: "metatarsal-second", family: "S92.30", from: "S92.309A", whole: true, when: re(`\b(base of the )?(2nd|second) metatarsal`), to: "S92.323A"},
	{id: "metatarsal-third", family: "S92.30", from: "S92.309A", whole: true, when: re(`\b(3rd|third) metatarsal`), to: "S92.333A"},
	{id: "metatarsal-fourth", family: "S92.30", from: "S92.309A", whole: true, when: re(`\b(4th|fourth) metatarsal`), to: "S92.343A"},
	{id: "metatarsal-fifth", family: "S92.30", from: "S92.309A", whole: true, when: re(`\b(5th|fifth) metatarsal`), to: "S92.353A"},
	{id: "ankle-sprain-talofibular", family: "S93.40", from: "S93.409A", whole: true, when: re(`\b(talofibular|atfl)\b[^.]*\b(sprain|tear|torn|ruptur|injur)|\b(sprain|tear|torn|ruptur|injur)\w*\b[^.]*\b(talofibular|atfl)\b`), to: "S93.499A"},
	{id: "ankle-sprain-calcaneofibular", family: "S93.40", from: "S93.409A", whole: true, when: re(`\bcalcaneofibular\b`), to: "S93.419A"},
	{id: "ankle-sprain-deltoid", family: "S93.40", from: "S93.409A", whole: true, when: re(`\bdeltoid (ligament)?`), to: "S93.429A"},
	{id: "rotator-cuff-complete", family: "M75.10", from: "M75.100", whole: true, when: re(`\b(full[- ]thickness|complete|massive)( \w+){0,3} tears?\b`), to: "M75.120"},
	{id: "rotator-cuff-partial", family: "M75.10", from: "M75.100", whole: true, when: re(`\b(partial[- ]thickness|partial|incomplete)( \w+){0,3} tears?\b`), to: "M75.110"},
	{id: "melanoma-trunk", family: "C43", from: "C43.9", whole: true, when: re(`\b(back|chest|abdomen|trunk|abdominal wall|shoulder blade)\b[^.]*\bmelanoma|melanoma[^.]*\b(back|chest|abdomen|trunk)\b`), to: "C43.59"},
	{id: "melanoma-arm", family: "C43", from: "C43.9", whole: true, when: re(`\b(arm|forearm|shoulder|hand)\b[^.]*\bmelanoma|melanoma[^.]*\b(arm|forearm|shoulder|hand)\b`), to: "C43.60"},
	{id: "melanoma-leg", family: "C43", from: "C43.9", whole: true, when: re(`\b(leg|thigh|calf|foot|hip)\b[^.]*\bmelanoma|melanoma[^.]*\b(leg|thigh|calf|foot|hip)\b`), to: "C43.70"},
	{id: "melanoma-face", family: "C43", from: "C43.9", whole: true, when: re(`\b(face|cheek|forehead|nose)\b[^.]*\bmelanoma|melanoma[^.]*\b(face|cheek|forehead|nose)\b`), to: "C43.30"},
	{id: "hematuria-gross", family: "R31", from: "R31.9", whole: true, when: re(`\bgross hematuria`), to: "R31.0"},
	{id: "migraine-with-aura", family: "G43", from: "G43.909", whole: true, when: re(`\b(visual aura|aura (before|prior|preced\w+)|(with|has|had|have|experiences?|preceded by)( an?)?( visual)? aura)\b`), unless: re(`\bwithout aura`), to: "G43.109"},
	{id: "migraine-intractable", family: "G43", from: "G43.909", when: re(`(^|[^t] )\bintractable`), unless: re(`not intractable`), to: "G43.919"},
	{id: "anemia-iron-deficiency", family: "D64", from: "D64.9", when: re(`\biron[- ]deficien`), to: "D50.9"},
	{id: "depression-recurrent", family: "F32", from: "F32.9", when: re(`\brecurrent`), to: "F33.9"},
	// Severity (tabular list, F32 and F33), said of the depression itself.
	{id: "depression-mild", family: "F33", from: "F33.9", when: severity("mild"), to: "F33.0"},
	{id: "depression-moderate", family: "F33", from: "F33.9", when: severity("moderate"), to: "F33.1"},
	{id: "depression-severe", family: "F33", from: "F33.9", when: severity("severe"), unless: re(`\bpsycho(sis|tic)\b`), to: "F33.2"},
	{id: "depression-mild", family: "F32", from: "F32.9", when: severity("mild"), to: "F32.0"},
	{id: "depression-moderate", family: "F32", from: "F32.9", when: severity("moderate"), to: "F32.1"},
	{id: "depression-severe", family: "F32", from: "F32.9", when: severity("severe"), unless: re(`\bpsycho(sis|tic)\b`), to: "F32.2"},
	{id: "anemia-of-blood-loss", family: "D50", from: "D50.9", when: re(`\b(due to|secondary to|from) (chronic |menstrual |her |his )*(blood loss|bleeding)\b`), to: "D50.0"},
	{id: "influenza-virus-named", family: "J11", from: "J11.1", whole: true, when: re(`\b(influenza|flu) (type )?[ab]\b`), to: "J10.1"},
	{id: "obesity-severe", family: "E66", from: "E66.9", when: re(`\b(morbid|class (3|iii)|severe) obesity|morbidly obese`), to: "E66.01"},
}

// severity is how a depression is, in the words of a title or of a sentence on it.
func severity(word string) *regexp.Regexp {
	return re(`\b(mdd|depressi\w+)\b[^.;\n]{0,40}\b` + word + `\b|\b` + word + `\b[^.;,\n]{0,20}\b(mdd|depressi\w+)\b`)
}

func re(s string) *regexp.Regexp { return regexp.MustCompile(`(?i)` + s) }

// said reports whether a pattern stands in the text outside a denial.
func said(text string, p *regexp.Regexp) bool {
	for _, loc := range p.FindAllStringIndex(text, -1) {
		before := text[max(0, loc[0]-40):loc[0]]
		if i := strings.LastIndexAny(before, ".\n;"); i >= 0 {
			before = before[i:]
		}
		if !denied.MatchString(before) {
			return true
		}
	}
	return false
}

var denied = re(`\b(no|not|denies|denied|without|negative for|never|nor|rule out|ruled out)\b`)

// refine applies the first refinement that fits the title or what is said under
// it, and the words on a fracture's ends wherever the note has them.
func (c *coder) refine(code *icd10cm.Code, q term, st statement) (*icd10cm.Code, []string) {
	var rules []string
	for range 3 { // a refined code may be refined again: the type, then how acute
		to, rule := c.refineOnce(code, st.text+"\n"+st.heading()+"\n"+st.body)
		if rule == "" {
			break
		}
		code, rules = to, append(rules, rule)
	}
	if rules != nil {
		return code, rules
	}
	return c.fracture(code)
}

func (c *coder) refineOnce(code *icd10cm.Code, under string) (*icd10cm.Code, string) {
	open := c.lx.openSide(code)
	for _, r := range refinements {
		if !strings.HasPrefix(code.Code, r.family) || r.from != "" && code.Code != r.from && (open == nil || open.Code != r.from) {
			continue
		}
		text := under
		if r.whole {
			text = c.text
		}
		if said(text, r.when) && (r.unless == nil || !said(text, r.unless)) {
			if to, ok := c.lx.Release.Lookup(r.to); ok && to.Billable {
				return to, r.id + " (guideline I.B.2)"
			}
		}
	}
	return code, ""
}

// fracture moves a displaced fracture to its nondisplaced sibling where the note
// says so; a fracture not said to be either is coded displaced (Official
// Guidelines I.C.19.c).
func (c *coder) fracture(code *icd10cm.Code) (*icd10cm.Code, []string) {
	if !strings.HasPrefix(code.Description, "Displaced ") || !said(c.text, re(`\b(non-?displaced|undisplaced)`)) {
		return code, nil
	}
	want := "Nondisplaced " + strings.TrimPrefix(code.Description, "Displaced ")
	for _, k := range c.lx.Release.Under(code.Code[:min(5, len(code.Code))]) {
		if strings.EqualFold(k.Description, want) {
			return k, []string{"fracture-nondisplaced (guideline I.C.19.c)"}
		}
	}
	return code, nil
}
