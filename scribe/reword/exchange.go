package reword

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/lexicon"
)

// Exchange joins a clinician's question and what the answer said into one
// statement about the patient: "any chest pain" and No is "denies any chest
// pain". It reports false where it cannot say for certain what was stated.
func Exchange(question []string, said Reply, p Pronouns) ([]string, bool) {
	q := strip(lastAsked(strip(question)))
	if said == Unclear || len(q) == 0 || slices.ContainsFunc(alternatives, func(a string) bool { return Has(q, a) }) {
		return nil, false
	}
	if said == Yes && Has(q, "or") && len(lexicon.Find(q, lexicon.Finding, lexicon.Condition)) > 1 {
		return nil, false // which of them, the answer itself must say
	}
	if said == Yes && (vagueReport(q) || slices.Contains(q, "or") && !Has(q, "or so")) {
		return nil, false
	}
	if list, ok := listed(q); ok {
		return reported(list, said, p)
	}
	for len(q) > 1 && q[0] == "," {
		q = q[1:]
	}
	switch q[0] {
	case "what", "how", "when", "where", "which", "who", "why":
		return nil, false
	}
	if len(q) > 2 && helper[q[0]] {
		return inverted(q, said, p)
	}
	if s := slices.IndexFunc(q, func(w string) bool { return w == "you" || w == "your" || w == "it" || w == "that" || w == "there" }); s >= 0 && s < 2 && len(q) > 2 {
		return declared(q, said, p)
	}
	if !hasVerbForm(q) && len(lexicon.Find(q, lexicon.Finding, lexicon.Condition)) > 0 {
		return reported(q, said, p)
	}
	return nil, false
}

// vagueReport reports whether a question asks only whether there is anything of a
// kind: its yes says that there is, and the answer itself must say what.
func vagueReport(q []string) bool {
	if slices.Contains(q, "anyone") || slices.Contains(q, "anybody") {
		return true
	}
	if !slices.ContainsFunc([]string{"conditions", "condition", "symptoms", "medications", "medical problems", "health problems", "surgeries", "hospitalizations", "allergies", "medical issues", "health issues", "illnesses", "changes", "concerns", "family history", "triggers", "associated"}, func(g string) bool { return Has(q, g) }) {
		return false
	}
	return len(lexicon.Find(q, lexicon.Finding, lexicon.Condition, lexicon.Drug)) == 0
}

// alternatives are words behind which a question asks for something else: what a
// yes or no says is not certain.
var alternatives = []string{"or do you", "or are you", "or is it", "or was it", "or is that", "or have you", "or does it", "or did it", "or has it", "or were you", "or are they", "or would you", "or what", "or more of", "or do they", "or how", "or with", "or alone", "or by"}

// lastAsked is what a clinician asks at last in a question begun more than once:
// "is the cough, with the cough have you been bringing up sputum", "any at all, is
// he having any nausea". What only names the place or time goes behind.
func lastAsked(q []string) []string {
	at := 0
	for i := 2; i+2 < len(q); i++ {
		if helper[q[i]] && (q[i+1] == "you" || q[i-1] == "," && (subjects[q[i+1]] || q[i+1] == "your")) && !asked[q[i-1]] {
			at = i
		}
	}
	if at == 0 {
		return q
	}
	head, rest := q[:at], q[at:]
	if i := lastComma(head); i >= 0 && i < len(head)-1 {
		head = head[i+1:]
	}
	for len(head) > 0 && (head[len(head)-1] == "," || leads[head[len(head)-1]]) {
		head = head[:len(head)-1]
	}
	for len(head) > 0 && (leads[head[0]] || head[0] == ",") {
		head = head[1:]
	}
	if len(head) > 1 && len(head) < 7 && circumstances[head[0]] && !slices.ContainsFunc(head, func(w string) bool { return helper[w] }) {
		return slices.Concat(rest, head)
	}
	return rest
}

// asked are words with which a question's own words open, circumstances those that
// open where or when.
var (
	asked         = map[string]bool{"what": true, "how": true, "when": true, "where": true, "why": true, "which": true, "who": true, "much": true, "many": true, "often": true, "long": true, "far": true, "as": true, "than": true, "that": true, "if": true, "or": true, "symptoms": true, "medications": true}
	circumstances = map[string]bool{"with": true, "during": true, "after": true, "before": true, "at": true, "in": true, "on": true, "since": true, "over": true, "along": true}
)

func lastComma(w []string) int {
	for i := len(w) - 1; i >= 0; i-- {
		if w[i] == "," {
			return i
		}
	}
	return -1
}

var leads = map[string]bool{
	"okay": true, "and": true, "so": true, "now": true, "then": true, "but": true, "or": true, "also": true, "well": true, "yes": true, ",": true,
	"sure": true, "hi": true, "hello": true, "right": true, "good": true, "great": true, "have": false, "alright": true, "perfect": true, "gotcha": true, "excellent": true, "wonderful": true, "sorry": true, "please": true,
}

