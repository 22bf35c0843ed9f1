package icd10cm

import (
	"bufio"
	"encoding/xml"
	"io"
	"strings"

	"github.com/visitwright/visitwright/ehr"
)

// IndexEntry is one line of the alphabetic index, in natural word order.
type IndexEntry struct {
	Text string // e.g. "chronic obstructive asthma with exacerbation"
	Code string // as printed, possibly incomplete, e.g. "S52.5-"
}

type xmlTerm struct {
	Title struct {
		Text  string   `xml:",chardata"`
		Nemod []string `xml:"nemod"`
	} `xml:"title"`
	Code  string    `xml:"code"`
	Terms []xmlTerm `xml:"term"`
}

type xmlIndex struct {
	Letters []struct {
		Main []xmlTerm `xml:"mainTerm"`
	} `xml:"letter"`
}

// ReadIndex reads the alphabetic index of diseases as CDC publishes it
// (icd10cm_index.xsd). Non-essential modifiers, in parentheses, are left out;
// "see" entries carry no code and are passed over, since the term they point at
// is read where it stands.
func ReadIndex(r io.Reader) ([]IndexEntry, error) {
	var x xmlIndex
	if err := xml.NewDecoder(bufio.NewReaderSize(r, 1<<20)).Decode(&x); err != nil {
		return nil, malformed(err, "the alphabetic index")
	}
	var out []IndexEntry
	for _, l := range x.Letters {
		for _, m := range l.Main {
			// "Asthma, asthmatic": each name of the main term stands for all below it.
			for _, name := range strings.Split(clean(m.Title.Text), ",") {
				out = walk(out, m, nil, strings.TrimSpace(name), nil)
			}
		}
	}
	if len(out) == 0 {
		return nil, ehr.Errorf(ehr.Invalid, "the XML holds no main term: this is not the alphabetic index")
	}
	return out, nil
}

// joining opens a sub-term that follows what it qualifies; any other goes before
// it ("Bronchitis, acute" is acute bronchitis).
var joining = []string{"with", "due to", "in", "from", "following", "without", "of", "by", "as", "complicating", "affecting", "to", "on", "at"}

func walk(out []IndexEntry, t xmlTerm, before []string, main string, after []string) []IndexEntry {
	if t.Code != "" {
		words := append(append(append([]string(nil), before...), main), after...)
		out = append(out, IndexEntry{Text: strings.Join(words, " "), Code: strings.TrimSpace(t.Code)})
	}
	for _, k := range t.Terms {
		title := clean(k.Title.Text)
		b, a := before, after
		switch {
		case title == "":
		case follows(title) || len(after) > 0:
			a = append(append([]string(nil), after...), title)
		default:
			b = append([]string{title}, before...)
		}
		out = walk(out, k, b, main, a)
	}
	return out
}

func follows(title string) bool {
	for _, j := range joining {
		if title == j || strings.HasPrefix(title, j+" ") {
			return true
		}
	}
	return false
}
