package em

import (
	"regexp"
	"strings"

	"github.com/visitwright/visitwright/ehr"
)

const riskSource = `AMA, "Risk of complications and/or morbidity or mortality of patient management"; MLN006764, table of risk`

var (
	overCounter = re(`\b(tylenol|acetaminophen|ibuprofen|advil|motrin|aleve|naproxen|claritin|zyrtec|allegra|loratadine|ketotifen|polyethylene glycol|peg 3350|cetirizine|fexofenadine|famotidine|docusate|senna|loperamide|guaifenesin|dextromethorphan|pseudoephedrine|(nasal )?saline|artificial tears|lozenges|zinc oxide|benzoyl peroxide|salicylic acid|ferrous sulfate|oral iron|calcium|folic acid|nicotine (gum|patch)|hydrocortisone 1%|mucinex|robitussin|vitamin|supplement|fiber|miralax|melatonin|benadryl|over[- ]the[- ]counter|otc|paracetamol|shampoo|sunscreen|aspirin)\b`)
	strong      = re(`\b(ibuprofen|motrin|naproxen) (600|800|500)\b|\bprescri\w+`)
	prescribing = re(`\b(prescri(be|bed|ption|ptions|bing)\b|refill\w*)|\b(start|started|initiate|initiated|begin|increase[ds]?|decrease[ds]?|continue[ds]?|adjust|switch\w*|change[ds]?|discontinue|stop taking|taper|add|placed? (him|her|the patient) on|put (him|her|the patient) on|try)\b[^.]{0,60}(\d+(\.\d+)? ?(mg|mcg|units?|puffs?|%|ml)\b|\b((current|same|present) (dose|regimen|medications?|meds)|norethindrone|contraceptive|metformin|lisinopril|insulin|prednisone|antibiotic|steroid|\w+(pril|sartan|olol|statin|azole|cillin|mycin|cycline|oxetine|pram|aline|prazole|gliptin|flozin|dipine|triptan)|keppra|synthroid|norvasc|lasix|lantus|imitrex|protonix|medications?( regimen)?|inhaler|flexeril|mobic|meloxicam|neurontin|gabapentin|prozac|zoloft|effexor|methotrexate|coumadin|plavix|allopurinol)\b)`)
	// named are prescription drugs by the stems of their names, as plans in shorthand list
	// them without a verb: "prednisone 40 mg for 5 days", "rizatriptan prn".
	named         = re(`\b(\w{3,}(pril|sartan|olol|statin|conazole|prazole|cillin|mycin|cycline|floxacin|oxetine|citalopram|traline|azodone|triptan|triptyline|gliptin|gliflozin|flozin|glutide|dipine|drolone|asone|onide|cinolone|nazole|parin|xaban|lukast|dronate|dronic acid|mumab|limumab|afil|osin|terol|tropium|azepam|idone|apine|zosin|trigine|azosin|thyroxine|salazine|palene|cortisone)|estradiol|progesterone|vaginal estrogen|norethindrone|epinephrine auto-?injector|prednis(one|olone)|metformin|insulin|furosemide|spironolactone|hydrochlorothiazide|chlorthalidone|gabapentin|pregabalin|methotrexate|allopurinol|colchicine|warfarin|clopidogrel|nitrofurantoin|amoxicillin\S*|cephalexin|cefdinir|bupropion|lithium|lamotrigine|methylphenidate\S*|tamsulosin|linaclotide|olopatadine|epoetin|cyanocobalamin|tretinoin|antibiotics?|statin)\b`)
	withheld      = re(`\b(avoid\w*|no|not|without|allerg\w*|instead of|failed|failing|tried|declin\w+|if)\b`)
	intensive     = re(`\b(monitor\w* (for|of) (drug )?toxicity|drug level monitoring|chemotherapy|cytotoxic|(cisplatin|etoposide|carboplatin|methotrexate toxicity|amiodarone (level|toxicity)|lithium level))\b`)
	majorSurg     = re(`\b(proceed with|schedul\w+( for)?|recommend\w*( that we proceed with)?|elect\w* (for|to proceed)|decision (for|to)|wishes to proceed with|will (need|require|undergo)|candidate for|indicated)\b[^.]{0,60}\b(orif|open reduction|arthroplasty|replacement|resection|hysterectomy|\w*oophorectomy|mammoplasty|mammaplasty|excision|craniotomy|fusion|bypass|surgery|surgical intervention|operation)\b`)
	riskFactors   = re(`\b(risk factors?|comorbid\w*|co-morbid\w*|not a (good )?surgical candidate|increased (surgical|operative) risk|medical clearance|cardiac clearance|uncontrolled diabetes)\b`)
	surgeryAgreed = re(`^((left|right|l|r|elective|robotic|laparoscopic|arthroscopic|open) )*(total (hip|knee|shoulder) (arthroplasty|replacement)|(tka|tha|acdf|thyroidectomy|hysterectomy|cholecystectomy|prostatectomy))\b|\bproceed with (\w+ ){0,3}(repair|reconstruction|decompression|release|arthroplasty|\w+ectomy|fusion)\b|\b(elect(s|ed)?|wishes|wants|would like|agree[sd]?|opt(s|ed)?)( \w+){0,3} (surgery|operation|repair|replacement|fusion|hysterectomy|arthroplasty)\b|\b(repair|surgery|operation|replacement|arthroplasty)\b[^.]{0,30}\b(elects|wishes|wants|would like|agrees) to proceed\b|\bsurgery (to be |was |is )?(scheduled|booked)|\b(schedul\w+|book\w*|plan(ned)?( for)?) (for )?(\w+ ){0,3}(surgery|arthroplasty|tka|tha|acdf|cholecystectomy|hysterectomy|myomectomy|thyroidectomy|herniorrhaphy|hernia repair|cuff repair|acl reconstruction|prostatectomy|turp|laminectomy|tonsillectomy|cataract (extraction|surgery))\b`)
	hospital      = re(`\b(admit(ted)? (him|her|the patient|today|to|for|directly)|admit (for|from|now)|direct(ly)? admi\w+|(decision|needs?|agrees?|accept\w+|sent|transfer\w*)\b[^.;]{0,40}\b(hospitali[sz]\w+|admission|admit)|ems (called|transport|activated|here)|called (911|ems)|(sent|send|transfer\w*|referred|driving|taken|to go|going|go) (directly |straight |there |now |by \w+ )*(there|to (the )?(ed|er|hospital|emergency))\b|inpatient admission|escalat\w+ (of )?care|do not resuscitate|dnr(/dni)?|hospice)\b`)
	shouldIt      = re(`\b(if|should (he|she|they|symptoms|this|it)|return precautions|er precautions|ed precautions|for (any )?(worsening|new|fever|severe))\b`)
	minorProc     = re(`\b(inject(ion|ed)|debridement|biopsy|excis\w+|incision and drainage|laceration repair|cryotherapy|cauteri\w+|aspiration|removal of|joint injection|epidural|ablation|endoscopy|colonoscopy|egd|catheterization)\b`)
	social        = re(`\b(cannot afford|could not afford|due to (the )?cost|too expensive|homeless|housing|food insecurity|lack of transportation|no insurance|unable to afford|because of cost)\b`)
	lowRisk       = re(`\b(physical therapy|pt\b|therapy|counterforce|night splint|boot|occupational therapy|cpap|brace|splint|cast|sling|crutches|compression|aircast|orthotics|wound care|diet\w*|nutritionist)\b`)
	minimal       = re(`\b(rest|ice|heat|elevat\w+|fluids|gargle|bandage|reassur\w+|observ\w+|monitor)\b`)
)

