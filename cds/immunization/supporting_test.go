package immunization

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
)

// A disease of our own making, in the form of CDC's files.
const testAntigen = `<antigenSupportingData>
<immunity><clinicalHistory><guidelineCode>901</guidelineCode></clinicalHistory></immunity>
<contraindications>
<vaccineGroup><contraindication><observationCode>902</observationCode><contraindicationText>Not in pregnancy.</contraindicationText><beginAge/><endAge/></contraindication></vaccineGroup>
<vaccine><contraindication><observationCode>903</observationCode><contraindicatedVaccine><cvx>901</cvx><beginAge/><endAge/></contraindicatedVaccine></contraindication></vaccine>
</contraindications>
<series><seriesName>Wheezles 2-dose</seriesName><targetDisease>Wheezles</targetDisease><vaccineGroup>Wheezles</vaccineGroup><seriesType>Standard</seriesType><equivalentSeriesGroups>2</equivalentSeriesGroups>
<selectSeries><defaultSeries>Yes</defaultSeries><productPath>No</productPath><seriesGroup>1</seriesGroup><seriesPriority>A</seriesPriority><seriesPreference>1</seriesPreference><minAgeToStart/><maxAgeToStart/></selectSeries>
<seriesDose><doseNumber>Dose 1</doseNumber><age><absMinAge>2 months - 4 days</absMinAge><minAge>2 months</minAge><earliestRecAge>3 months</earliestRecAge><latestRecAge>4 months</latestRecAge><maxAge/></age>
<preferableVaccine><cvx>901</cvx><forecastVaccineType>Y</forecastVaccineType></preferableVaccine><allowableVaccine><cvx>902</cvx><beginAge>1 year</beginAge></allowableVaccine><recurringDose>No</recurringDose></seriesDose>
<seriesDose><doseNumber>Dose 2</doseNumber><age/><interval><fromPrevious>Y</fromPrevious><absMinInt>4 weeks - 4 days</absMinInt><minInt>4 weeks</minInt><earliestRecInt>8 weeks</earliestRecInt><latestRecInt>12 weeks</latestRecInt></interval>
<preferableVaccine><cvx>901</cvx></preferableVaccine>
<conditionalSkip><context>Both</context><setLogic>n/a</setLogic><set><setID>1</setID><condition><conditionType>Age</conditionType><beginAge>5 years</beginAge></condition></set></conditionalSkip>
<recurringDose>No</recurringDose></seriesDose></series>
<series><seriesName>Wheezles risk 1-dose</seriesName><targetDisease>Wheezles</targetDisease><vaccineGroup>Wheezles</vaccineGroup><seriesType>Risk</seriesType><equivalentSeriesGroups>1</equivalentSeriesGroups>
<selectSeries><seriesGroup>2</seriesGroup><seriesPriority>A</seriesPriority></selectSeries>
<indication><observationCode><code>904</code></observationCode><beginAge>18 years</beginAge><endAge/></indication>
<seriesDose><doseNumber>Dose 1</doseNumber><age><minAge>18 years</minAge></age><interval><fromPrevious>N</fromPrevious><fromRelevantObs><code>904</code></fromRelevantObs><minInt>2 weeks</minInt></interval><preferableVaccine><cvx>901</cvx></preferableVaccine><recurringDose>No</recurringDose></seriesDose></series>
</antigenSupportingData>`

const testSchedule = `<scheduleSupportingData>
<liveVirusConflicts><liveVirusConflict><previous><cvx>903</cvx></previous><current><cvx>901</cvx></current><conflictBeginInterval>1 day</conflictBeginInterval><minConflictEndInterval>24 days</minConflictEndInterval><conflictEndInterval>28 days</conflictEndInterval></liveVirusConflict></liveVirusConflicts>
<vaccineGroups><vaccineGroup><name>Wheezles</name><administerFullVaccineGroup/></vaccineGroup></vaccineGroups>
<vaccineGroupToAntigenMap><vaccineGroupMap><name>Wheezles</name><antigen>Wheezles</antigen></vaccineGroupMap></vaccineGroupToAntigenMap>
<cvxToAntigenMap><cvxMap><cvx>901</cvx><association><antigen>Wheezles</antigen></association></cvxMap><cvxMap><cvx>902</cvx><association><antigen>Wheezles</antigen></association></cvxMap><cvxMap><cvx>903</cvx></cvxMap></cvxToAntigenMap>
<observations><observation><observationCode>904</observationCode><observationTitle>Works with wheezles</observationTitle></observation></observations>
</scheduleSupportingData>`

