package immunization

import "slices"

// immune decides Table 7-3. A country of birth that is not known is not taken
// for the one the rule names.
func (e *engine) immune(antigen string) bool {
	im := e.antigens[antigen].immunity
	if slices.ContainsFunc(im.history, e.h.has) {
		return true
	}
	for _, b := range im.births {
		if e.h.birth >= b.before || slices.ContainsFunc(b.exclusions, e.h.has) {
			continue
		}
		if b.country == "" || countryWord(b.country) == e.h.country {
			return true
		}
	}
	return false
}

// contraindicated decides Tables 7-5 to 7-7. barred lists the CVX of vaccines
// that are contraindicated singly.
func (e *engine) contraindicated(ps *patientSeries) (series bool, barred []string) {
	for _, c := range e.antigens[ps.antigen].contraindications {
		if !e.h.has(c.code) {
			continue
		}
		if len(c.vaccines) == 0 {
			if e.h.between(c.begin, e.h.asOf, c.end) {
				return true, nil
			}
			continue
		}
		for _, v := range c.vaccines {
			if e.h.between(v.begin, e.h.asOf, v.end) {
				barred = append(barred, v.cvx)
			}
		}
	}
	if len(barred) == 0 {
		return false, nil
	}
	for _, d := range ps.doses {
		for _, v := range d.preferred {
			if !slices.Contains(barred, v.cvx) {
				return false, barred
			}
		}
	}
	return true, barred
}
