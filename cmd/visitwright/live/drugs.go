package live

import "github.com/visitwright/visitwright/cds/interactions"

// DrugNames are the names, generic ones and brands, by which the recogniser
// knows a drug that was said: those of the built-in drug table.
func DrugNames() ([]string, error) {
	k, err := interactions.Load()
	if err != nil {
		return nil, err
	}
	var out []string
	for _, d := range k.Drugs() {
		out = append(append(out, d.Name), d.Brands...)
	}
	return out, nil
}
