package coding

import (
	"regexp"
	"strings"

	"github.com/visitwright/visitwright/ehr"
)

// statement is one thing a note says the patient has, or had, or came for.
type statement struct {
	text     string // what is looked up
	full     string // the same before "new", "persistent", "stable" and the like were cut
	sentence ehr.SentenceID
	group    string // the problem it stands under; its own title
	body     string // everything said under that title
	title    bool   // a problem title; otherwise found in prose
	inPlan   bool   // found in the prose of the assessment
	history  history
	rules    []string
}

// heading is the whole title of a statement that is part of one.
func (st statement) heading() string {
	if st.title {
		return st.group
	}
	return ""
}

// history says whether the thing is present, past, or a relative's.
type history byte

const (
	present history = iota
	personal
	family
	status // after a procedure, or living with a device
)

// uncertain opens what an outpatient coder may not code. Source: Official
// Guidelines IV.H, which names probable, suspected, questionable, rule out,
// compatible with, consistent with and working diagnosis, "or other similar
// terms indicating uncertainty".
var uncertain = regexp.MustCompile(`(?i)[,;(-]*\s*\b(possibl[ey]|probabl[ey]|likely|suspect(ed|s)?|suspicious for|suspicion (of|for)|questionable|rule[- ]?out|r/o|concern(s|ing|ed)? (for|about|of)|consistent with|compatible with|working diagnosis|versus|vs\.?|worrisome for|cannot exclude|(need|have) to exclude|differential|perhaps|presumed|presumptive|presumably|evaluate for|may be|might be|could be|appears to be|sounds)\b|[,;/( ]*(\?|\+/-|\bquery\b) ?`)

// nothing lists titles that name no condition.
var nothing = regexp.MustCompile(`(?i)^(immuni[sz]ations?|vaccin(es?|ations?)|follow[- ]?up( instructions?| visit| care)?|instructions?|plan|assessment|disposition|patient agreements?|return (to clinic|precautions)|medications?|medication (management|reconciliation)|labs?|imaging|next steps?|goals?|other|none|n/?a|diagnosis|primary diagnosis|surgery|procedure|referrals?|education|counseling|time spent|patient education( and counseling)?|results?|treatment( plan)?|additional testing|medical (treatment|reasoning)|code status|general|summary|urinalysis|blood|protein|colou?r|leukocytes?|bilirubin|glucose|ketones?|nitrites?|ph|specific gravity|urobilinogen|appearance|clarity|hemoglobin|hematocrit|platelets?|creatinine|sodium|potassium|wbc|rbc|vitals?|exam|subjective|objective|history)\.?$`)

