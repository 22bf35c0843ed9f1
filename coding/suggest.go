package coding

import (
	"regexp"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/coding/icd10cm"
	"github.com/visitwright/visitwright/ehr"
)

// Suggestion is a diagnosis code proposed for a visit.
type Suggestion struct {
	Code         string         `json:"code"`
	Description  string         `json:"description"`
	Selected     bool           `json:"selected"` // ticked for the clinician; otherwise offered
	SentenceID   ehr.SentenceID `json:"sentence_id"`
	Sentence     string         `json:"sentence"` // the statement that proves it
	Rules        []string       `json:"rules"`    // identifiers of the rules that shaped it, with their source
	Alternatives []Alternative  `json:"alternatives"`
	Confidence   float64        `json:"confidence"`    // 0 to 1: the share of such suggestions that a coder kept
	Ask          string         `json:"ask,omitempty"` // the detail that is missing for a fuller code
	HCC          []string       `json:"hcc,omitempty"` // categories of the loaded HCC map
	score        float64
	near         float64 // words and meaning together; 0 where meaning was not asked
	title        bool
	earned       bool // by a sentence of its own, not by a search
	inPlan       bool // prose of the assessment
}

// Alternative is another code that the same statement may mean.
type Alternative struct {
	Code        string `json:"code"`
	Description string `json:"description"`
}

// Result is what Suggest has to say about a note.
type Result struct {
	Diagnoses []Suggestion `json:"diagnoses"`
	Release   string       `json:"release"`
	// Notice says that the date of service lies in no loaded release, and how to
	// mend it; empty where it does.
	Notice string `json:"notice,omitempty"`
}

// Suggest proposes the diagnosis codes of a note for its date of service. Every
// code stands in the lexicon's release and is complete; nothing else can be
// returned.
func Suggest(note ehr.Note, chart ehr.Chart, lx *Lexicon) Result {
	c := newCoder(note, chart, lx)
	for _, st := range titles(note) {
		c.statement(st)
	}
	if !c.firm() {
		for _, st := range c.prose() {
			c.statement(st)
		}
	} else {
		c.aside()
	}
	c.encounters()
	c.combine()
	c.evidenced()
	c.conflicts()
	c.seventh()
	return Result{Diagnoses: c.finish(), Release: lx.Release.Name}
}

// firm reports whether a title said something certain; where none does, the lines
// taken for titles were none, and the prose is read.
func (c *coder) firm() bool {
	for _, s := range c.out {
		if s.title && (s.score >= 0.75 || s.near >= nearEnough) {
			return true
		}
	}
	return false
}

// coder gathers the suggestions of one note.
type coder struct {
	note   ehr.Note
	lx     *Lexicon
	sex    ehr.Sex
	age    int    // years; -1 where not known
	text   string // the whole note in lower case
	out    []Suggestion
	judged int // titles asked of the judge
}

var (
	ageSex   = regexp.MustCompile(`(?i)\b(\d{1,3})[- ]?(?:years?[- ]old|y\.?/?o\.?|yr[- ]old|yrs? old)(?:[\s,]+[\w-]+){0,3}?[\s,]+(male|man|boy|gentleman|female|woman|girl|lady|m|f)\b`)
	ageShort = regexp.MustCompile(`\b(\d{1,3}) ?(M|F)\b`)
	ageOnly  = regexp.MustCompile(`(?i)\b(\d{1,3})[- ](?:years?[- ]old|y\.?/?o\b|years? of age)`)
	infant   = regexp.MustCompile(`(?i)\b\d{1,2}[- ](?:months?|weeks?|days?)[- ]old\b`)
)

func newCoder(note ehr.Note, chart ehr.Chart, lx *Lexicon) *coder {
	c := &coder{note: note, lx: lx, sex: chart.Patient.Sex, age: -1, out: []Suggestion{}}
	var b strings.Builder
	for _, sec := range note.Sections {
		for _, s := range sec.Sentences {
			b.WriteString(s.Text + "\n")
		}
	}
	c.text = strings.ToLower(b.String())
	c.who(b.String())
	return c
}

