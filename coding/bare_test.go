package coding

import "testing"

func TestNamesOfGeneCatalogues(t *testing.T) {
	lx := excerpt(t)
	lx.notePairs("Trisomy 21, nonmosaicism")
	lx.notePairs("Mitochondrial myopathy, not elsewhere classified")
	for text, want := range map[string]string{
		"autosomal recessive limb-girdle muscular dystrophy 23": "limb-girdle muscular dystrophy",
		"hypogonadotropic hypogonadism 24 without anosmia":      "hypogonadotropic hypogonadism without anosmia",
		"short-rib dysplasia 9 with or without polydactyly":     "short-rib dysplasia",
		"autosomal dominant nonsyndromic deafness 2A":           "sensorineural deafness",
		"X-linked ichthyosis":                                   "ichthyosis",
		"trisomy 21":                                            "", // a text of the release has the number
		"mitochondrial myopathy":                                "", // and here the word
		"mitochondrial complex I deficiency":                    "complex i deficiency",
		"heart failure":                                         "",
		"autosomal dominant":                                    "",
		"17-beta-hydroxysteroid dehydrogenase deficiency":       "",
	} {
		if got := lx.barely(text); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