var (
	personalHistory = regexp.MustCompile(`(?i)^(personal |remote |past |prior )?(history|hx|h/o) of (a |an )?|^h/o `)
	familyHistory   = regexp.MustCompile(`(?i)^(family (history|hx)( of)?|fhx?( of)?) `)
	afterProcedure  = regexp.MustCompile(`(?i)^(status[- ]post|s/p|post[- ]?op(erative)?( (care|visit|check|status))?( (after|from|for|of|following))?|(\d+ \w+ )?(status )?post(operative)?( from)?) `)
	formerly        = regexp.MustCompile(`(?i)^(prior|previous|past) `)
	because         = regexp.MustCompile(`(?i)\s*\b(due to|secondary to|caused by|because of|from)\b\s*`)
	leading         = regexp.MustCompile(`(?i)^(the patient'?s |her |his |a |an |acute onset (of )?|new onset (of )?|newly (diagnosed|found|reduced) |new(ly)?[- ]found |new diagnosis( of|:)? |new |known |ongoing |worsening |continued |persistent |likely |follow[- ]?up (of |for |on )?|evaluation of |management of |recent |resolving |improving |well[- ]controlled |controlled |stable |longstanding |symptomatic |asymptomatic |mild to moderate |clinical |flare[- ]?(up )?of |(multiple )?problems including )+`)
	trailing        = regexp.MustCompile(`(?i)[,;–-]*\s*\(?\b(well[- ]controlled|stable|controlled|resolved|improving|improved|new|ongoing|at goal|doing well|asymptomatic|currently stable|follow[- ]?up|issues?|of (unknown|uncertain|unclear|undetermined) (etiology|cause|origin))\)?$`)
	spinalLevel     = regexp.MustCompile(`(?i)\s*\b(at )?(the )?[clt]\d{1,2}([-/ ]{1,3}[clst]?\d{1,2})?( level| vertebrae?)?\b`)
	counts          = regexp.MustCompile(`(?i)\s*\(?\bx ?\d+\b\)?`) // "actinic keratoses x6"
	bothSides       = regexp.MustCompile(`(?i)\b(b/l|bilat\b\.?)`)
	oneSide         = regexp.MustCompile(`\b(?:[LR]|[LR]t)\.? [A-Za-z]+`) // "L ankle sprain"
	beforeSurgery   = regexp.MustCompile(`(?i)^((?:pre-?op(?:erative)?|pre-?surgical|surgical) (?:medical |cardiac |cardiovascular )?(?:clearance|evaluation|exam(?:ination)?|assessment|visit))\b.* (?:for|before|prior to) .*`)
	slashed         = regexp.MustCompile(`(?i)\bs/p `)
	guarded         = regexp.MustCompile(`(?i)^(dvt|vte|pe|gi|sbe|stress ulcer|antibiotics?|endocarditis|infection|falls?|fall risk|aspiration|bleeding|seizure)\b.*\b(prophylaxis|precautions?|prevention)$`) // against what is not there
	quiet           = regexp.MustCompile(`(?i)[,;–-]*\s*\(?\b(not in|no|without) (an? )?(acute )?(exacerbation|flare|angina( pectoris)?|behaviou?ral disturbances?)\b\)?`)
	graded          = regexp.MustCompile(`(?i)[,;]*\s*\(?\b((nyha|ccs)( functional)?( class)?|(lv)?ef|ejection fraction)\s*(of|is|=|~)?\s*(iv|i{1,3}|[1-4]|\d{2})\b([-–/ ]{1,3}(iv|i{1,3}|[1-4]|\d{2})\b)?\s*%?\)?`) // "NYHA II, EF 30%"
	parenthesis     = regexp.MustCompile(`\s*\([^)]*\)`)
)

// titles returns the statements that stand as problem titles in the assessment,
// each once.
func titles(note ehr.Note) []statement {
	var out []statement
	seen := map[string]bool{}
	bodies := map[string]string{}
	for _, sec := range note.Sections {
		if sec.Name == ehr.AssessmentPlan {
			for _, s := range sec.Sentences {
				if s.Kind != ehr.ProblemTitle && s.Group != "" {
					bodies[key(s.Group)] += " " + s.Text
				}
			}
		}
	}
	for _, sec := range note.Sections {
		if sec.Name != ehr.AssessmentPlan {
			continue
		}
		for _, s := range sec.Sentences {
			k := key(s.Text)
			if s.Kind != ehr.ProblemTitle || seen[k] || nothing.MatchString(strings.TrimSpace(s.Text)) {
				continue
			}
			seen[k] = true
			st := statement{text: s.Text, sentence: s.ID, group: s.Text, body: bodies[key(s.Text)], title: true}
			out = append(out, st)
		}
	}
	return out
}

func key(s string) string { return strings.Join(words(s), " ") }

// sideLetter writes the side out that a letter stands for before a part of the body.
func sideLetter(s string) string {
	letter, part, _ := strings.Cut(s, " ")
	if p := strings.ToLower(part); !bodyParts[p] && !bodyParts[strings.TrimSuffix(p, "s")] && !places[p] {
		return s
	}
	if letter[0] == 'L' {
		return "left " + part
	}
	return "right " + part
}

