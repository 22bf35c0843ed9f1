package ehr

import (
	"encoding/json"
	"testing"
	"time"
)

func TestAgeYears(t *testing.T) {
	born := Date{1960, time.February, 29}
	for on, want := range map[Date]int{
		{2026, time.February, 28}: 65,
		{2026, time.March, 1}:     66,
		{1959, time.January, 1}:   0,
	} {
		if got := AgeYears(born, on); got != want {
			t.Errorf("on %s: %d, want %d", on, got, want)
		}
	}
}

func TestDateText(t *testing.T) {
	type box struct {
		D Date `json:"d,omitzero"`
	}
	b, err := json.Marshal(box{Date{2026, time.November, 2}})
	if err != nil || string(b) != `{"d":"2026-11-02"}` {
		t.Fatalf("%s %v", b, err)
	}
	var got box
	if err := json.Unmarshal(b, &got); err != nil || got.D != (Date{2026, time.November, 2}) {
		t.Fatalf("%v %v", got, err)
	}
	if b, _ := json.Marshal(box{}); string(b) != `{}` {
		t.Fatalf("unknown date: %s", b)
	}
	if err := json.Unmarshal([]byte(`{"d":"2026-02-30"}`), &got); KindOf(err) != Invalid {
		t.Fatalf("30 February: %v", err)
	}
}
