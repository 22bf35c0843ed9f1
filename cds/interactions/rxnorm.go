package interactions

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
)

// AddRxNorm reads RXNCONSO.RRF (prescribable or full) while loading: RxNorm codes
// of names we know lead to our ingredients, and ingredients we do not hold become
// known names without rules. It returns how many codes were taken up.
func (k *Knowledge) AddRxNorm(r io.Reader) (int, error) {
	if k.rxnorm == nil {
		k.rxnorm = map[string][]string{}
	}
	taken := 0
	err := records(r, "RXNCONSO.RRF", 15, func(f []string) {
		code, source, kind, name := f[0], f[11], f[12], f[14]
		if source != "RXNORM" {
			return
		}
		found, _ := k.table.exact(wordsOf(name))
		if len(found) == 0 && (kind == "IN" || kind == "PIN") {
			k.table.add(strings.ToLower(name), nil, nil, nil)
			found = []*Drug{k.table.drugs[strings.ToLower(name)]}
		}
		if len(found) == 0 {
			return
		}
		var names []string
		for _, d := range found {
			names = append(names, d.Name)
		}
		if len(names) > len(k.rxnorm[code]) {
			k.rxnorm[code] = names
		}
		taken++
	})
	k.table.index()
	return taken, err
}

// towards are the relations of RXNREL.RRF that lead from a product, brand or form
// to what is in it, and whether they are read from the second concept to the first
// (true) or the other way. Source: RxNorm Technical Documentation, section 12.7
// (RXNREL: RELA is the relation of the second concept to the first).
var towards = map[string]bool{
	"has_ingredient": true, "has_ingredients": true, "has_precise_ingredient": true, "consists_of": true, "tradename_of": true,
	"form_of": true, "isa": true, "contains": true, "has_part": true, "quantified_form_of": true,
	"ingredient_of": false, "ingredients_of": false, "precise_ingredient_of": false, "constitutes": false, "has_tradename": false,
	"has_form": false, "inverse_isa": false, "contained_in": false, "part_of": false, "has_quantified_form": false,
}

// steps is how many relations lie between a package and its ingredients at most.
const steps = 5

// AddRxNormRelations reads RXNREL.RRF after RXNCONSO.RRF: a code whose name says
// nothing to us takes the ingredients of what it is made of. It returns how many
// codes were taken up.
func (k *Knowledge) AddRxNormRelations(r io.Reader) (int, error) {
	made := map[string][]string{}
	err := records(r, "RXNREL.RRF", 15, func(f []string) {
		forward, ok := towards[f[7]]
		a, b := f[4], f[0]
		if !forward {
			a, b = b, a
		}
		if ok && f[10] == "RXNORM" && a != "" && b != "" && len(k.rxnorm[a]) == 0 {
			made[a] = append(made[a], b)
		}
	})
	if err != nil {
		return 0, err
	}
	taken := 0
	for range steps {
		more := map[string][]string{}
		for code, parts := range made {
			var names []string
			for _, p := range parts {
				for _, n := range k.rxnorm[p] {
					if !slices.Contains(names, n) {
						names = append(names, n)
					}
				}
			}
			if len(names) > 0 {
				slices.Sort(names)
				more[code] = names
			}
		}
		for code, names := range more {
			k.rxnorm[code] = names
			delete(made, code)
		}
		taken += len(more)
	}
	return taken, nil
}

// AddRxNormAttributes reads RXNSAT.RRF after the others: National Drug Codes lead
// to their RxNorm codes. It returns how many were taken up.
func (k *Knowledge) AddRxNormAttributes(r io.Reader) (int, error) {
	taken := 0
	err := records(r, "RXNSAT.RRF", 12, func(f []string) {
		names := k.rxnorm[f[0]]
		if f[8] != "NDC" || f[9] != "RXNORM" || len(names) == 0 {
			return
		}
		k.ndc[plainNDC(f[10])] = names
		taken++
	})
	return taken, err
}

// ndcSystem is how FHIR names National Drug Codes. Source: HL7 FHIR R4, "Using NDC".
const ndcSystem ehr.CodeSystem = "http://hl7.org/fhir/sid/ndc"

// plainNDC is a National Drug Code in eleven digits (5-4-2). Source: FDA, National
// Drug Code Directory; 21 CFR 207.33 for the parts.
func plainNDC(s string) string {
	parts := strings.Split(strings.TrimSpace(s), "-")
	if len(parts) != 3 {
		return strings.Join(parts, "")
	}
	return fmt.Sprintf("%05s%04s%02s", parts[0], parts[1], parts[2])
}

// records gives every line of a file in RRF to use; an error where one is cut short.
func records(r io.Reader, name string, fields int, use func([]string)) error {
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		f := strings.Split(sc.Text(), "|")
		if len(f) < fields {
			return fmt.Errorf("%s: a line has fewer than %d fields", name, fields)
		}
		use(f)
	}
	return sc.Err()
}
