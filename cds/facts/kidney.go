package facts

import (
	"math"

	"github.com/visitwright/visitwright/ehr"
)

// kidneyDays is how old a creatinine may be to speak for the kidneys.
const kidneyDays = 365

// EGFR is the estimated glomerular filtration rate in mL/min/1.73 m²: from a
// creatinine of the last year by CKD-EPI 2021, else a reported value of the
// last year. ok is false where neither is there, or the patient is under 18.
//
// Source: Inker et al., N Engl J Med 2021;385:1737-1749 (race-free equation).
func (f *Facts) EGFR() (float64, bool) {
	age, known := f.Age()
	if known && age >= 18 && (f.Chart.Patient.Sex == ehr.Female || f.Chart.Patient.Sex == ehr.Male) {
		if r, ok := f.Within("creatinine", kidneyDays); ok && r.HasValue && r.Value > 0 {
			return CKDEPI2021(r.Value, age, f.Chart.Patient.Sex == ehr.Female), true
		}
	}
	if r, ok := f.Within("egfr", kidneyDays); ok && r.HasValue {
		return r.Value, true
	}
	return 0, false
}

// CKDEPI2021 is the CKD-EPI 2021 creatinine equation: creatinine in mg/dL, age in
// years, result in mL/min/1.73 m².
func CKDEPI2021(creatinine float64, age int, female bool) float64 {
	k, a, sex := 0.9, -0.302, 1.0
	if female {
		k, a, sex = 0.7, -0.241, 1.012
	}
	x := creatinine / k
	return 142 * math.Pow(math.Min(x, 1), a) * math.Pow(math.Max(x, 1), -1.200) * math.Pow(0.9938, float64(age)) * sex
}

// CrCl is the creatinine clearance in mL/min by Cockcroft and Gault with actual
// body weight, which many labels' dose limits are written for. It needs a
// creatinine and a weight of the last year.
//
// Source: Cockcroft, Gault, Nephron 1976;16:31-41.
func (f *Facts) CrCl() (float64, bool) {
	age, ok := f.Age()
	cr, haveCr := f.Within("creatinine", kidneyDays)
	w, haveW := f.Within("weight", kidneyDays)
	if !ok || age < 18 || !haveCr || !haveW || !cr.HasValue || !w.HasValue || cr.Value <= 0 {
		return 0, false
	}
	return CockcroftGault(cr.Value, w.Value, age, f.Chart.Patient.Sex == ehr.Female), true
}

// CockcroftGault takes creatinine in mg/dL, weight in kg and age in years and
// gives mL/min.
func CockcroftGault(creatinine, weight float64, age int, female bool) float64 {
	c := float64(140-age) * weight / (72 * creatinine)
	if female {
		c *= 0.85
	}
	return c
}
