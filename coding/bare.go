package coding

import (
	"strings"
	"unicode"
)

// inherited holds words of how a disease is passed on. ICD-10-CM tells few diseases
// apart by them, geneticists name most by them.
var inherited = toSet("autosomal recessive dominant x-linked y-linked mitochondrial nonsyndromic syndromic")

// heard says what is meant: deafness that runs in a family and comes alone is of the
// inner ear in nearly all (Genetic Hearing Loss Overview, GeneReviews NBK1434).
var heard = strings.NewReplacer("nonsyndromic deafness", "sensorineural deafness", "nonsyndromic hearing loss", "sensorineural hearing loss")

// barely is a disease's name without what a catalogue of genes adds to it: how it is
// passed on, the number of its locus ("deafness 74"), what may or may not go with it.
// A number that a text of the release has after the same word stays ("trisomy 21"), and so
// does how it is passed on before the same word ("mitochondrial myopathy").
// It is "" where nothing is to be taken away or nothing would be left.
func (lx *Lexicon) barely(text string) string {
	cut, _, _ := strings.Cut(heard.Replace(strings.ToLower(text)), " with or without ")
	fields := strings.Fields(strings.ReplaceAll(cut, ",", " "))
	var kept []string
	for i, f := range fields {
		if inherited[f] && (i+1 == len(fields) || !lx.pairs[f+" "+fields[i+1]]) || i > 0 && numbered(f) && !lx.pairs[fields[i-1]+" "+f] {
			continue
		}
		kept = append(kept, f)
	}
	bare := strings.Join(kept, " ")
	if bare == strings.ToLower(text) || len(newTerm(bare).tokens) == 0 {
		return ""
	}
	return bare
}

// numbered says whether a word is a number, perhaps with a letter: "74", "2A".
func numbered(w string) bool {
	digits := strings.TrimRightFunc(w, unicode.IsLetter)
	return digits != "" && len(w)-len(digits) <= 1 && strings.TrimFunc(digits, unicode.IsDigit) == ""
}

// notePairs enters what stands before the numbers of a text and after how a disease is
// passed on.
func (lx *Lexicon) notePairs(text string) {
	fields := strings.Fields(strings.ToLower(strings.NewReplacer(",", " ", "(", " ", ")", " ", "[", " ", "]", " ", ";", " ").Replace(text)))
	for i := 1; i < len(fields); i++ {
		if numbered(fields[i]) || inherited[fields[i-1]] && !inherited[fields[i]] {
			lx.pairs[fields[i-1]+" "+fields[i]] = true
		}
	}
}
