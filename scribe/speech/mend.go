package speech

import (
	"strings"

	"github.com/visitwright/visitwright/scribe/speech/drugs"
	"github.com/visitwright/visitwright/scribe/speech/moonshine"
	"github.com/visitwright/visitwright/scribe/speech/terms"
)

// mend writes misheard names of drugs as they are, and doubts each: what was heard stays beside it.
func (r *Recogniser) mend(words []moonshine.Word) ([]moonshine.Word, []doubt) {
	found := r.drugs.Find(texts(words))
	if len(found) == 0 {
		return words, nil
	}
	var out []moonshine.Word
	var open []doubt
	at := 0
	for _, f := range found {
		out = append(out, words[at:f.From]...)
		open = append(open, doubt{from: len(out), to: len(out) + 1, heard: heardAs(words[f.From:f.To]), kind: terms.Drug, corrected: true})
		out = append(out, mended(words, f))
		at = f.To
	}
	return append(out, words[at:]...), open
}

// mended is the name in the place of what was heard, with its punctuation, and with a capital where it begins a sentence.
func mended(words []moonshine.Word, f drugs.Found) moonshine.Word {
	out := moonshine.Word{Text: f.Name, Prob: words[f.From].Prob}
	for _, w := range words[f.From:f.To] {
		out.Prob = min(out.Prob, w.Prob)
	}
	if f.From == 0 && startsLarge(words[0].Text) || f.From > 0 && endsSentence(words[f.From-1].Text) {
		out.Text = capital(out.Text)
	}
	last := words[f.To-1].Text
	out.Text += last[len(strings.TrimRight(last, ".,?!;:")):]
	return out
}

func heardAs(words []moonshine.Word) string {
	return strings.TrimRight(strings.Join(texts(words), " "), ".,?!;:")
}

// mendPiece is mend for the words of a piece, which have times.
func (r *Recogniser) mendPiece(words []word) ([]word, []doubt) {
	plain := make([]moonshine.Word, len(words))
	for i, w := range words {
		plain[i] = moonshine.Word{Text: w.text, Prob: w.prob}
	}
	found := r.drugs.Find(texts(plain))
	if len(found) == 0 {
		return words, nil
	}
	_, open := r.mend(plain)
	var out []word
	at := 0
	for _, f := range found {
		name, last := mended(plain, f), words[f.To-1]
		out = append(out, words[at:f.From]...)
		out = append(out, word{text: name.Text, prob: name.Prob, start: words[f.From].start, end: last.end, label: last.label, mixed: last.mixed})
		at = f.To
	}
	return append(out, words[at:]...), open
}

// withMended adds the doubts of two readings to those of misheard names; where both are of one place, the name's stays.
func withMended(mended, others []doubt) []doubt {
	out := mended
	for _, d := range others {
		covered := false
		for _, m := range mended {
			covered = covered || d.from >= m.from && d.to <= m.to && d.to > d.from
		}
		if !covered {
			out = append(out, d)
		}
	}
	return out
}