// who reads age and sex where the note tells them.
func (c *coder) who(text string) {
	m := ageSex.FindStringSubmatch(text)
	if m == nil {
		m = ageShort.FindStringSubmatch(text)
	}
	if m == nil {
		if a := ageOnly.FindStringSubmatch(text); a != nil {
			c.age = atoi(a[1])
		} else if infant.MatchString(text) {
			c.age = 0
		}
		return
	}
	c.age = atoi(m[1])
	if c.sex == "" || c.sex == ehr.UnknownSex {
		switch strings.ToLower(m[2]) {
		case "male", "man", "boy", "gentleman", "m":
			c.sex = ehr.Male
		default:
			c.sex = ehr.Female
		}
	}
}

func atoi(s string) int {
	n := 0
	for _, r := range s {
		n = 10*n + int(r-'0')
	}
	return n
}

// statement codes one statement, or the parts it names.
func (c *coder) statement(st statement) {
	st, ok := c.certain(st).settle()
	if !ok {
		return
	}
	for _, part := range c.parts(st) {
		c.one(part)
	}
}

// parts splits a title that names several conditions, where the parts are found
// better than the whole. "Knee pain due to osteoarthritis" names the cause:
// the symptom is integral to it (Official Guidelines I.B.5).
func (c *coder) parts(st statement) []statement {
	whole := c.best(st.text)
	if st.full != st.text && c.best(st.full) >= max(1, whole) { // "persistent atrial fibrillation"
		st.text = st.full
		return []statement{st}
	}
	if whole >= 1 {
		return []statement{st}
	}
	if bare := qualifiers.ReplaceAllString(st.text, ""); bare != st.text && c.best(bare) > whole {
		st.text = bare
		whole = c.best(bare)
	}
	plain := strings.TrimSpace(parenthesis.ReplaceAllString(st.text, ""))
	if plain != st.text && plain != "" && c.best(plain) > whole {
		st.text = plain
		whole = c.best(plain)
	}
	if loc := treatedBy.FindStringIndex(st.text); loc != nil && !placed(st.text[loc[0]:]) && c.best(st.text[:loc[0]]) > whole {
		st.text = st.text[:loc[0]]
		whole = c.best(st.text)
	}
	if list := c.list(st, whole); list != nil {
		return list
	}
	if loc := because.FindStringIndex(st.text); loc != nil && loc[0] > 0 {
		cause := st
		cause.text = strings.TrimSpace(st.text[loc[1]:])
		if both := c.effectAndCause(st, strings.TrimSpace(st.text[:loc[0]]), cause.text); both != nil {
			return both
		}
		if c.best(cause.text) > max(whole, 0.6) && !c.narrower(st.text, st.text[:loc[0]]) {
			cause.rules = append(append([]string(nil), st.rules...), "guideline-I.B.5-integral-symptom")
			return []statement{cause}
		}
		effect := st
		effect.text = strings.TrimSpace(st.text[:loc[0]])
		if c.best(effect.text) > max(whole, 0.6) && !c.narrower(st.text, effect.text) {
			return []statement{effect}
		}
	}
	if loc := afterwards.FindStringIndex(st.text); loc != nil && loc[0] > 0 { // "CAD status post stent"
		before, after := st, st
		before.text, after.text, after.history = strings.TrimSpace(st.text[:loc[0]]), strings.TrimSpace(st.text[loc[1]:]), status
		return []statement{before, after}
	}
	pieces := splitter.Split(onePair.ReplaceAllString(st.text, "nausea vomiting"), -1)
	if len(pieces) < 2 {
		return []statement{st}
	}
	if c.narrower(st.text, pieces[0]) {
		return []statement{st}
	}
	var out []statement
	var sum float64
	part := partOf(st.text)
	for i, p := range pieces {
		if p = strings.TrimSpace(p); len(words(p)) == 0 {
			continue
		}
		if i > 0 && onlyPlace(p) && len(out) > 0 && c.best(out[0].text+" "+p) < c.best(out[0].text) {
			out[0].text = strings.TrimSpace(out[0].text + " " + sideWord(p))
			continue // "Actinic keratoses, scalp": the code does not ask where
		}
		if noPiece.MatchString(p) { // "Asthma, not in exacerbation"
			continue
		}
		piece := st
		piece.text = p
		if part != "" && partOf(p) == "" && partless.MatchString(p) { // "Knee pain, lateral ligament strain"
			piece.text = p + " " + part
		}
		if onlyPlace(p) { // "Ulcer, right foot": the piece says where, and is no condition
			return []statement{st}
		}
		settled, ok := piece.settle()
		if !ok {
			continue
		}
		sum += c.best(settled.text)
		out = append(out, settled)
	}
	if len(out) > 0 && sum/float64(len(out)) > whole {
		return out
	}
	return []statement{st}
}

