package sense

// Threshold is the score from which a section counts, by its label. They were
// chosen by four-fold cross-validation on ACI-BENCH's train and valid splits
// (eval/train/note --cross 4 --search). Nothing but that search writes to it.
var Threshold = map[string]float64{
	"hpi": 0.12, "pmh": 0.07, "psh": 0.10, "family": 0.10, "social": 0.07, "meds": 0.07, "allergy": 0.10, "ros": 0.05, "cc": 0.087,
	"vitals": 0.07, "exam": 0.05, "results": 0.042, "ap": 0.10, "instructions": 0.06,
}
