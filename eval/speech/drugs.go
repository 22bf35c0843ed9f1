package speech

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/visitwright/visitwright/eval/speech/interview"
	"github.com/visitwright/visitwright/scribe/speech"
	"github.com/visitwright/visitwright/scribe/speech/align"
	"github.com/visitwright/visitwright/scribe/speech/audio"
	"github.com/visitwright/visitwright/scribe/speech/drugs"
	"github.com/visitwright/visitwright/scribe/speech/terms"
)

// Prescription is a drug as people speak of it: its name and a usual single dose in milligrams, 0 where that is not said.
type Prescription struct {
	Name string
	Dose int
}

// Common are 64 of the drugs most often prescribed in the United States (names and ranks are facts of the Medical Expenditure
// Panel Survey, AHRQ, a public-domain work; doses are usual tablet strengths).
var Common = []Prescription{
	{"atorvastatin", 40}, {"levothyroxine", 0}, {"metformin", 500}, {"lisinopril", 10}, {"amlodipine", 5}, {"metoprolol", 50},
	{"albuterol", 0}, {"losartan", 50}, {"gabapentin", 300}, {"omeprazole", 20}, {"sertraline", 100}, {"rosuvastatin", 20},
	{"pantoprazole", 40}, {"escitalopram", 10}, {"hydrochlorothiazide", 25}, {"bupropion", 150}, {"fluoxetine", 20},
	{"semaglutide", 1}, {"montelukast", 10}, {"trazodone", 50}, {"simvastatin", 20}, {"amoxicillin", 500}, {"tamsulosin", 0},
	{"acetaminophen", 500}, {"fluticasone", 0}, {"meloxicam", 15}, {"apixaban", 5}, {"furosemide", 40}, {"glargine", 0},
	{"duloxetine", 60}, {"ibuprofen", 600}, {"famotidine", 20}, {"empagliflozin", 10}, {"carvedilol", 25}, {"tramadol", 50},
	{"alprazolam", 0}, {"prednisone", 20}, {"hydroxyzine", 25}, {"buspirone", 15}, {"clopidogrel", 75}, {"glipizide", 5},
	{"citalopram", 20}, {"allopurinol", 300}, {"cyclobenzaprine", 10}, {"oxycodone", 5}, {"methylphenidate", 20},
	{"venlafaxine", 75}, {"spironolactone", 25}, {"ondansetron", 4}, {"zolpidem", 10}, {"cetirizine", 10}, {"estradiol", 2},
	{"pravastatin", 40}, {"lorazepam", 1}, {"lamotrigine", 100}, {"quetiapine", 50}, {"clonazepam", 0}, {"warfarin", 5},
	{"azithromycin", 250}, {"rivaroxaban", 20}, {"topiramate", 50}, {"diltiazem", 120}, {"naproxen", 500}, {"ezetimibe", 10},
}

// Sentence is the i-th way to speak of the drug.
func (p Prescription) Sentence(i int) string {
	dose := ""
	if p.Dose > 0 {
		dose = fmt.Sprintf(" %d milligrams", p.Dose)
	}
	return fmt.Sprintf([]string{
		"I have been taking %s%s every morning.", "My other doctor put me on %s%s last year.", "Are you still on the %s%s at bedtime?",
		"Let's start you on %s%s once a day and see how it goes.", "I stopped the %s%s because it made me dizzy.",
	}[i%5], p.Name, dose)
}

// Spoken is what became of the common drugs, each said in a sentence by two voices of a synthesizer.
type Spoken struct {
	Names     Share // heard right
	Corrected int   // of those: by putting in a name that sounds like what was heard
	Doubted   Share // of the names not heard right: those where the transcript says that a drug or number is uncertain
	Others    int   // drugs in the text that nobody said
	Doses     Share // numbers that stand in the text exactly once
	Changes   int   // misheard names found in transcripts written by people, where there is none
	Words     int   // of those transcripts
}

var speakers = []string{"slt", "rms"} // voices of flite

// SayDrugs speaks the common drugs and reads them. Names are those that the recogniser was given, if any.
func SayDrugs(ctx context.Context, rec *speech.Recogniser, parts string, names []string) (Spoken, error) {
	dir, err := os.MkdirTemp("", "drugs")
	if err != nil {
		return Spoken{}, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	known := map[string]bool{}
	for _, n := range names {
		known[strings.ToLower(n)] = true
	}
	var out Spoken
	file := filepath.Join(dir, "said.wav")
	for i, p := range Common {
		for _, voice := range speakers {
			if said, err := exec.CommandContext(ctx, "flite", "-voice", voice, "-t", p.Sentence(i), "-o", file).CombinedOutput(); err != nil {
				return out, fmt.Errorf("flite: %w: %s", err, said)
			}
			pcm, _, err := audio.Decode(ctx, parts, file)
			if err != nil {
				return out, err
			}
			quiet := make([]int16, rate/2)
			t, err := rec.Final(ctx, speech.Recording{PCM: append(append(quiet, pcm...), quiet...), Channels: 1}, nil)
			if err != nil {
				return out, err
			}
			out.add(p, t, known)
		}
	}
	return out, nil
}

func (s *Spoken) add(p Prescription, t speech.Transcript, known map[string]bool) {
	right, doubted, times := false, false, 0
	for _, seg := range t.Segments {
		for _, w := range strings.FieldsFunc(seg.Text, func(r rune) bool { return r == ' ' || r == '-' }) {
			plain := align.Plain(w)
			right = right || plain == p.Name
			if plain != p.Name && known[plain] {
				s.Others++
			}
			if plain == strconv.Itoa(p.Dose) {
				times++
			}
		}
		for _, u := range seg.Uncertain {
			doubted = doubted || u.Kind == string(terms.Drug) || u.Kind == string(terms.Number)
			if u.Corrected && align.Plain(seg.Text[u.Start:u.End]) == p.Name {
				s.Corrected++
			}
		}
	}
	s.Names = s.Names.Add(share(right))
	if !right {
		s.Doubted = s.Doubted.Add(share(doubted))
	}
	if p.Dose > 1 { // a synthesizer's "1" is often written as a word
		s.Doses = s.Doses.Add(share(times == 1))
	}
}

// Changes counts the misheard names that are found in transcripts written by people, all but those named, and their words.
func Changes(dir string, names []string, but ...string) (changes, words int, err error) {
	english, err := drugs.Shipped()
	if err != nil {
		return 0, 0, err
	}
	set, err := terms.Shipped()
	if err != nil {
		return 0, 0, err
	}
	all, err := interview.ReadAll(dir, but...)
	if err != nil {
		return 0, 0, err
	}
	find := drugs.New(names, english, set.Known)
	for _, i := range all {
		for _, t := range i.Turns {
			said := strings.Fields(t.Text)
			words += len(said)
			changes += len(find.Find(said))
		}
	}
	return changes, words, nil
}
