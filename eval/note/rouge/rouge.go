package rouge

// Score holds the F measure of each ROUGE, 0 to 1.
type Score struct{ R1, R2, Lsum float64 }

// Of scores a prediction against a reference.
func Of(reference, prediction string) Score {
	r, p := Words(reference), Words(prediction)
	return Score{
		R1:   ngramF(r, p, 1),
		R2:   ngramF(r, p, 2),
		Lsum: lsumF(reference, prediction),
	}
}

// Words cuts a text as rouge-score's tokenizer does: lower case, runs of ASCII
// letters and digits.
func Words(text string) []string {
	var words []string
	var w []byte
	flush := func() {
		if len(w) > 0 {
			words = append(words, string(w))
			w = w[:0]
		}
	}
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case 'A' <= c && c <= 'Z':
			w = append(w, c+'a'-'A')
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
			w = append(w, c)
		default:
			flush()
		}
	}
	flush()
	return words
}

func ngramF(ref, pred []string, n int) float64 {
	r, p := ngrams(ref, n), ngrams(pred, n)
	hits, rn, pn := 0, 0, 0
	for g, c := range r {
		hits += min(c, p[g])
		rn += c
	}
	for _, c := range p {
		pn += c
	}
	return fMeasure(hits, rn, pn)
}

func ngrams(words []string, n int) map[string]int {
	m := map[string]int{}
	for i := 0; i+n <= len(words); i++ {
		g := words[i]
		for _, w := range words[i+1 : i+n] {
			g += " " + w
		}
		m[g]++
	}
	return m
}

func fMeasure(hits, ref, pred int) float64 {
	if hits == 0 {
		return 0
	}
	p, r := float64(hits)/float64(pred), float64(hits)/float64(ref)
	return 2 * p * r / (p + r)
}
