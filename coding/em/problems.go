package em

import (
	"regexp"
	"strings"
)

func re(s string) *regexp.Regexp { return regexp.MustCompile(`(?i)` + s) }

const problemSource = `AMA, "Number and complexity of problems addressed"`

// chronic are first characters of codes of conditions that last at least a year
// or until death (AMA, definition of a chronic illness).
var chronic = strings.Fields(`E03 E05 E06 E10 E11 E13 E66 E78 E28 E29 E55 I10 I11 I12 I13 I20 I25 I42 I48 I50 I73 I87 I34 I35 J41 J42 J43 J44 J45 J84 F0 F1 F2 F3 F4 F5 F9
	G20 G25 G30 G35 G40 G43 G47 G56 G60 G62 G89 H40 K21 K50 K51 K58 K70 K74 K76 L20 L40 L63 L70 L71 M05 M06 M10 M15 M16 M17 M18 M19 M32 M35 M41 M45 M47 M48 M51 M79.7 M80 M81 N18 N40 N80 N39.4
	B18 B20 Z21 D50 D51 D57 D63 D80 C Z94 Z95 M20 N60 E04 J30 M22 B19 D35 Z79.899
	M96.1 L97 L98.4 L28 L50.8 L65 L66 L73.2 L80 L30 H04.12 H35.3 H25 H26 H90 H91.1 H93.1 I83 I71 I65 I69 I27 E21 E22 E23 E27 E83 E88 D86 D45 D47 D69.3 D68 J31 J32 J33 J47
	M50 M75 M23 M1A M33 M34 G31 G57 G24 N52 N30.1 N95 N94.1 K57 K22 K44 K90 K59.04 K86 R32 R15 H10.1 M54.16 M54.17 D25 Q`)

