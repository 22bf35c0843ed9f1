package lists

import (
	"bytes"
	"regexp"
	"strings"
)

// Kind is one of the lists; it is also the name of its folder.
type Kind string

// The lists.
const (
	HCPCS      Kind = "hcpcs"      // CMS, quarterly
	CPT        Kind = "cpt"        // the AMA's, licensed
	Pairs      Kind = "ncci-pairs" // NCCI, procedure to procedure, practitioners
	Units      Kind = "ncci-units" // NCCI, medically unlikely edits, practitioners
	Fees       Kind = "fees"       // CMS, physician fee schedule, PPRRVU
	Conditions Kind = "hcc"        // CMS, diagnoses to condition categories
)

// kinds in the order they are listed.
var kinds = []Kind{HCPCS, CPT, Pairs, Units, Fees, Conditions}

// Title names a kind for people.
func (k Kind) Title() string {
	return map[Kind]string{HCPCS: "HCPCS Level II", CPT: "CPT, the practice's licensed table", Pairs: "NCCI procedure-to-procedure pairs",
		Units: "NCCI medically unlikely edits", Fees: "physician fee schedule, relative values", Conditions: "HCC map"}[k]
}

var (
	hcpcsLine = regexp.MustCompile(`^[ A-Z0-9]{5}\d{5}[3478]\S`)
	pairLine  = regexp.MustCompile(`^"?[0-9A-Z]\d{3}[0-9A-Z]"?[\t,]"?[0-9A-Z]\d{3}[0-9A-Z]"?[\t,]`)
	unitLine  = regexp.MustCompile(`^"?[0-9A-Z]\d{3}[0-9A-Z]"?[\t,]"?\d{1,5}"?[\t,]"?[123]\b`)
	cptLine   = regexp.MustCompile(`^\d{4}[0-9A-Z](\t[^\t]+|  ?\S.*)$`)
	feeHead   = regexp.MustCompile(`(?i)relative value file|\bHCPCS,MOD,|\bNON-FAC\b`)
	hccHead   = regexp.MustCompile(`(?i)diagnosis[ _]?code.*\b(cc|hcc|model|category)|CMS-HCC`)
	icdLine   = regexp.MustCompile(`^"?[A-TV-Z]\d[0-9A-Z][0-9A-Z]{0,4}"?[\t,]`)
	unitHead  = regexp.MustCompile(`(?i)\bMUE\b|medically unlikely`)
	orderLine = regexp.MustCompile(`^\d{5} [A-Z]\d[0-9A-Z]{1,5} +[01] `)
	pairHead  = regexp.MustCompile(`(?i)column ?1 ?/ ?column ?2|\bprocedure[- ]to[- ]procedure`)
)

// tell says what a text is by its heading and its first lines; empty where it is
// none of the lists.
func tell(b []byte) Kind {
	var head [4]bool // fees, map, units, pairs
	for n, line := range strings.SplitN(string(b[:min(len(b), 64<<10)]), "\n", 400) {
		line = strings.TrimRight(line, "\r")
		if n == 0 {
			line = strings.TrimPrefix(line, "\ufeff")
		}
		for i, h := range []*regexp.Regexp{feeHead, hccHead, unitHead, pairHead} {
			head[i] = head[i] || h.MatchString(line)
		}
		switch {
		case orderLine.MatchString(line):
			return "" // ICD-10-CM
		case head[0] && codeFirst.MatchString(line):
			return Fees
		case head[1] && icdLine.MatchString(line):
			return Conditions
		case hcpcsLine.MatchString(line):
			return HCPCS
		case pairLine.MatchString(line), head[3] && codeFirst.MatchString(line):
			return Pairs
		case unitLine.MatchString(line), head[2] && codeFirst.MatchString(line):
			return Units
		case cptLine.MatchString(line):
			return CPT
		}
	}
	return ""
}

var codeFirst = regexp.MustCompile(`^"?[0-9A-Z]\d{3}[0-9A-Z]"?[\t,]`)

// Ours reports whether a file may be one of the lists: a zip that holds one, or a
// text. A zip that cannot be opened is not known; its reader says what is wrong.
func Ours(name string, b []byte) bool {
	texts, err := unpack(name, b)
	for _, t := range texts {
		if tell(t.content) != "" {
			return true
		}
	}
	return err != nil && listName.MatchString(name)
}

// listName are names of published zips; they help only where the zip is broken.
var listName = regexp.MustCompile(`(?i)hcpcs|hcpc20|anweb|ncci|ccipra|mue|rvu\d\d|pprrvu|cpt|hcc`)

func isZip(b []byte) bool { return bytes.HasPrefix(b, []byte("PK")) }
