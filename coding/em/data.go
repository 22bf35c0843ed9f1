package em

import (
	"regexp"
	"strings"

	"github.com/visitwright/visitwright/ehr"
)

const dataSource = `AMA, "Amount and/or complexity of data to be reviewed and analyzed"`

// tests names what counts once each, however often it is told (AMA, same
// section: each unique test). Our own list, by what notes call them.
var tests = []struct {
	name string
	said *regexp.Regexp
}{
	{"complete blood count", re(`\b(cbc|complete blood count|hemoglobin is|hemoglobin was|hemoglobin level|hgb|hct|wbc (count )?\d|anc \d)\b`)},
	{"basic metabolic panel", re(`\b(bmp|basic metabolic panel)\b`)}, {"comprehensive metabolic panel", re(`\b(cmp|comprehensive metabolic panel)\b`)},
	{"lipid panel", re(`\b(lipid panel|lipid profile|cholesterol levels?)\b`)}, {"hemoglobin A1c", re(`\b(a1c|hba1c|glycated hemoglobin)\b`)},
	{"thyroid test", re(`\b(tsh|thyroid (panel|function|test)|free t4)\b`)}, {"urinalysis", re(`\b(urinalysis|urine (dip\w*|test)|ua\b:?)`)}, {"urine culture", re(`\b(urine culture|culture (was )?sent)`)},
	{"pregnancy test", re(`\b(hcg|upt|(urine |serum )?pregnancy test)\b`)},
	{"liver test", re(`\b(liver (panel|enzymes?|function tests?)|hepatic (function )?panel|lfts?)\b`)}, {"prostate-specific antigen", re(`\bpsa\b`)},
	{"kidney function", re(`\b(kidney function|creatinine|egfr|cr \d[\d.]*|renal (panel|function))\b`)}, {"autoimmune panel", re(`\b(autoimmune panel|ana|rheumatoid factor)\b`)},
	{"vitamin D level", re(`\bvitamin d level`)}, {"iron studies", re(`\b(iron (studies|panel)|ferritin|anemia (panel|profile))\b`)},
	{"strep test", re(`\b(strep test|rapid strep|throat culture)`)}, {"COVID-19 test", re(`\bcovid(-19)? (pcr |antigen )?test`)}, {"Lyme test", re(`\b(lyme (titer|test)|western blot)`)},
	{"hepatitis C test", re(`\b(hcv|hepatitis c) (antibody|rna|genotype|viral)`)}, {"biopsy or pathology", re(`\b(biopsy|pathology) (report|result|was|show\w*|reveal\w*)`)},
	{"x-ray", re(`\b(x-?rays?|cxr|xr|kub|(chest|plain|bearing) films?)\b`)}, {"MRI", re(`\b(mri|mra|mr arthrogram)\b`)}, {"CT", re(`\bct( scan| of|\b)`)}, {"ultrasound", re(`\bultrasound|elastography`)},
	{"echocardiogram", re(`\bechocardiogram|\becho\b`)}, {"electrocardiogram", re(`\b(ekg|ecg|electrocardiogram)\b`)}, {"pulmonary function test", re(`\b(pulmonary function|pfts?|spirometry)\b`)},
	{"stress test", re(`\bstress test\b`)}, {"mammogram", re(`\bmammogram`)}, {"nerve study", re(`\b(emg|nerve conduction)`)}, {"event monitor", re(`\b(event|holter) monitor`)},
	{"glucose", re(`\b((poc |fasting |random |blood )?glucose|fingerstick)\b ?(\d|was|is|of)`)}, {"urine albumin", re(`\b(uacr|(urine )?microalbumin|albumin[- /]creatinine)`)}, {"sedimentation rate", re(`\besr|sed rate\b`)},
	{"C-reactive protein", re(`\bcrp\b`)}, {"uric acid", re(`\buric acid|urate\b`)}, {"vitamin B12", re(`\bb12 (level|of|\d)`)}, {"drug level", re(`\b(lithium|valproate|digoxin|tacrolimus|phenytoin|keppra|drug) level`)}, {"clotting test", re(`\b(inr|pt/inr)\b`)},
	{"natriuretic peptide", re(`\b(nt-?pro)?bnp\b`)}, {"troponin", re(`\btroponin`)}, {"D-dimer", re(`\bd-?dimer`)}, {"tumor marker", re(`\b(cea|ca[- ]?125|ca ?19-9|afp)\b`)}, {"influenza test", re(`\b(rapid flu|flu (a/b|swab|test)|rapid influenza)`)},
	{"chlamydia and gonorrhea test", re(`\b(gc/ct|ct/gc|gc/chlamydia|chlamydia (test|naat|pcr))`)}, {"HIV test", re(`\bhiv (test|screen|ab|ag)`)}, {"cytology", re(`\b(cytology|pap( smear| test)?)\b`)}, {"stool test", re(`\b(fit test|cologuard|stool (culture|studies|test|pcr)|calprotectin|h\.? ?pylori (stool|breath|test|antigen))`)},
	{"wet preparation", re(`\b(wet (prep|mount)|koh)\b`)}, {"bone density", re(`\b(dxa|dexa)\b`)}, {"electroencephalogram", re(`\beeg\b`)}, {"audiogram", re(`\baudiogram|audiometry\b`)}, {"ankle-brachial index", re(`\babi\b`)},
	{"sleep study", re(`\b(sleep study|polysomnogra\w+|hsat)\b`)}, {"PET", re(`\bpet(/ct)?\b`)}, {"endoscopy report", re(`\b(colonoscopy|egd) (report|showed|on)`)}, {"prescription monitoring report", re(`\bpdmp\b`)},
	{"blood tests", re(`\b(routine (labs?|blood ?work)|labs? (were|was|ordered|will|are)|blood ?work)\b`)},
}