// risk fills the third column: the gravest thing decided.
func risk(in Input) Cell {
	c := Cell{Column: "risk", Items: []Item{}}
	lines, assessed := map[ehr.SentenceID]bool{}, false
	for _, p := range in.Problems {
		lines[p.Sentence] = planned(p)
	}
	for _, sec := range in.Note.Sections {
		if sec.Name != ehr.AssessmentPlan && sec.Name != ehr.Instructions && sec.Name != "procedure" {
			continue
		}
		assessed = assessed || sec.Name == ehr.AssessmentPlan
		for _, s := range sec.Sentences {
			text := s.Text
			title := s.Kind == ehr.ProblemTitle && !lines[s.ID] && !planLine.MatchString(text)
			if title { // "Atopic dermatitis, hydrocortisone to flares"
				_, text, _ = strings.Cut(text, ", ")
			}
			if what, l := decided(text); !title || l == Moderate || l == Low {
				c.decides(what, l, s)
			}
		}
	}
	if c.Level == None {
		c.inProse(in.Note, assessed)
	}
	return c
}

// inProse reads what was decided in a note whose plan stands under no heading: letters,
// dictations, bare lists. What the patient takes or took already is no decision.
func (c *Cell) inProse(note ehr.Note, assessed bool) {
	for _, sec := range note.Sections {
		switch sec.Name {
		case ehr.ChiefComplaint, ehr.ROS, ehr.FamilyHistory, ehr.AllergyList, ehr.SocialHistory, ehr.PastMedical, ehr.PastSurgical, ehr.MedicationList, ehr.Exam:
			continue
		}
		for _, s := range sec.Sentences {
			if intends.MatchString(s.Text) || !assessed && !narrates.MatchString(s.Text) {
				what, l := decided(s.Text)
				c.decides(what, l, s)
			}
		}
	}
}

