package clause

import (
	"strings"
	"unicode"
)

// Words cuts a text into lower-case words and the marks , . ? ! as words of
// their own, with contractions written out. Hyphens, slashes and points stay
// inside words ("50-year-old", "127/80", "98.4").
func Words(text string) []string {
	text = strings.NewReplacer("’", "'", "‘", "'", "“", " ", "”", " ", "\"", " ", "…", " , ", "...", " , ", "–", " , ", "—", " , ", "(", " ", ")", " ").
		Replace(dropTags(text))
	var raw []string
	for _, f := range strings.Fields(strings.ToLower(text)) {
		raw = appendToken(raw, f)
	}
	return expand(joinSplit(raw))
}

// dropTags removes <UNIN/>, [laughs] and the like.
func dropTags(s string) string {
	var b strings.Builder
	depth := 0
	for _, r := range s {
		switch r {
		case '<', '[', '{':
			depth++
		case '>', ']', '}':
			if depth > 0 {
				depth--
				b.WriteByte(' ')
			}
		default:
			if depth == 0 {
				b.WriteRune(r)
			}
		}
	}
	return b.String()
}

func appendToken(out []string, f string) []string {
	for len(f) > 0 && strings.ContainsRune(",.?!;:*", rune(f[0])) {
		if len(f) > 1 && f[0] == '.' && f[1] >= '0' && f[1] <= '9' {
			break
		}
		out = append(out, mark(f[0]))
		f = f[1:]
	}
	if titled[f] {
		return append(out, strings.TrimSuffix(f, "."))
	}
	var tail []string
	for len(f) > 0 && strings.ContainsRune(",.?!;:*", rune(f[len(f)-1])) {
		tail = append([]string{mark(f[len(f)-1])}, tail...)
		f = f[:len(f)-1]
	}
	if i := strings.IndexAny(f, ",;?!"); i > 0 && i < len(f)-1 && !unicode.IsDigit(rune(f[i+1])) {
		out = appendToken(appendToken(out, f[:i+1]), f[i+1:])
	} else if f != "" {
		out = append(out, strings.ReplaceAll(f, "/", "/"))
	}
	return append(out, tail...)
}

// titled are abbreviations whose point ends no sentence.
var titled = map[string]bool{"mr.": true, "mrs.": true, "ms.": true, "dr.": true}

func mark(c byte) string {
	switch c {
	case ';', ':', '*':
		return ","
	}
	return string(c)
}

// Mark reports whether a word is punctuation.
func Mark(w string) bool { return w == "," || w == "." || w == "?" || w == "!" }

// joinSplit mends words that a corpus tokenizer cut: "do n't", "gon na", "wan na".
func joinSplit(in []string) []string {
	var out []string
	for i, w := range in {
		if i > 0 {
			switch p := in[i-1]; {
			case w == "n't", strings.HasPrefix(w, "'") && len(w) > 1 && !Mark(p):
				out[len(out)-1] += w
				continue
			case w == "na" && (p == "gon" || p == "wan"), w == "ta" && p == "got", w == "me" && (p == "lem" || p == "gim"):
				out[len(out)-1] += w
				continue
			case w == "%" && digits(p):
				out[len(out)-1] += "%"
				continue
			case w == "ray" && p == "x", w == "rays" && p == "x":
				out[len(out)-1] += "-" + w
				continue
			case w == "c" && (p == "one" || p == "1") && i > 1 && in[i-2] == "a" && len(out) > 1: // "hemoglobin A one C"
				out = append(out[:len(out)-2], "a1c")
				continue
			case w == "1c" && i > 1 && in[i-2] == "hemoglobin" && len(out) > 1: // "hemoglobin of 1c", misheard: there is no other
				out = append(out[:len(out)-1], "a1c")
				continue
			}
		}
		out = append(out, w)
	}
	return out
}

func digits(w string) bool {
	for _, r := range w {
		if !unicode.IsDigit(r) && r != '.' {
			return false
		}
	}
	return w != ""
}

var whole = map[string]string{
	"can't": "can not", "cannot": "can not", "won't": "will not", "shan't": "shall not", "ain't": "is not", "gonna": "going to",
	"wanna": "want to", "gotta": "got to", "lemme": "let me", "gimme": "give me", "'cause": "because", "cause'": "because", "'em": "them",
	"let's": "let us", "kinda": "kind of", "sorta": "sort of", "outta": "out of", "y'all": "you", "dunno": "do not know",
	"i'ma": "i am going to", "yep": "yes", "yup": "yes", "yeah": "yes", "nope": "no", "nah": "no", "ok": "okay", "alright": "okay",
	"dr": "dr.", "mister": "mr.", "mr": "mr.", "mrs": "mrs.", "ms": "ms.",
}

// is is what 's stands for after these words.
var subjects = map[string]bool{
	"it": true, "he": true, "she": true, "that": true, "there": true, "what": true, "here": true, "who": true, "how": true,
	"where": true, "when": true, "this": true, "everything": true, "everyone": true, "something": true, "nothing": true, "one": true, "which": true,
}

// aching are nouns whose "has" a transcriber writes as a plural's s.
var aching = map[string]bool{"pain": true, "cough": true, "knee": true, "rash": false, "headache": true, "fever": true, "throat": true}

// predicates are words before which a noun's 's is "is" or "has": "the pain's just
// there", "my knee's swollen".
var predicates = map[string]bool{"just": true, "really": true, "been": true, "not": true, "very": true, "so": true, "pretty": true, "getting": true, "gotten": true, "still": true, "always": true, "mostly": true, "usually": true, "fine": true, "there": true, "in": true, "on": true, "a": true, "swollen": true, "worse": true, "better": true, "constant": true, "quite": true, "kind": true, "also": true, "definitely": true}

func expand(in []string) []string {
	var out []string
	for i, w := range in {
		if e, ok := whole[w]; ok {
			out = append(out, strings.Fields(e)...)
			continue
		}
		if w == "been" && i > 0 && strings.HasSuffix(in[i-1], "s") && aching[strings.TrimSuffix(in[i-1], "s")] { // "the pains been getting worse"
			out = append(out[:len(out)-1], strings.TrimSuffix(in[i-1], "s"), "has", "been")
			continue
		}
		base, suffix, ok := strings.Cut(w, "'")
		if !ok || base == "" {
			if t := strings.Trim(w, "'"); t != "" {
				out = append(out, t)
			}
			continue
		}
		switch {
		case suffix == "t" && strings.HasSuffix(base, "n"):
			out = append(out, strings.TrimSuffix(base, "n"), "not")
		case suffix == "ll":
			out = append(out, base, "will")
		case suffix == "re":
			out = append(out, base, "are")
		case suffix == "ve":
			out = append(out, base, "have")
		case suffix == "m":
			out = append(out, base, "am")
		case suffix == "d" && base != "":
			out = append(out, base, "would")
		case suffix == "s" && (subjects[base] || i+1 < len(in) && predicates[in[i+1]]):
			out = append(out, base, isOrHas(in[i+1:]))
		default:
			out = append(out, w)
		}
	}
	return out
}

// isOrHas decides what "it's" stands for from what follows.
func isOrHas(rest []string) string {
	for _, w := range rest {
		switch w {
		case "been", "had", "gotten", "got", "become", "woken", "gone", "come", "grown", "taken", "happened", "lasted", "started", "improved", "stayed":
			return "has"
		case "really", "also", "just", "kind", "of", "only", "always", "never":
			continue
		}
		break
	}
	return "is"
}
