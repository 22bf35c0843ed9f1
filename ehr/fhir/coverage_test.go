package fhir

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

const insured = `{"resourceType":"Bundle","type":"collection","entry":[
{"resource":{"resourceType":"Patient","id":"p","birthDate":"1956-03-01","name":[{"family":"Lee","given":["Ann"]}],"identifier":[{"value":"X-9"}]}},
{"resource":{"resourceType":"Organization","id":"o","name":"Harbor Health","identifier":[{"type":{"coding":[{"code":"NIIP"}]},"value":"HH001"}]}},
{"resource":{"resourceType":"Coverage","id":"2","status":"active","order":2,"subscriberId":"M2","subscriber":{"display":"Bo Lee"},"beneficiary":{"reference":"Patient/p"},
 "relationship":{"coding":[{"code":"spouse"}]},"payor":[{"display":"Prairie Mutual"}],"period":{"start":"2026-01-01","end":"2026-12-31"}}},
{"resource":{"resourceType":"Coverage","id":"1","status":"active","subscriberId":"M1","beneficiary":{"reference":"Patient/p"},"payor":[{"reference":"Organization/o"}],
 "class":[{"type":{"coding":[{"code":"group"}]},"value":"G7"},{"type":{"coding":[{"code":"plan"}]},"value":"P1","name":"PPO"}]}},
{"resource":{"resourceType":"Coverage","id":"3","status":"cancelled","beneficiary":{"reference":"Patient/p"},"payor":[{"display":"Old"}]}},
{"resource":{"resourceType":"Coverage","id":"4","status":"active","beneficiary":{"reference":"Patient/p"},"payor":[{"reference":"Patient/p"}]}}
]}`

func TestCoverage(t *testing.T) {
	records, err := Read(strings.NewReader(insured))
	if err != nil {
		t.Fatal(err)
	}
	c := records[0].Chart.Coverage
	if len(c) != 2 {
		t.Fatalf("%+v", c)
	}
	if k := c[0]; k.Payer != "Harbor Health" || k.PayerID != "HH001" || k.Place != 1 || k.Member != "M1" || k.Group != "G7" || k.Plan != "PPO" || k.Relationship != ehr.Self || !k.Start.IsZero() {
		t.Errorf("%+v", k)
	}
	if k := c[1]; k.Payer != "Prairie Mutual" || k.Place != 2 || k.Relationship != ehr.Spouse || k.Subscriber != "Bo Lee" || k.End.String() != "2026-12-31" {
		t.Errorf("%+v", k)
	}
	if s := records[0].Skipped; s["Coverage cancelled"] != 1 || s["Coverage without a payer's name"] != 1 {
		t.Errorf("%v", s)
	}
	var b bytes.Buffer
	if err := Write(&b, records[0].Chart); err != nil {
		t.Fatal(err)
	}
	again, err := Read(&b)
	if err != nil || !reflect.DeepEqual(again[0].Chart.Coverage, c) {
		t.Errorf("written and read again: %+v, %v", again, err)
	}
	if _, err := Read(strings.NewReader(strings.Replace(insured, "2026-12-31", "2025-12-31", 1))); err == nil || !strings.Contains(err.Error(), "entry[2].resource.period") {
		t.Errorf("a period that ends first: %v", err)
	}
}