// treatedBy is the drug or device that stands behind a condition: "PAF on Eliquis".
var treatedBy = regexp.MustCompile(`(?i),?\s+(?:currently |now )?(?:on|taking) (?:an? |his |her )?[\w-]+(?:\s*(?:and |/|\+)?\s*[\w-]+){0,2}$`)

// list parts a title that only counts problems up, "CAD, OSA on CPAP, BPH, GERD": three
// or more, nearly all of them known by their own words. nil where it is none.
func (c *coder) list(st statement, whole float64) []statement {
	pieces := strings.FieldsFunc(st.text, func(r rune) bool { return r == ',' || r == ';' })
	if len(pieces) < 3 || whole >= 0.9 {
		return nil
	}
	var out []statement
	known := 0
	for _, p := range pieces {
		piece := st
		piece.text = strings.TrimSpace(p)
		if piece.text == "" || onlyPlace(piece.text) || noPiece.MatchString(piece.text) {
			return nil
		}
		settled, ok := piece.settle()
		if !ok {
			continue
		}
		name := settled.text
		for _, cut := range []*regexp.Regexp{afterwards, treatedBy} {
			if loc := cut.FindStringIndex(name); loc != nil && loc[0] > 0 {
				name = name[:loc[0]]
			}
		}
		if c.best(name) >= 0.9 {
			known++
		}
		out = append(out, c.parts(settled)...)
	}
	if known < 3 || 3*known < 2*len(pieces) {
		return nil
	}
	return out
}

// effectAndCause gives both conditions of a title such as "CKD due to diabetic
// nephropathy", where each is known by its own words and the first is no symptom;
// combination codes are made of them afterwards.
func (c *coder) effectAndCause(st statement, effect, cause string) []statement {
	e, of := c.lx.Search(effect, 1), c.lx.Search(cause, 1)
	if len(e) == 0 || len(of) == 0 || e[0].Score < 1 || of[0].Score < 1 || complaint(e[0].Code.Code) || e[0].Code.Code[:3] == of[0].Code.Code[:3] ||
		uncertain.MatchString(cause) || c.best(st.text) >= 0.9 {
		return nil
	}
	a, b := st, st
	a.text, b.text = effect, cause
	return []statement{a, b}
}

// narrower reports whether a whole title finds a code of the category that its part
// finds: what the title adds narrows the part, and is no second condition.
func (c *coder) narrower(whole, part string) bool {
	w, p := c.lx.Search(whole, 1), c.lx.Search(part, 1)
	return len(w) > 0 && len(p) > 0 && w[0].Score >= 0.6 && w[0].Code.Code != p[0].Code.Code && w[0].Code.Code[:3] == p[0].Code.Code[:3]
}

// noPiece opens a part of a title that names what is absent.
var noPiece = regexp.MustCompile(`(?i)^(not|no|without|denies|negative for|in|on|at|now|currently|stable|resolved|improv\w+|healing|well)\b`)

// afterwards parts a condition from the procedure that was done for it.
var afterwards = regexp.MustCompile(`(?i)[,;]?\s*\bstatus[- ]post\b\s*`)

// onePair is one code and is not split.
var onePair = regexp.MustCompile(`(?i)\bnausea (and|with|&|/) ?vomiting\b`)

// qualifiers say how much, where a code does not ask.
var qualifiers = regexp.MustCompile(`(?i)^((mild|moderate|severe|slight|significant|acute|chronic|recurrent|intermittent|bothersome|extensive|multiple)[, ]+(to )?)+`)

var splitter = regexp.MustCompile(`(?i)\s*(?:,|;|/|\band\b|\bwith\b|&)\s*`)

// partless are injuries that say nothing without their part of the body.
var partless = regexp.MustCompile(`(?i)\b(ligament|meniscus|tendon|sprain|strain|contusion|fracture|tear|bursitis|tendinitis|arthritis|ulcer|dislocation)\b`)

// partOf names the part of the body, with its side, that a title speaks of.
func partOf(text string) string {
	out := ""
	for _, w := range words(text) {
		switch {
		case w == "right" || w == "left" || w == "bilateral":
			out = w + " "
		case bodyParts[w] || bodyParts[strings.TrimSuffix(w, "s")]:
			return out + w
		}
	}
	return ""
}