// strip takes openers off a question, and closers that ask nothing.
func strip(q []string) []string {
	for len(q) > 1 && leads[q[0]] {
		q = q[1:]
	}
	for _, tail := range []string{"that you have noticed", "that you noticed", "that you have notice", "that you are aware of", "that you know of", "that you can think of", "that you can remember", "or anything like that", "anything like that", "or something like that", "or no", "or not", "or anything", "at all", "is that correct", "is that right", "correct", "right", "okay", "yes", ", or", "or", ","} {
		if n := len(strings.Fields(tail)); len(q) > n && Index(q[len(q)-n:], tail) == 0 {
			q = q[:len(q)-n]
		}
	}
	return q
}

var listLeads = []string{
	"have you noticed any", "have you had any", "have you been having any", "have you experienced any", "have you felt any", "have you developed any", "have you had", "have you noticed", "have you experienced", "have you been having", "have you been experiencing any", "have you been experiencing",
	"do you have any", "do you get any", "do you feel any", "do you notice any", "do you ever have any", "do you ever get any", "do you currently have any", "do you still have any",
	"are you having any", "are you experiencing any", "are you experiencing", "are you feeling any", "are you having", "are you getting any", "did you have any", "did you notice any", "did you get any", "did you experience any",
	"you have not had any", "you do not have any", "you are not having any", "you have not noticed any", "you denied any", "you deny any", "so you do not have any", "have you ever had any",
	"any other symptoms such as", "any other symptoms like", "any symptoms like", "any symptoms such as", "any symptoms of", "any issues with", "any problems with", "any trouble with", "any feelings of", "any history of", "any", "what about", "how about", "no",
}

// listed finds a question that names symptoms: what stands after "do you have any".
func listed(q []string) ([]string, bool) {
	for _, lead := range listLeads {
		n := len(strings.Fields(lead))
		if Index(q, lead) == 0 && len(q) > n {
			rest := q[n:]
			if (lead == "what about" || lead == "how about" || strings.HasSuffix(lead, "had") || strings.HasSuffix(lead, "having") || strings.HasSuffix(lead, "noticed") || strings.HasSuffix(lead, "experienced") || strings.HasSuffix(lead, "experiencing")) && len(lexicon.Find(rest, lexicon.Finding, lexicon.Condition)) == 0 {
				return nil, false
			}
			if strings.HasPrefix(lead, "any ") {
				switch w := strings.Fields(lead); w[1] {
				case "issues", "problems", "trouble", "history", "feelings":
					rest = append([]string{w[1]}, q[2:]...)
				}
			}
			return rest, true
		}
	}
	return nil, false
}

// reported states a list of symptoms as denied or reported.
func reported(list []string, said Reply, p Pronouns) ([]string, bool) {
	found := lexicon.Find(list, lexicon.Finding, lexicon.Condition, lexicon.Drug)
	generic := map[string]bool{"questions": true, "other": true, "thing": true, "anything": true, "concerns": true, "else": true, "allergies": true, "surgeries": true, "medications": true, "medical": true, "drug": true, "family": true, "past": true, "new": true, "problems": true, "issues": true, "trouble": true, "history": true, "recent": true}
	if len(found) == 0 && (len(list) > 6 || generic[list[0]] || len(list) == 1 && !known[list[0]]) {
		return nil, false
	}
	if Has(list, "do you") || Has(list, "have you") || Has(list, "are you") || Has(list, "did you") || Has(list, "i") {
		return nil, false
	}
	if open[list[0]] {
		return nil, false // "anything for the pain?": what there was none of is not named
	}
	list = Third(list, ehr.ClinicianVoice, p)
	if said == No {
		return append([]string{p.Says(), "denies", "any"}, trimAny(list)...), true
	}
	return append([]string{p.Says(), "reports"}, trimAny(list)...), true
}

var known = map[string]bool{"trauma": true, "blood": true, "swelling": true, "allergies": true, "surgeries": true}

func trimAny(w []string) []string {
	for len(w) > 1 && (w[0] == "any" || w[0] == "some" || w[0] == "," || w[0] == "a" || w[0] == "an" || w[0] == "like") && !(w[0] == "a" && (w[1] == "lot" || w[1] == "bit" || w[1] == "little" || w[1] == "few" || w[1] == "couple")) {
		w = w[1:]
	}
	out := make([]string, 0, len(w))
	for i, s := range w {
		if (s == "a" || s == "an" || s == "any") && i > 0 && (w[i-1] == "or" || w[i-1] == "and" || w[i-1] == ",") {
			continue
		}
		out = append(out, s)
	}
	return out
}

