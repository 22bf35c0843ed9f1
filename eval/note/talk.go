package note

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/eval/note/parts"
	"github.com/visitwright/visitwright/scribe"
	"github.com/visitwright/visitwright/scribe/fact"
)

// Faults are what a reader stumbles over in notes made of spontaneous talk, by
// kind, with the sentences they were counted in. The rules are crude and know
// nothing of how the notes were made; a sentence can have a fault of each kind.
type Faults struct {
	Notes, Sentences int
	Kinds            map[string]int
	Faulty           int // sentences with at least one
}

// faultKinds are the kinds counted, in the order they are printed.
var faultKinds = []string{"unfinished", "filler", "first person", "question", "doubled word", "two subjects", "said twice"}

// Spoken drafts the interviews of a folder (no reference notes exist for them) and
// prints the faults; where sample is not 0 the drafts of so many, chosen by the
// seed, are printed to be read.
func Spoken(w io.Writer, folder string, sample int, seed uint64) error {
	files, err := filepath.Glob(filepath.Join(folder, "*.txt"))
	if err != nil || len(files) == 0 {
		return ehr.Errorf(ehr.NotFound, "no transcripts (*.txt) in that folder")
	}
	slices.Sort(files)
	if sample > 0 {
		r := rand.New(rand.NewPCG(seed, 0))
		r.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
		files = files[:min(sample, len(files))]
	}
	all := Faults{Kinds: map[string]int{}}
	for _, f := range files {
		text, err := draftFile(f)
		if err != nil {
			return err
		}
		if sample > 0 {
			fmt.Fprintf(w, "#### %s\n\n%s\n", strings.TrimSuffix(filepath.Base(f), ".txt"), text)
		}
		all.add(text)
	}
	fmt.Fprintf(w, "%d interviews, %d sentences (%.0f a note): %.1f %% with a fault, %.2f faults a note\n", all.Notes, all.Sentences,
		float64(all.Sentences)/float64(all.Notes), 100*float64(all.Faulty)/float64(max(all.Sentences, 1)), float64(all.sum())/float64(all.Notes))
	for _, k := range faultKinds {
		fmt.Fprintf(w, "  %-14s %5d\n", k, all.Kinds[k])
	}
	return nil
}

func draftFile(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", ehr.Wrap(ehr.Unavailable, err, "a transcript could not be read")
	}
	defer f.Close()
	segs, err := scribe.ReadTranscript(f)
	if err != nil {
		return "", err
	}
	return scribe.Text(scribe.Draft(segs, ehr.Chart{}, scribe.Options{}).Note), nil
}

func (f *Faults) sum() int {
	n := 0
	for _, v := range f.Kinds {
		n += v
	}
	return n
}

// add counts the faults of one note.
func (f *Faults) add(text string) {
	f.Notes++
	seen := map[string]bool{}
	for _, s := range parts.Sentences(text) {
		t := strings.TrimLeft(s.Text, "-•*0123456789. ")
		if i := strings.Index(t, ": "); i > 0 && i < 40 {
			t = t[i+2:]
		}
		f.Sentences++
		kinds := faultsOf(t, string(s.Part))
		key := string(s.Part) + strings.ToLower(t)
		if seen[key] && len(strings.Fields(t)) > 2 {
			kinds = append(kinds, "said twice")
		}
		seen[key] = true
		for _, k := range kinds {
			f.Kinds[k]++
		}
		if len(kinds) > 0 {
			f.Faulty++
		}
	}
}

// faultsOf names the faults of one sentence.
func faultsOf(text, part string) []string {
	marked := fact.Plain(text)
	words := slices.DeleteFunc(slices.Clone(marked), func(w string) bool { return w == "." || w == "," })
	if len(words) == 0 {
		return nil
	}
	var out []string
	if (part == "hpi" || part == "ap") && len(words) > 3 && !strings.Contains(text, ", likely ") && !strings.Contains(text, ", possible ") && !good(words) && !(part == "ap" && order(words)) {
		out = append(out, "unfinished")
	}
	pair := func(ok func(a, b string) bool) bool {
		for i := 1; i < len(marked); i++ {
			if ok(marked[i-1], marked[i]) {
				return true
			}
		}
		return false
	}
	if slices.ContainsFunc(words, func(w string) bool { return talkWords[w] }) || pair(func(a, b string) bool { return a == "you" && b == "know" || a == "i" && b == "mean" }) {
		out = append(out, "filler")
	}
	if slices.ContainsFunc(words, func(w string) bool { return meWords[w] }) && part != "instructions" {
		out = append(out, "first person")
	}
	if strings.HasSuffix(text, "?") || len(words) > 2 && auxWords[words[0]] && (subjectWords[words[1]] || ownerWords[words[1]]) || pair(func(a, b string) bool { return (a == "do" || a == "does" || a == "did") && subjectWords[b] }) {
		out = append(out, "question")
	}
	if pair(func(a, b string) bool {
		return a == b && a != "had" && a != "that" && !strings.ContainsAny(a, "0123456789") || detWords[a] && detWords[b] || (a == "any" || a == "some") && detWords[b] || a == "the" && (b == "of" || b == "in" || b == "to")
	}) {
		out = append(out, "doubled word")
	}
	if twice(marked) {
		out = append(out, "two subjects")
	}
	return out
}

var (
	talkWords    = set("yes yeah yep um uh okay ok oh hmm mm sorry hi hello bye thanks gotcha")
	meWords      = set("i my me myself you your")
	auxWords     = set("is are was were do does did have has had can could would will should")
	subjectWords = set("he she they it you i we")
	ownerWords   = set("his her their your my the")
	detWords     = set("a an the")
)

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// twice reports whether a subject is given up for another: "she is she had".
func twice(w []string) bool {
	start := set("he she they we")
	for i := 0; i+1 < len(w); i++ {
		if !start[w[i]] && !(i == 0 && w[i] == "it") {
			continue
		}
		j := i + 1
		for j < len(w) && auxWords[w[j]] {
			j++
		}
		if j < len(w) && start[w[j]] {
			return true
		}
	}
	return false
}
