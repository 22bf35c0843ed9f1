package icd10cm

// Change is one difference between two releases.
type Change struct {
	Kind string // "added", "dropped", "renamed", "now complete", "no longer complete"
	Code string
	Text string
}

// Diff lists what the newer release changed, in the order of the codes.
func Diff(older, newer *Release) []Change {
	var out []Change
	older.All(func(c *Code) {
		if _, ok := newer.codes[c.Code]; !ok {
			out = append(out, Change{"dropped", c.Code, c.Description})
		}
	})
	newer.All(func(c *Code) {
		o, ok := older.codes[c.Code]
		switch {
		case !ok:
			out = append(out, Change{"added", c.Code, c.Description})
		case o.Billable && !c.Billable:
			out = append(out, Change{"no longer complete", c.Code, c.Description})
		case !o.Billable && c.Billable:
			out = append(out, Change{"now complete", c.Code, c.Description})
		case o.Description != c.Description:
			out = append(out, Change{"renamed", c.Code, o.Description + " -> " + c.Description})
		}
	})
	return out
}
