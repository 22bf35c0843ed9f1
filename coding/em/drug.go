package em

import (
	_ "embed"
	"strings"
)

//go:embed drugs.txt
var drugList string

var drugNames = func() map[string]bool {
	in := map[string]bool{}
	for _, line := range strings.Split(drugList, "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, name := range strings.Fields(line) {
			in[name] = true
		}
	}
	return in
}()

var (
	// bought is a drug that the sentence itself says is bought without a prescription,
	// and hydrocortisone in the strengths sold so (21 CFR 348.10(d)).
	bought = re(`\b(otc|over[- ]the[- ]counter)\s+[\w-]+(\s+[\d.]+ ?%)?|[\w-]+\s+\(?(otc|over[- ]the[- ]counter)\b|\bhydrocortisone (0\.5|1(\.0)?) ?%`)
	clause = re(`[.;:]\s|,\s+(then|and|start|begin|add|switch)\b`)
)

// drugs are the places in a text at which a prescription drug is named.
func drugs(text string) (at [][2]int) {
	for _, loc := range named.FindAllStringIndex(text, -1) {
		at = append(at, [2]int{loc[0], loc[1]})
	}
	low, from := strings.ToLower(text), -1
	for i := 0; i <= len(low); i++ {
		if i < len(low) && nameByte(low[i]) {
			if from < 0 {
				from = i
			}
			continue
		}
		if from >= 0 {
			if drugNames[low[from:i]] || drugNames[strings.Trim(low[from:i], "-/")] {
				at = append(at, [2]int{from, i})
			}
			from = -1
		}
	}
	return at
}

func nameByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '-' || b == '/'
}

// shorthand reports whether a drug is named that is not withheld: what is said after
// its name ("return if spreading") takes nothing back, and a verb right before it says it
// is given, whatever failed earlier.
func shorthand(text string) bool {
	text = bought.ReplaceAllString(text, "")
	for _, d := range drugs(text) {
		before := text[:d[0]]
		if given.MatchString(before) || !withheld.MatchString(sameClause(before)) {
			return true
		}
	}
	return false
}

// sameClause is what stands before a place in its own clause.
func sameClause(before string) string {
	all := clause.FindAllStringIndex(before, -1)
	if len(all) == 0 {
		return before
	}
	return before[all[len(all)-1][1]:]
}

// given ends right before the name of a drug.
var given = re(`\b(start(ed|ing)?|begin|initiate|add(ed)?|continue|increase|decrease|switch(ed)? to|titrate|trial of|refill|stop(ped)?|hold)( (her|his|the|on|with))? $`)

// steppedUp is a treatment that was begun, raised or changed: who needs that is not at
// the goal of treatment (AMA, "stable, chronic illness": a patient who is not at the
// treatment goal is not stable, even if the condition has not changed).
func steppedUp(text string) bool {
	text = bought.ReplaceAllString(text, "")
	for _, d := range drugs(text) {
		if raised.MatchString(text[:d[0]]) || further.MatchString(text[d[1]:]) {
			return true
		}
	}
	return false
}

var (
	raised  = re(`\b(start(ed|ing)?|begin|initiate[ds]?|add(ed|ing)?|increase[ds]?|raise[ds]?|titrate[ds]?|uptitrate|switch(ed)? (from \S+ )?to|change[ds]? to|escalate|trial( of)?|try|restart(ed)?)( (her|his|the|on|with|daily|nightly|oral|low[- ]dose|dose of))* $`)
	further = re(`^ \d[\d.]*( ?mg| ?mcg)? ?(->|→|to) ?\d|^[^.;]{0,40} (for|x) ?\d+ ?(weeks|wks?|months|mos?)\b|^( (xr|er|sr|xl|cr|la|hcl))? ?(was |is )?(increased? |raised? |up |titrated? )?(from \d\S*( mg| mcg)? )?(increased|raised|to \d)`)
)
