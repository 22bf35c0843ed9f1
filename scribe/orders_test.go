package scribe

import (
	"strings"
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

func TestHowOftenAnOrderedDrugIsTaken(t *testing.T) {
	for said, want := range map[string]string{
		"Start ibuprofen 600 mg three times a day.": "3 times a day",
		"Start ibuprofen 600 mg 4 times a day.":     "4 times a day",
		"Start metoprolol 25 mg twice daily.":       "twice daily",
		"Start cephalexin 500 mg every 6 hours.":    "every 6 hours",
		"Start estradiol cream 0.5 g twice a week.": "twice a week",
		"Start trazodone 50 mg every night.":        "every night",
		"Start amoxicillin 500 mg two times a day.": "2 times a day",
		"Start methotrexate 10 mg once a week.":     "once a week",
	} {
		orders := ordersIn(ehr.Sentence{Text: said, Kind: ehr.PlanMedication})
		if len(orders) != 1 || !strings.Contains(orders[0].Text, want) {
			t.Errorf("%s: %+v", said, orders)
		}
	}
}

func TestADrugAndItsDeviceAreOneOrder(t *testing.T) {
	orders := ordersIn(ehr.Sentence{Text: "Prescribe an albuterol inhaler, 2 puffs every 4 hours as needed.", Kind: ehr.PlanMedication})
	if len(orders) != 1 || !strings.HasPrefix(orders[0].Text, "albuterol") {
		t.Errorf("%+v", orders)
	}
}
