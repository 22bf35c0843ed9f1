package edits

import (
	"strings"
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

var today = ehr.Date{Year: 2026, Month: 11, Day: 22}

const pairs = "notice\t\t\t\t\t\t\nColumn 1\tColumn 2\t*\tEffective\tDeletion\tModifier\n20610\t76942\t\t20150101\t*\t1\n20610\t36415\t\t20150101\t20200101\t1\n11042\t97597\t\t20150101\t*\t0\n"

func TestNotCheckedIsNotNoConflict(t *testing.T) {
	r := Files{}.Check([]Line{{Code: "20610", Units: 1}, {Code: "76942", Units: 1}}, today)
	if len(r.Findings) != 0 || len(r.NotChecked) != 3 {
		t.Errorf("%+v", r)
	}
}

func TestPairs(t *testing.T) {
	p, err := ReadPairs("ccipra.txt", strings.NewReader(pairs))
	if err != nil {
		t.Fatal(err)
	}
	f := Files{Pairs: p}
	for name, c := range map[string]struct {
		lines    []Line
		findings int
		reason   string
	}{
		"in force":               {[]Line{{Code: "20610"}, {Code: "76942"}}, 1, ""},
		"the other order":        {[]Line{{Code: "76942"}, {Code: "20610"}}, 1, ""},
		"ended":                  {[]Line{{Code: "20610"}, {Code: "36415"}}, 0, ""},
		"apart, with its reason": {[]Line{{Code: "20610"}, {Code: "76942", Apart: "of the left shoulder"}}, 1, "of the left shoulder"},
		"no modifier may part":   {[]Line{{Code: "11042"}, {Code: "97597", Apart: "of the left foot"}}, 1, ""},
		"no pair":                {[]Line{{Code: "20610"}, {Code: "93000"}}, 0, ""},
	} {
		r := f.Check(c.lines, today)
		if len(r.Findings) != c.findings || c.findings > 0 && r.Findings[0].Modifier59 != c.reason || len(r.NotChecked) != 2 {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

func TestUnitsAndFees(t *testing.T) {
	u, err := ReadUnits("mue.csv", strings.NewReader("HCPCS/CPT Code,Units,Indicator,Rationale\n20610,2,3 Date of Service Edit: Clinical,\"Anatomy, \"\"two\"\"\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	fees, err := ReadFees("PPRRVU.csv", strings.NewReader(",,Title,,\nHCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU\n20610,,,A,,0.79,1.0,,0.4,,0.1,1.89,1.29,0,000\n99000,,,B,,0,0,,0,,0,0,0,0,XXX\n"))
	if err != nil {
		t.Fatal(err)
	}
	if fees["20610"].Work != 0.79 || fees["20610"].NonFacility != 1.89 || fees["20610"].Facility != 1.29 || fees["20610"].Global != "000" {
		t.Errorf("%+v", fees["20610"])
	}
	r := Files{Units: u, Fees: fees}.Check([]Line{{Code: "20610", Units: 3}, {Code: "99000", Units: 1}}, today)
	if len(r.Findings) != 2 {
		t.Errorf("%+v", r)
	}
}

func TestConditions(t *testing.T) {
	long := "diagnosis_code,cc,model_name\nE1122,37,CMS-HCC Model V28\nE1122,18,CMS-HCC Model V24\nI10,139,RxHCC Model V08\n"
	c, err := ReadConditions("map.csv", strings.NewReader(long), "V28")
	if err != nil || strings.Join(c.Of("E11.22"), " ") != "37" || c.Of("I10") != nil {
		t.Errorf("%v %v", c, err)
	}
	wide := "A title\nDiagnosis Code,Description,CMS-HCC Model Category V24,CMS-HCC Model Category V28\nE1122,words,18,37\nI10,words,,\n"
	c, err = ReadConditions("map.csv", strings.NewReader(wide), "V28")
	if err != nil || strings.Join(c.Of("E1122"), " ") != "37" || len(c) != 1 {
		t.Errorf("%v %v", c, err)
	}
}

func TestBadFilesNameTheLine(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"pairs": {second(ReadPairs("p.txt", strings.NewReader(pairs+"20610\t9999\t\t20150101\t*\t1\n"))), "p.txt, line 6"},
		"date":  {second(ReadPairs("p.txt", strings.NewReader(pairs+"20610\t99999\t\t2015-1-1\t*\t1\n"))), "p.txt, line 6"},
		"units": {second(ReadUnits("m.csv", strings.NewReader("20610,two,3,x\n"))), "m.csv, line 1"},
		"twice": {second(ReadUnits("m.csv", strings.NewReader("20610,2,3,x\n20610,2,3,x\n"))), "m.csv, line 2: 20610 stands there twice"},
		"fees":  {second(ReadFees("f.csv", strings.NewReader("20610,,,A,,abc,1,,1,,1,1,1,0,000\n"))), "f.csv, line 1: column 6"},
		"short": {second(ReadFees("f.csv", strings.NewReader("20610,,,A\n"))), "f.csv, line 1: 4 columns"},
		"map":   {second(ReadConditions("h.csv", strings.NewReader("E1122,x,V28\n"), "V28")), "h.csv, line 1"},
		"empty": {second(ReadFees("f.csv", strings.NewReader("hello\n"))), "no row"},
	} {
		if c.err == nil || !strings.Contains(c.err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, c.err, c.want)
		}
	}
}

func second[T any](_ T, err error) error { return err }