var (
	unsettled = re(`\b(end[- ]stage|(another|second|third|fourth|fifth|[2-9](nd|rd|th)) (attack|episode|flare)|breakthrough|residual|persist\w*|still (symptomatic|having|above|high|elevated|bothersome)|not (improv(ing|ed)|better|responding|there yet)|above (our |the |her |his )?goal|inadequate(ly)?|partial (response|remission)|refractory|(larger|bigger|worse) than|moderate disease activity|high disease activity|active disease|decompensat\w+|with (acute )?infection|hyperglycemia|current episode (depressed|manic|mixed)|failing|uncontrolled|not (well[- ]|adequately )?controlled|poorly[- ]controlled|worsen\w*|worse|exacerbat\w+|flares?\b|flare[- ]?up|not at goal|above goal|progress(ing|ed|ion)|increased (symptoms|pain|need)|(was|is|are|were|been|remains?) (also )?(slightly )?(elevated|high|low|unstable)|suboptimal|side effects?|non-?healing|inadequate|continues to experience|not responding|failed|(readings?|levels?|a1c|pressures?) (was|is|are|were|of) ([89]|1\d)(\.\d)?\b)`)
	settled   = re(`[^.;]*\b(if|call for|return for|precautions)\b[^.;]*|\b(no (recent |further )?(flares?|exacerbations?|episodes?)|(not|never|without|never in|not in)( an?| any)?( acute)? (flares?|exacerbations?)|denies (any )?(flares?|exacerbations?|episodes?|issues)|not worse|no side effects|flares are well controlled|prevent (an )?exacerbation)`)
	// grave follows the examples of a threat to life or bodily function in the near term
	// without treatment (AMA, definitions): infarction, embolus, respiratory distress, illness
	// with threat to self or others, peritonitis, renal failure, a sudden change of the nerves.
	grave    = re(`\b(severe exacerbation|respiratory failure|respiratory distress|suicid\w+ (ideation |thoughts )?with (a )?(plan|intent)|si with (a )?(plan|intent)|(high|imminent|acute) (acute )?suicide risk|active(ly)? suicid\w+|homicidal (ideation )?with|unstable angina|acute coronary|acute (myocardial infarction|mi|stroke|abdomen|renal failure|kidney injury|limb ischemia|appendicitis|cholangitis|angle[- ]closure|(\w+ )?(gi|gastrointestinal) bleed\w*)|n?stemi|stroke in evolution|sepsis|septic|pulmonary embol\w+|(sent|transfer\w*|go(ing)?) (directly |straight )?to the (emergency|hospital)|direct(ly)? admi\w+|threat to life|spinal cord compression|cauda equina|limb[- ]threatening|appendicitis|(testicular|ovarian) torsion|ectopic pregnancy|anaphyla\w+|ketoacidosis|dka|hypertensive emergency|status (epilepticus|asthmaticus)|meningitis|bowel obstruction|retinal detachment|sudden (\w+ ){0,2}(hearing|vision|visual) loss|sudden loss of (hearing|vision)|compartment syndrome|necroti[sz]ing|(bleed\w*|melena) with (hypotension|syncope)|neutropenic fever|febrile neutropenia|grade [34] \w+|severe (decompensation|preeclampsia)|with severe features)`)
	systemic = re(`\b(pneumonia|pyelonephritis|colitis|bacteremia|influenza|flu [ab]|covid[- ]?19 (infection|positive)|peritonitis|temporal arteritis|giant cell arteritis|systemic symptoms|diverticulitis|pancreatitis|cholecystitis|mononucleosis|(acute|bacterial) prostatitis|mastitis|pelvic inflammatory|epididymo-?orchitis|bronchiolitis|dehydrat\w+|hydronephrosis)`)
	// beside takes out what is only feared, past or warned of before a text is judged grave.
	beside = re(`\b(no|not|denies|without|ruled out|history of|h/o|hx of|prior|previous|s/p|risk of|prevent\w*|low (acute )?suicide)\b[^.;,]{0,40}|[^.;]*\b(if|call for|return for|precautions|watch for|red flags?)\b[^.;]*`)
	// planLine is a line that the reader took for a title and that is no problem.
	planLine = re(`^(r/o|rule out) |^(p|plan|tx|rx|treatment|labs?( today)?|interval( history)?|imaging|rtc|f/?u|return|recs?|supplies|follow[- ]?up|recommendations?|dispo(sition)?|orders?|meds?|medications?)\b ?([:-]|rtc|in \d|\d|renewed|one|two|three|six|$)`)
	// chronicName stands in for the code where a title has none.
	chronicName = re(`\b(hypertension|htn|diabet\w+|dm2?|t[12]dm|ckd|esrd|copd|asthma|heart failure|chf|hfp?ref|hfpef|cad|afib|af|atrial fibrillation|hyperlipidemia|hld|dyslipidemia|hypothyroid\w*|hyperthyroid\w*|graves|osteoporosis|osteoarthritis|oa|dementia|alzheimer\w*|parkinson\w*|epilepsy|migraines?|depressi\w+|mdd|gad|anxiety|bipolar|schizo\w+|adhd|cancer|carcinoma|lymphoma|myeloma|cirrhosis|crohn\w*|ulcerative colitis|psoria\w+|eczema|rheumatoid|lupus|gout|glaucoma|obesity|osa|sleep apnea|gerd|ibs(-[dcm])?|fibromyalgia|endometriosis|fibroids?|leiomyoma|bph|\w*neuropathy|hyperparathyroidism)\b`)
	complex     = re(`\b((non-?)?operative (and (non-?)?operative )?(options|treatment)|arthroscop\w+|loss of consciousness|displaced|open fracture|comminuted|orif|surgical (intervention|fixation|options)|reduction|multiple injuries)`)
	newUnsure   = re(`\b(cause (is )?(unclear|unknown)|unclear (cause|etiology)|etiology (is )?(unclear|unknown)|mass|lump|nodule|lesion|unexplained|unintentional weight loss|rule out (malignancy|cancer)|newly (found|diagnosed)|new[- ]?found|abnormal finding)`)
	lasting     = re(`\b(chronic|long[- ]?standing|for (the past |over )?(several |many |\d+ )years)`)
	minorCode   = re(`^(J00|B34\.9|L21\.0|L74|L55|B35|L30|S[0-9]0\.[02368]|W57|Z00|Z12|Z23|K59\.0|H61\.2|R68|L85|B07|L91\.8|T14|L82|D22|D23|R04\.0|H11\.3|H00|K12\.0|S[0-9]0\.[2-9]6)`)
	freshCode   = re(`^(R97|R04\.2|R47|R27|N93\.9|N95\.0|R13|R17|R18|R19\.5|R80|R94|R07\.[89]|N63|R91|R31|R63\.4|R59|D49|R22|N50\.89|R19\.0|R55|R16|D64\.9|R09\.89|K62\.5|K92|R74|R29|H53|R56)`)
)