// onlyPlace reports whether a text names a side or a part of the body and
// nothing else.
func onlyPlace(text string) bool {
	for _, w := range words(text) {
		if p := strings.TrimSuffix(w, "s"); !bodyParts[w] && !bodyParts[p] && !places[w] {
			return false
		}
	}
	return true
}

// placed reports whether a text names a side or a part of the body.
func placed(text string) bool {
	return slices.ContainsFunc(words(text), func(w string) bool { return bodyParts[w] || bodyParts[strings.TrimSuffix(w, "s")] || places[w] })
}

var places = toSet("right left both bilateral upper lower side sided extremity extremities limb unspecified anterior posterior medial lateral distal proximal scalp face forehead cheek nose trunk chest back neck abdomen extremities arms legs hands forearms great big little small ring index middle first second third fourth fifth tip")

func (c *coder) best(text string) float64 {
	if h := c.lx.Search(text, 1); len(h) > 0 {
		return h[0].Score
	}
	return 0
}

// weakest is the score below which a match says nothing.
const weakest = 0.42

// one looks a statement up and enters the best code that the patient can have.
func (c *coder) one(st statement) {
	switch st.history {
	case personal, family, status:
		c.past(st)
		return
	}
	q := newTerm(st.text)
	hits := c.possible(c.lx.search(q, 12))
	near := 0.0
	if at := c.sited(st, q); at != nil {
		hits = append([]Hit{*at}, hits...)
	}
	if st.title && (len(hits) == 0 || hits[0].Score < 1) {
		hits, near = c.meant(st.text, hits)
	}
	if len(hits) == 0 || hits[0].Score < weakest {
		return
	}
	code, rules := c.refine(hits[0].Code, q, st)
	sides := c.sides(code, q, st)
	for _, sd := range sides {
		s := Suggestion{Code: sd.Code, Description: sd.Description, SentenceID: st.sentence, Sentence: st.group,
			Rules: append(append([]string{}, st.rules...), rules...), score: hits[0].Score, near: near, title: st.title, inPlan: st.inPlan}
		if len(sides) > 1 {
			s.Rules = append(s.Rules, "guideline-I.B.13-laterality")
		}
		if has, open := c.lx.hasSides(sd); has && open {
			s.Ask = "Which side?"
		}
		c.chronicPain(st, sd.Code)
		for _, h := range hits[1:min(len(hits), 6)] {
			if h.Score < weakest {
				break
			}
			s.Alternatives = append(s.Alternatives, Alternative{h.Code.Code, h.Code.Description})
		}
		c.enter(s)
	}
}

// enter adds a suggestion; of two with the same code the surer stays.
func (c *coder) enter(s Suggestion) {
	for i := range c.out {
		if c.out[i].Code == s.Code {
			if s.score > c.out[i].score {
				c.out[i] = s
			}
			return
		}
	}
	c.out = append(c.out, s)
}

// possible drops what this patient cannot have: Medicare Code Editor's age and
// sex conflicts, as far as chapters decide them (42 CFR 412.60; MCE v42
// definitions, "Sex conflict", "Age conflict"). Obstetric and perinatal codes,
// and external causes, are never guessed from a title.
func (c *coder) possible(hits []Hit) []Hit {
	out := hits[:0]
	for _, h := range hits {
		d := strings.ToLower(h.Code.Description)
		switch {
		case h.Code.Chapter == 20, h.Code.Chapter == 16 && (c.age < 0 || c.age > 1):
		case h.Code.Chapter == 15 && (c.sex == ehr.Male || c.age > 60 || !pregnant.MatchString(c.text)):
		case c.sex == ehr.Male && (femaleOnly.MatchString(d) || between(h.Code.Code, "N70", "N98")):
		case c.sex == ehr.Female && (maleOnly.MatchString(d) || between(h.Code.Code, "N40", "N53")):
		default:
			out = append(out, h)
		}
	}
	return out
}

var (
	pregnant   = regexp.MustCompile(`\b(pregnan|gestation|trimester|postpartum|obstetric|weeks gestational|prenatal|antepartum)`)
	femaleOnly = regexp.MustCompile(`\b(female breast|vagina|vulva|uter|ovar|cervix uteri|menstru|menopaus)`)
	maleOnly   = regexp.MustCompile(`\b(prostat|testic|testis|penis|penile|scrot|male breast)`)
)