// decides keeps what counts for most.
func (c *Cell) decides(what string, l Level, s ehr.Sentence) {
	if l > c.Level { // what counts for less need not be read
		c.Items, c.Level = c.Items[:0], l
	}
	if l == c.Level && l > None {
		c.Items = append(c.Items, Item{What: what, Sentence: s.Text, ID: s.ID, Source: riskSource, level: l})
	}
}

var (
	intends  = re(`\b((i|we) (wrote|ordered|sent|gave)|(i|we|he|she|they|patient|pt) (will|would like|am going to|are going to|plan|want|recommend\w*|suggest\w*|prescribed?|started|advised|refilled)|will (take|start|begin|continue|stop|try|increase)|(plan|recommend\w*|continue|start|begin|increase|refill|prescribe|switch|schedul\w+|leave that alone|(control|managed|treated) with)\b)`)
	narrates = re(`\b(takes?|taking|was|were|tried|failed|had|has|have|uses?|using|denies|reports?|presents?|states?|on \w+ \d)\b`)
)

// operation reports a decision for major surgery.
func operation(text string) bool {
	return (majorSurg.MatchString(text) || surgeryAgreed.MatchString(text)) && !thought(text)
}

// decided classes one sentence of the plan.
func decided(text string) (what string, l Level) {
	text = asPrescribed.ReplaceAllString(text, "")
	sold := bought.ReplaceAllString(text, "")
	firm := decidedPart(text)
	drug := (prescribing.MatchString(sold) && (!overCounter.MatchString(text) || strong.MatchString(text)) || shorthand(text)) && !thought(text) ||
		firm != text && shorthand(firm)
	for _, r := range []struct {
		what  string
		level Level
		yes   bool
	}{
		{"decision about hospital care or resuscitation", High, hospital.MatchString(text) && !later.MatchString(text) && !shouldIt.MatchString(text)},
		{"drug therapy that needs intensive monitoring for toxicity", High, intensive.MatchString(text) && !later.MatchString(text)},
		{"decision for major surgery with risk factors", High, majorSurg.MatchString(text) && riskFactors.MatchString(text) && !later.MatchString(text)},
		{"decision for major surgery", Moderate, operation(text)},
		{"prescription drug management", Moderate, drug},
		{"social circumstance that limits diagnosis or treatment", Moderate, social.MatchString(text)},
		{"minor procedure", Low, minorProc.MatchString(text) && !thought(text)},
		{"over-the-counter drug", Low, overCounter.MatchString(text)},
		{"therapy or device", Low, lowRisk.MatchString(text)},
		{"rest, observation or like", Straightforward, minimal.MatchString(text)},
	} {
		if r.yes {
			return r.what, r.level
		}
	}
	return "", None
}

var asPrescribed = re(`\bas (prescribed|directed|noted( above)?)\b`)

// decidedPart is what stands before that which is only thought of: "mometasone, consider
// surgery if no better".
func decidedPart(text string) string {
	if loc := unlikely.FindStringIndex(text); loc != nil {
		return text[:loc[0]]
	}
	return text
}

var unlikely = re(`[,;.] (consider|may |could |discussed the option|if )`)

var thinking = regexp.MustCompile(`(?i)\b(consider|may (need|consider|require)|could|discussed the option|declin\w+|defer|hold off|not recommend|no changes? (are|is) needed|we will see)\b`)

func thought(text string) bool { return thinking.MatchString(text) || later.MatchString(text) }