func zipOf(t *testing.T, files map[string]string) *bytes.Reader {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for n, body := range files {
		w, err := z.Create(n)
		if err == nil {
			_, err = w.Write([]byte(body))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(b.Bytes())
}

func testPack(t *testing.T) *Schedule {
	t.Helper()
	r := zipOf(t, map[string]string{
		"Version 9.01 - 508/XML/AntigenSupportingData- Wheezles-508.xml": testAntigen,
		"Version 9.01 - 508/XML/ScheduleSupportingData.xml":              testSchedule,
	})
	s, err := ReadSupportingData(r, r.Size())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestReadSupportingData(t *testing.T) {
	s := testPack(t)
	if s.Version != "9.01" || s.Antigens() != 1 || s.Series() != 2 || s.Observations["904"].Title == "" {
		t.Errorf("read %s, %d antigens, %d series", s.Pack(), s.Antigens(), s.Series())
	}
}

func TestReadSupportingDataRefusesHalf(t *testing.T) {
	const ant, sch = "XML/AntigenSupportingData- Wheezles-508.xml", "XML/ScheduleSupportingData.xml"
	for name, files := range map[string]map[string]string{
		"no schedule":    {ant: testAntigen},
		"no antigen":     {sch: testSchedule},
		"antigen absent": {ant: testAntigen, sch: strings.Replace(testSchedule, "<antigen>Wheezles</antigen></vaccineGroupMap>", "<antigen>Sneezles</antigen></vaccineGroupMap>", 1)},
		"cut short":      {ant: testAntigen[:900], sch: testSchedule},
		"bad period":     {ant: strings.Replace(testAntigen, "8 weeks", "a while", 1), sch: testSchedule},
		"unknown skip":   {ant: strings.Replace(testAntigen, "<conditionType>Age<", "<conditionType>Moon<", 1), sch: testSchedule},
	} {
		r := zipOf(t, files)
		if s, err := ReadSupportingData(r, r.Size()); err == nil {
			t.Errorf("%s: read as %s", name, s.Pack())
		}
	}
	if _, err := ReadSupportingData(strings.NewReader("not a zip"), 9); err == nil {
		t.Error("no zip: read")
	}
}

func TestSupportingDataForecast(t *testing.T) {
	s := testPack(t)
	for _, c := range []struct {
		name, birth, doses, facts string
		status                    Status
		earliest, recommended     string
		risk                      bool
	}{
		{"first dose", "2025-09-10", "", "", NotComplete, "2025-11-10", "2025-12-10", false},
		{"second dose", "2025-06-10", "901 2025-09-10", "", NotComplete, "2025-10-08", "2025-11-05", false},
		{"second not needed from five years", "2015-06-10", "901 2016-09-10", "", Complete, "", "", false},
		{"after a conflicting live vaccine", "2025-06-10", "903 2025-11-01", "", NotComplete, "2025-11-29", "2025-11-29", false},
		{"laboratory proof of immunity", "2025-06-10", "", "901", Immune, "", "", false},
		{"contraindicated", "2025-06-10", "", "902", Contraindicated, "", "", false},
		{"the only vaccine contraindicated", "2025-06-10", "", "903", Contraindicated, "", "", false},
		{"at risk, from the day of the observation", "1990-01-01", "", "904 2025-11-01", NotComplete, "2025-11-15", "2025-11-15", true},
		{"not at risk before eighteen", "2010-01-01", "", "904 2025-11-01", NotComplete, "2010-03-01", "2010-04-01", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := Patient{Birth: on(c.birth), Sex: "female", Doses: doses(c.doses)}
			if f := strings.Fields(c.facts); len(f) > 0 {
				p.Facts = []Fact{{Code: f[0]}}
				if len(f) > 1 {
					p.Facts[0].Date = on(f[1])
				}
			}
			f := forecastFor(t, s, p, "2025-11-10", "Wheezles")
			if f.Status != c.status || f.Earliest.String() != c.earliest || f.Recommended.String() != c.recommended || f.Risk != c.risk {
				t.Errorf("got %s %s %s risk=%v", f.Status, f.Earliest, f.Recommended, f.Risk)
			}
		})
	}
}

func TestAllowableVaccineHasAnAge(t *testing.T) {
	s := testPack(t)
	f := forecastFor(t, s, Patient{Birth: on("2024-01-01"), Doses: doses("902 2024-12-31, 902 2025-01-01")}, "2025-11-10", "Wheezles")
	if f.Doses[0].Status != DoseNotValid || f.Doses[1].Status != DoseValid {
		t.Errorf("got %+v", f.Doses)
	}
}

// TestFactsByTheirTitle: a chart without codes that uses CDC's words is understood.
func TestFactsByTheirTitle(t *testing.T) {
	s := testPack(t)
	if got := s.FactsTitled("works with: Wheezles"); len(got) != 1 || got[0] != "904" {
		t.Errorf("got %v", got)
	}
	if got := s.FactsTitled("works with wheezles no more"); len(got) != 0 {
		t.Errorf("other words mean something else: %v", got)
	}
}
