package em

import "testing"

func TestPlansInShorthand(t *testing.T) {
	for text, want := range map[string]Level{
		"cephalexin 500 mg four times daily for 7 days, mark borders, return if spreading": Moderate, // what follows takes nothing back
		"failing topicals, start adalimumab after TB test":                                 Moderate,
		"transdermal estradiol with micronized progesterone, risks discussed":              Moderate,
		"Continue current dose.":                        Moderate,
		"hydrocortisone 2.5% to flares":                 Moderate,
		"No prednisone":                                 None,
		"if not better, doxycycline":                    None,
		"CPAP every night":                              Low,
		"avoid adalimumab while the infection is there": None,
	} {
		if _, got := decided(text); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}
