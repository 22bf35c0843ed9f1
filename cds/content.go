package cds

import (
	"fmt"
	"regexp"

	"github.com/visitwright/visitwright/cds/preventive"
	"github.com/visitwright/visitwright/ehr"
)

// staleDays is how old content may be before it is reported as too old: labels
// and schedules change within a year.
const staleDays = 425

var notSure = regexp.MustCompile(`(?i)\b(rule out|r/o|possible|probable|suspected|screening|family history|history of|concern for|risk of|versus|vs\.?|no )\b`)

// Contents tells version and age of everything the checks stand on, as of a day.
func (c *Checker) Contents(today ehr.Date) []ehr.Content {
	drug := ehr.Content{Name: "Drug rules", Problem: "no drug content is loaded"}
	if c.drugs != nil {
		drug = ehr.Content{Name: "Drug rules", Version: c.drugs.Version, Released: c.drugs.Released}
		if err := c.drugs.Canary(); err != nil {
			drug.Problem = err.Error()
		}
	}
	out := []ehr.Content{drug,
		{Name: "USPSTF recommendations", Version: preventive.Version, Released: preventive.Released},
		{Name: c.vaccines.Pack(), Version: c.vaccines.Version, Released: c.vaccines.Released},
	}
	for i, x := range out {
		if d, err := ehr.ParseDate(x.Released); err == nil {
			out[i].AgeDays = int(today.Time().Sub(d.Time()).Hours() / 24)
			out[i].Stale = out[i].AgeDays > staleDays
		}
	}
	return out
}

func (c *Checker) drugContent() string {
	if c.drugs == nil {
		return ""
	}
	return "Drug rules " + c.drugs.Version + " of " + c.drugs.Released
}

// stale reports content that is too old to be trusted to be complete.
func stale(contents []ehr.Content) []ehr.Unchecked {
	var out []ehr.Unchecked
	for _, x := range contents {
		if x.Stale {
			out = append(out, ehr.Unchecked{
				What: x.Name + " newer than " + x.Released,
				Why:  fmt.Sprintf("version %s is %d days old; load a newer one", x.Version, x.AgeDays),
			})
		}
	}
	return out
}

// Canary reports whether the drug checks work; call it at start and every hour.
// An error means that the page has to say that interaction checking is off.
func (c *Checker) Canary() error {
	if c.drugs == nil {
		return fmt.Errorf("no drug content is loaded")
	}
	return c.drugs.Canary()
}
