package alert

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/visitwright/visitwright/cds/immunization"
	"github.com/visitwright/visitwright/ehr"
)

// CDSiCase is one of CDC's test cases with what CDC expects.
type CDSiCase struct {
	ID, Name string
	Group    string // vaccine group in the words of the file
	AsOf     ehr.Date
	Patient  immunization.Patient
	Want     CDSiWant
}

// CDSiWant is what CDC expects of a case.
type CDSiWant struct {
	Status                         string
	Earliest, Recommended, PastDue string // "2006-01-02" or empty
	Doses                          []string
}

// ReadCDSi reads CDC's test cases, healthy or underlying conditions, from the
// tab-separated export of their spreadsheet.
func ReadCDSi(path string) ([]CDSiCase, error) {
	rows, err := readTable(path)
	if err != nil {
		return nil, err
	}
	var out []CDSiCase
	for _, m := range rows {
		c, err := cdsiCase(m)
		if err != nil {
			return nil, fmt.Errorf("%s: case %s: %w", path, m["cdc_test_id"], err)
		}
		out = append(out, c)
	}
	return out, nil
}

func cdsiCase(m map[string]string) (CDSiCase, error) {
	c := CDSiCase{
		ID: m["cdc_test_id"], Name: m["test_case_name"], Group: m["vaccine_group"],
		Want: CDSiWant{
			Status: m["series_status"], Earliest: m["earliest_date"], Recommended: m["recommended_date"],
			PastDue: m["past_due_date"],
		},
	}
	var err error
	if c.AsOf, err = ehr.ParseDate(m["assessment_date"]); err != nil {
		return c, err
	}
	if c.Patient.Birth, err = ehr.ParseDate(m["dob"]); err != nil {
		return c, err
	}
	c.Patient.Sex = m["gender"]
	for i := 1; m[fmt.Sprintf("date_administered_%d", i)] != ""; i++ {
		d := immunization.Dose{ID: strconv.Itoa(i), CVX: m[fmt.Sprintf("cvx_%d", i)], MVX: m[fmt.Sprintf("mvx_%d", i)]}
		if d.Date, err = ehr.ParseDate(m[fmt.Sprintf("date_administered_%d", i)]); err != nil {
			return c, err
		}
		c.Patient.Doses = append(c.Patient.Doses, d)
		c.Want.Doses = append(c.Want.Doses, m[fmt.Sprintf("evaluation_status_%d", i)])
	}
	for i := 1; i <= 3; i++ {
		code := m[fmt.Sprintf("observation_code_%d", i)]
		if code == "" {
			continue
		}
		f := immunization.Fact{Code: code}
		if d := m[fmt.Sprintf("observation_date_%d", i)]; d != "" {
			if f.Date, err = ehr.ParseDate(d); err != nil {
				return c, err
			}
		}
		c.Patient.Facts = append(c.Patient.Facts, f)
	}
	return c, nil
}

// cdsiGroups maps the files' words for a vaccine group to the schedule's.
var cdsiGroups = map[string]string{
	"dtap": "DTaP/Tdap/Td", "pol": "Polio", "ipol": "Polio", "hib": "Hib", "hpv": "HPV", "covid-19": "COVID-19",
	"pcv": "Pneumococcal", "hepb": "HepB", "mmr": "MMR", "var": "Varicella", "rota": "Rotavirus", "mcv": "Meningococcal",
	"zoster": "Zoster", "rsv": "RSV", "menb": "Meningococcal B", "flu": "Influenza", "hepa": "HepA",
}

// CDSiMiss is one place where the engine and CDC differ.
type CDSiMiss struct {
	Case  CDSiCase
	Field string // "status", "earliest", "recommended", "past due", "dose 2"
	Want  string
	Got   string
}

// CDSiResult is the outcome of a set of cases.
type CDSiResult struct {
	Cases, Passed int // cases, and cases in which everything agrees
	Checks, Right int // single values
	Misses        []CDSiMiss
}

// RunCDSi assesses every case and compares status, the three dates and every
// dose's evaluation.
func RunCDSi(s *immunization.Schedule, cases []CDSiCase) CDSiResult {
	var out CDSiResult
	for _, c := range cases {
		misses, checks := compareCDSi(s, c)
		out.Cases++
		out.Checks += checks
		out.Right += checks - len(misses)
		if len(misses) == 0 {
			out.Passed++
		}
		out.Misses = append(out.Misses, misses...)
	}
	return out
}

func compareCDSi(s *immunization.Schedule, c CDSiCase) ([]CDSiMiss, int) {
	a, err := s.Assess(c.Patient, c.AsOf)
	if err != nil {
		return []CDSiMiss{{c, "assessment", "an answer", err.Error()}}, 1
	}
	f := pickForecast(a, c)
	var out []CDSiMiss
	checks := 0
	check := func(field, want, got string) {
		checks++
		if !strings.EqualFold(want, got) {
			out = append(out, CDSiMiss{c, field, want, got})
		}
	}
	check("status", c.Want.Status, string(f.Status))
	check("earliest", c.Want.Earliest, f.Earliest.String())
	check("recommended", c.Want.Recommended, f.Recommended.String())
	check("past due", c.Want.PastDue, f.PastDue.String())
	for i, want := range c.Want.Doses {
		check(fmt.Sprintf("dose %d", i+1), want, doseStatus(a, f.Group, strconv.Itoa(i+1)))
	}
	return out, checks
}

// doseStatus is the verdict on a dose in a group, or, where the dose does not
// belong to it, in the group it belongs to.
func doseStatus(a immunization.Assessment, group, id string) string {
	got := ""
	for _, d := range a.Doses {
		if d.ID == id && (got == "" || d.Group == group) {
			got = string(d.Status)
		}
	}
	return got
}

// pickForecast finds the forecast a case is about: the first one of its group.
func pickForecast(a immunization.Assessment, c CDSiCase) immunization.Forecast {
	for _, f := range a.Forecasts {
		if strings.EqualFold(f.Group, c.groupName()) {
			return f
		}
	}
	return immunization.Forecast{}
}