var (
	over      = regexp.MustCompile(`(?i)\b(no evidence of (disease|recurren\w+)|ned|(after|since) (completed|completion of|completing) (\w+ )?(treatment|therapy|chemo\w*|radiation)|completed (\w+ )?(treatment|therapy|chemo\w*|radiation)|survivor(ship)?|without (evidence of )?recurrence|no recurrence)\b`)
	treating  = regexp.MustCompile(`(?i)\b(cycle \d|adjuvant|progress\w+|metasta\w+|androgen|adt|hormonal|endocrine therapy|(plan\w*|schedul\w+|refer\w*|start\w*) (for |to )?(\w+ ){0,2}(surgery|resection|radiation|chemo\w*)|chemotherapy (today|continues)|(continue|start|restart|resume|remains on|taking|on)\b[^.]{0,20}\b(tamoxifen|anastrozole|letrozole|exemestane|leuprolide|lupron|bicalutamide|enzalutamide|abiraterone|chemo\w*|immunotherapy|radiation|\w+mab|\w+nib))\b`)
	ofBlood   = regexp.MustCompile(`(?i)\b(leuk\w+|lymphoma|myeloma)\b`)
	followsUp = regexp.MustCompile(`(?i)\b(follow[- ]?up|surveillance|survivor(ship)?)\b`)
)

// cancerOver says whether a title names a cancer that is treated and gone, as the title
// itself or what stands under it tells: it is coded as history (Official Guidelines
// I.C.2.m; those of the blood have codes of their own in remission, I.C.2.n).
func (st statement) cancerOver(t string) bool {
	all := t + ". " + st.body
	return st.title && oncologic.MatchString(t) && !ofBlood.MatchString(t) && over.MatchString(all) && !treating.MatchString(all)
}

// settle cuts a title down to what may be looked up, and notes by which rule.
// ok is false where nothing is left.
func (st statement) settle() (statement, bool) {
	t := beforeSurgery.ReplaceAllString(st.text, "$1") // the operation is no diagnosis
	t = oneSide.ReplaceAllStringFunc(t, sideLetter)
	t = strings.TrimRight(strings.TrimSpace(bothSides.ReplaceAllString(slashed.ReplaceAllString(t, "status post "), "bilateral")), ".:;, ")
	if guarded.MatchString(t) {
		return st, false
	}
	if loc := uncertain.FindStringIndex(t); loc != nil {
		st.rules = append(st.rules, "guideline-IV.H-uncertain")
		if loc[0] == 0 {
			// "Possible sprain": nothing certain is named in the title.
			return st, false
		}
		t = t[:loc[0]]
	}
	switch {
	case st.cancerOver(t):
		st.history = personal
	case personalHistory.MatchString(t):
		st.history = personal
		t = personalHistory.ReplaceAllString(t, "")
	case formerly.MatchString(t) && operation.MatchString(t):
		st.history = status
		t = formerly.ReplaceAllString(t, "")
	case formerly.MatchString(t) && isPast(formerly.ReplaceAllString(t, "")):
		st.history = personal
		t = formerly.ReplaceAllString(t, "")
	case familyHistory.MatchString(t):
		st.history = family
		t = familyHistory.ReplaceAllString(t, "")
	case afterProcedure.MatchString(t):
		st.history = status
		t = afterProcedure.ReplaceAllString(t, "")
	}
	t = strings.TrimSpace(graded.ReplaceAllString(quiet.ReplaceAllString(counts.ReplaceAllString(t, " "), ""), ""))
	st.full = t
	t = leading.ReplaceAllString(t, "")
	for next := trailing.ReplaceAllString(t, ""); next != t; next = trailing.ReplaceAllString(t, "") {
		t = next
	}
	t = spinalLevel.ReplaceAllString(t, "")
	st.text = strings.TrimSpace(t)
	return st, len(words(st.text)) > 0 && !nothing.MatchString(st.text)
}