// problems fills the first column.
func problems(in Input) Cell {
	c := Cell{Column: "problems", Items: []Item{}}
	stable, acute, minor := 0, 0, 0
	seen := map[string]bool{}
	for _, p := range addressed(in.Problems) {
		key := p.Code
		if key == "" {
			key = p.Title
		}
		if seen[key] || strings.HasPrefix(p.Code, "Z79") && p.Code != "Z79.899" || strings.HasPrefix(p.Code, "Z00") || strings.HasPrefix(p.Code, "Z12") {
			continue
		}
		seen[key] = true
		it := classify(p)
		switch {
		case it.level >= Moderate:
			c.Level = max(c.Level, it.level)
		case it.What == stableChronic:
			stable++
		case it.What == uncomplicated:
			acute++
		default:
			minor++
		}
		c.Items = append(c.Items, it)
	}
	// AMA, same section: two stable chronic illnesses reach moderate; one of them,
	// one uncomplicated acute problem, or two minor ones reach low.
	switch {
	case stable >= 2:
		c.Level = max(c.Level, Moderate)
	case stable == 1, acute >= 1, minor >= 2:
		c.Level = max(c.Level, Low)
	case minor == 1:
		c.Level = max(c.Level, Straightforward)
	}
	return c
}

const (
	stableChronic = "stable chronic illness"
	uncomplicated = "acute, uncomplicated illness or injury"
)

// addressed are the problems without lines of the plan that stand where a title would;
// what those say belongs to the problem before them.
func addressed(all []Problem) (out []Problem) {
	for _, p := range all {
		if !planned(p) {
			out = append(out, p)
		} else if n := len(out); n > 0 {
			out[n-1].Under += " " + p.Title + " " + p.Under
		}
	}
	if out == nil {
		return all
	}
	return out
}

// planned reports whether a title is a line of the plan: "P: ...", "trial of linaclotide".
func planned(p Problem) bool {
	const longest = 8 // words; a longer line without a code is a problem with its plan behind it
	if planLine.MatchString(p.Title) {
		return p.Code == ""
	}
	if p.Code != "" || chronicName.MatchString(p.Title) || len(strings.Fields(p.Title)) > longest {
		return false
	}
	_, l := decided(p.Title)
	return l > None
}

// classify says of one problem how complex it is.
func classify(p Problem) Item {
	it := Item{Sentence: strings.TrimSpace(strings.TrimSuffix(p.Title, ".") + ": " + firstOf(p.Under)), ID: p.Sentence, Source: problemSource}
	text := p.Title + ". " + p.Under
	plain, near := settled.ReplaceAllString(text, ""), beside.ReplaceAllString(text, "")
	long := lasting.MatchString(p.Title) || p.Code == "" && chronicName.MatchString(p.Title)
	for _, k := range chronic {
		long = long || p.Code != "" && strings.HasPrefix(p.Code, k)
	}
	switch {
	case grave.MatchString(near):
		it.What, it.level = "illness or injury that threatens life or bodily function", High
	case systemic.MatchString(p.Title) && !lasting.MatchString(p.Title):
		it.What, it.level = "acute illness with systemic symptoms", Moderate
	case long && (unsettled.MatchString(plain) || steppedUp(p.Under) || operation(p.Under)):
		it.What, it.level = "chronic illness not at its treatment goal", Moderate
	case long:
		it.What, it.level = stableChronic, Low
	case strings.HasPrefix(p.Code, "S") && complex.MatchString(near):
		it.What, it.level = "acute complicated injury", Moderate
	case systemic.MatchString(near):
		it.What, it.level = "acute illness with systemic symptoms", Moderate
	case freshCode.MatchString(p.Code) || strings.HasPrefix(p.Code, "R") && newUnsure.MatchString(text):
		it.What, it.level = "new problem without a diagnosis, of uncertain prognosis", Moderate
	case minorCode.MatchString(p.Code):
		it.What, it.level = "self-limited or minor problem", Straightforward
	default:
		it.What, it.level = uncomplicated, Low
	}
	return it
}

func firstOf(s string) string {
	s = strings.TrimSpace(s)
	const title = 15 // a full stop before it ends no sentence: "Ms. Ray ..."
	if len(s) > title {
		if i := strings.Index(s[title:], ". "); i >= 0 {
			return s[:title+i+1]
		}
	}
	return s
}