var (
	// later opens a test that is only thought of.
	later = re(`\b(if (he|she|they|the|his|her|this|it|symptoms?|not|un)\b|consider|may (need|order|repeat)|could|in the future|(does|do) not (need|think)|no need|hold off|defer|patient'?s? (next|future))`)
	// inHouse is a picture that the practice itself took and reads.
	inHouse     = re(`\b(x-?rays?|images?)\b.{0,60}\b(today|in (the )?office)\b|\bin[- ]office x-?rays?`)
	interpreted = re(`\bindependent(ly)? (review|interpret)\w*|\bi (personally |independently )(reviewed|interpreted) the (images?|films?|tracing|ct|mri|x-?ray|ekg)|\bi (looked at|viewed|read) the (images?|films?|tracing|ct|mri|x-?ray|ekg)|\b(images?|films?|tracing|mri|ct|x-?rays?|ekg|ecg)\b[^.;]{0,40}\b(personally|independently) (reviewed|interpreted|viewed)|\b(reviewed|interpreted|read) by (me|myself)\b|\bmy (own )?(read|interpretation)\b`)
	external    = re(`\b(records?|notes?|report|photos?|documentation) (from|of) (the |his |her |an? )?(\w+ ){0,3}(emergency|hospital|outside|dermatolog\w+|cardiolog\w+|specialist|referring|primary care)|\b(outside|external|emergency department|hospital) (records?|notes?)\b.{0,40}\breviewed|\breviewed (the )?(outside|external|hospital|emergency department|dermatologist'?s) (records?|notes?|photos?)`)
	historian   = re(`\b(hx|history|hpi|info\w*) ?(is |was )?(per|from|by|via) (the |his |her |patient'?s )?(mother|father|mom|dad|parents?|wife|husband|daughter|son|guardian|caregiver|spouse|sister|brother|aide|staff)\b|\b(mother|father|mom|dad|parents?|wife|husband|daughter|son|sister|brother|girlfriend|boyfriend|partner|guardian|caregiver|grandmother),? (who )?(gives?|gave|provides?|confirms?|saw|witnessed|tells|reports)\b|\b(per|according to) (his |her |the )?(mother|father|mom|dad|parents?|wife|husband|daughter|son|caregiver)\b|\b(history|information) (is |was )?(provided|obtained|given) (by|from) (the |his |her )?(patient'?s )?(mother|father|parents?|wife|husband|daughter|son|guardian|caregiver|spouse)|\b(the )?(mother|father|mom|dad|parent|caregiver|patient'?s (mother|father|partner|wife|husband|daughter|son)) (states|reports|notes|confirms|describes|informed|provided|says)\b`)
	discussed   = re(`\b(discussed|d/w|spoke|spoken|conferred|reviewed) (w/?|with) (the )?((on[- ]call )?(surgery|cardiology|radiology|neurology|oncology|ortho\w*|urology|ob|gi|ed|er|icu|hospitalist|id|psychiatry|pharmac\w+|surgeon|cardiologist|radiologist)|dr\.?)\b|\breport (was )?(given|called) to (the )?(ed|er|hospital|accepting|admitting)|\b(discussed|spoke|conferred) (the case |his case |her case |this case |management )?with (dr\.?|the (cardiologist|surgeon|radiologist|specialist|pharmacist|neurologist|oncologist)|cardiology|radiology|surgery|neurology|oncology|the referring)`)
	occupation  = re(`\b(employed|works as|technician)\b`)
	unasked     = re(`\b(no|not|without|denies|declin\w+)\b[^.]{0,25}$`)
)