func between(code, lo, hi string) bool { return code[:3] >= lo && code[:3] <= hi }

// sides moves a code to the side that is stated, in the statement or else about
// the same part of the body in the note. Where both sides are stated and the
// family has no code for both, there are two codes (Official Guidelines I.B.13).
func (c *coder) sides(code *icd10cm.Code, q term, st statement) []*icd10cm.Code {
	s := q.side
	if _, ok := unilateral[code.Code]; ok && s == noSide {
		s = c.sideOf(q, st)
	}
	if to, ok := unilateral[code.Code]; ok && s != noSide {
		if n, ok := c.lx.Release.Lookup(to[s]); ok {
			return []*icd10cm.Code{n}
		}
	}
	has, open := c.lx.hasSides(code)
	if !has {
		return []*icd10cm.Code{code}
	}
	if s == noSide && open {
		s = c.sideOf(q, st)
	}
	if s != bilateral {
		return []*icd10cm.Code{c.lx.onSide(code, s)}
	}
	if both := c.lx.onSide(code, bilateral); both != code {
		return []*icd10cm.Code{both}
	}
	if _, own, _ := sideless(code.Description); own == bilateral {
		return []*icd10cm.Code{code}
	}
	return []*icd10cm.Code{c.lx.onSide(code, right), c.lx.onSide(code, left)}
}

// unilateral holds families whose unspecified code differs from the sided ones
// in more than the side: osteoarthritis with a side stated is primary and
// unilateral unless said otherwise (alphabetic index, Osteoarthritis, primary).
var unilateral = map[string]map[side]string{
	"M17.9": {right: "M17.11", left: "M17.12", bilateral: "M17.0"},
	"M16.9": {right: "M16.11", left: "M16.12", bilateral: "M16.0"},
	"N63.0": {right: "N63.10", left: "N63.20"},
}

// bodyParts are words that a side may stand beside.
var bodyParts = toSet(`knee hip shoulder elbow wrist ankle foot feet hand finger thumb toe heel arm leg thigh calf forearm shin ear eye
	breast kidney lung ovary testicle groin flank rib clavicle femur tibia fibula humerus radius ulna patella hamstring forefoot
	metatarsal metacarpal acl mcl meniscus achilles rotator cuff bicep biceps buttock`)

// organ maps the adjective to its part of the body.
var organ = map[string]string{"ovarian": "ovary", "adnexal": "ovary", "renal": "kidney", "testicular": "testicle", "pulmonary": "lung", "mammary": "breast",
	"patellar": "knee", "tibial": "tibia", "fibular": "fibula", "humeral": "humerus", "ureter": "kidney", "ureteral": "kidney", "ocular": "eye"}

// sideOf finds the side that the note gives the body part the statement names,
// where it gives only one.
func (c *coder) sideOf(q term, st statement) side {
	parts := map[string]bool{}
	for _, w := range words(st.text) {
		if organ[w] != "" {
			w = organ[w]
		}
		if p := strings.TrimSuffix(w, "s"); bodyParts[w] || bodyParts[p] {
			parts[p] = true
		}
	}
	if len(parts) == 0 { // the statement names none: any part's side will do, if the note knows only one
		for p := range bodyParts {
			parts[p] = true
		}
	}
	var r, l, b int
	for i, text := range []string{strings.ToLower(st.body), c.text} {
		underTitle := i == 0
		ws := words(text)
		for i, w := range ws {
			if w != "right" && w != "left" && w != "bilateral" && w != "both" {
				continue
			}
			for j := i + 1; j < min(i+4, len(ws)); j++ {
				p := strings.TrimSuffix(ws[j], "s")
				if organ[p] != "" {
					p = organ[p]
				}
				if !parts[p] {
					continue
				}
				if underTitle && (w == "bilateral" || w == "both") {
					b++
				}
				if w != "left" {
					r++
				}
				if w != "right" {
					l++
				}
				break
			}
		}
		if r > 0 || l > 0 {
			break
		}
	}
	switch {
	case b > 0:
		return bilateral
	case r > 2*l:
		return right
	case l > 2*r:
		return left
	}
	return noSide
}