// inverted turns "do you smoke" into "he smokes" or "he does not smoke".
func inverted(q []string, said Reply, p Pronouns) ([]string, bool) {
	aux, rest := q[0], q[1:]
	switch {
	case rest[0] == "you":
		rest = append([]string{}, rest[1:]...)
		rest = dropEver(rest, said)
		if len(rest) == 0 || Has(rest, "any questions") || aux == "would" || aux == "could" || aux == "can" && said == Yes && Has(rest, "tell") {
			return nil, false
		}
		return conjugate([]string{p.Says()}, aux, Third(rest, ehr.ClinicianVoice, p), said)
	case p.Teller != "" && len(rest) > 1 && (rest[0] == "he" || rest[0] == "she"):
		return conjugate(rest[:1], aux, Third(dropEver(rest[1:], said), ehr.ClinicianVoice, p), said)
	case rest[0] == "it" || rest[0] == "that" || rest[0] == "there" || rest[0] == "this":
		return conjugate([]string{rest[0]}, aux, Third(dropAny(rest[1:], said), ehr.ClinicianVoice, p), said)
	case rest[0] == "your" || rest[0] == "the":
		n := nounPhrase(rest)
		if n == 0 || n >= len(rest) {
			return nil, false
		}
		return conjugate(Third(rest[:n], ehr.ClinicianVoice, p), aux, Third(dropAny(rest[n:], said), ehr.ClinicianVoice, p), said)
	}
	return nil, false
}

func dropEver(w []string, said Reply) []string {
	if len(w) > 1 && w[0] == "ever" && said == Yes {
		return w[1:]
	}
	return dropAny(w, said)
}

// dropAny turns "any" into nothing where the answer was yes.
func dropAny(w []string, said Reply) []string {
	if said == No {
		return w
	}
	var out []string
	for _, s := range w {
		if s != "any" && s != "ever" {
			out = append(out, s)
		}
	}
	return out
}

// nounPhrase guesses the length of "your blood pressure" at the start of words.
func nounPhrase(w []string) int {
	n := 1
	for n < len(w) {
		end := n
		for _, m := range lexicon.Find(w[n:min(len(w), n+5)]) {
			if m.Start == 0 {
				end = max(end, n+m.End)
			}
		}
		if end == n {
			if n == 1 {
				end = 2
			} else {
				break
			}
		}
		n = end
	}
	return n
}

// conjugate builds subject, auxiliary and rest for a yes or a no.
func conjugate(subj []string, aux string, rest []string, said Reply) ([]string, bool) {
	if len(rest) == 0 {
		return nil, false
	}
	out := append([]string{}, subj...)
	negated := rest[0] == "not"
	if negated { // "are you not ..": what a yes means is not certain
		return nil, false
	}
	switch aux {
	case "do", "does":
		if said == Yes {
			i := 0
			for i < len(rest) && adverbs[rest[i]] {
				i++
			}
			if i == len(rest) {
				return nil, false
			}
			t, ok := lexicon.VerbOf(rest[i])
			if !ok {
				return nil, false
			}
			verb := t.Third
			if verb == "is" && rest[i] != "be" {
				verb = rest[i]
			}
			return append(append(append(out, rest[:i]...), verb), rest[i+1:]...), true
		}
		return append(append(out, "does", "not"), unbroken(rest)...), true
	case "did":
		if said == Yes {
			v, ok := lexicon.VerbOf(rest[0])
			if !ok {
				return nil, false
			}
			return append(append(out, v.Past), rest[1:]...), true
		}
		return append(append(out, "did", "not"), rest...), true
	case "are":
		aux = "is"
	case "were":
		aux = "was"
	case "have":
		aux = "has"
	case "am":
		return nil, false
	}
	out = append(out, aux)
	if said == No {
		out = append(out, "not")
		rest = unbroken(rest)
	}
	return append(out, rest...), true
}

// unbroken takes the commas before "or" out of what is denied, so that the "not" is
// read of all of it: "does not have a pacemaker or use oxygen".
func unbroken(w []string) []string {
	out := make([]string, 0, len(w))
	for i, s := range w {
		if s == "," && i+1 < len(w) && w[i+1] == "or" {
			continue
		}
		out = append(out, s)
	}
	return out
}

// declared handles "and you're taking your medication?": a statement that the
// answer bears out or turns round.
func declared(q []string, said Reply, p Pronouns) ([]string, bool) {
	third := Third(q, ehr.ClinicianVoice, p)
	if said == Yes {
		if negates(q) { // "you don't smoke?" "yes": not certain
			return nil, false
		}
		return third, true
	}
	if negates(q) { // "you don't smoke?" "no"
		return third, true
	}
	for i, w := range third {
		if i > 0 && i < 5 && (helper[w]) {
			return slices.Insert(slices.Clone(third), i+1, "not"), true
		}
	}
	return nil, false
}

func negates(w []string) bool {
	return slices.ContainsFunc(w, func(s string) bool { return s == "not" || s == "no" || s == "never" || s == "without" })
}

func hasVerbForm(q []string) bool {
	for _, w := range q {
		if helper[w] {
			return true
		}
	}
	return false
}