// data fills the second column.
func data(in Input) Cell {
	c := Cell{Column: "data", Items: []Item{}}
	first, second, third, historianSeen := 0, 0, 0, false
	add := func(what string, s ehr.Sentence, why string) {
		c.Items = append(c.Items, Item{What: what, Sentence: s.Text, ID: s.ID, Source: dataSource, NotCounted: why})
	}
	for _, t := range tests {
		s, why, ok := find(in.Note, t.said)
		if !ok {
			continue
		}
		if t.name == "x-ray" && why == "" && inHouse.MatchString(s.Text) {
			// AMA, same section: a test whose reading is billed by the same clinician
			// is not counted as data.
			why = "taken and read here: its reading is billed with the picture"
		}
		add(t.name, s, why)
		if why == "" {
			first++
		}
	}
	for _, x := range []struct {
		what string
		said *regexp.Regexp
		n    *int
	}{{"notes of another source", external, &first}, {"independent interpretation", interpreted, &second}, {"discussion with an external clinician", discussed, &third}} {
		if s, why, ok := find(in.Note, x.said); ok && why == "" {
			add(x.what, s, "")
			*x.n++
		}
	}
	if s, why, ok := find(in.Note, historian); ok && why == "" {
		add("independent historian", s, "")
		historianSeen = true
	}
	c.Level = dataLevel(first, second, third, historianSeen)
	return c
}

// dataLevel applies the table (AMA, "Levels of medical decision making"): two
// items or a historian are limited; three items, a historian among them, or an
// interpretation, or a discussion are moderate; two of those three are extensive.
func dataLevel(first, second, third int, historian bool) Level {
	items := first
	if historian {
		items++
	}
	categories := min(second, 1) + min(third, 1)
	if items >= 3 {
		categories++
	}
	switch {
	case categories >= 2:
		return High
	case categories == 1:
		return Moderate
	case first >= 2, historian:
		return Low
	}
	return Straightforward
}

// find returns the sentence that says something was ordered or reviewed; a
// sentence that only thinks of it is returned with the reason why it does not
// count, where no other does.
func find(note ehr.Note, p *regexp.Regexp) (found ehr.Sentence, why string, ok bool) {
	for _, sec := range note.Sections {
		switch sec.Name {
		case ehr.ChiefComplaint, ehr.ROS, ehr.FamilyHistory, ehr.AllergyList, ehr.SocialHistory, ehr.PastMedical, ehr.PastSurgical:
			continue
		}
		for _, s := range sec.Sentences {
			loc := p.FindStringIndex(s.Text)
			if loc == nil || occupation.MatchString(s.Text) {
				continue
			}
			reason := ""
			switch {
			case later.MatchString(s.Text):
				reason = "only thought of"
			case unasked.MatchString(s.Text[:loc[0]]) && !strings.Contains(strings.ToLower(s.Text[loc[1]:]), "show"):
				reason = "not done"
			}
			if reason == "" {
				return s, "", true
			}
			if !ok {
				found, why, ok = s, reason, true
			}
		}
	}
	return found, why, ok
}
