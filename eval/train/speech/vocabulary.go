package main

import (
	"archive/zip"
	"bufio"
	_ "embed"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// everyday are words of code titles that mean nothing clinical by themselves; notDrugs are words of the table of drugs
// that are mostly not said of drugs.
var (
	//go:embed everyday.txt
	everyday string
	//go:embed notdrugs.txt
	notDrugs string
)

// brands are names that patients use and that the table of drugs, which lists substances, does not have.
const brands = `tylenol advil motrin aleve ventolin flovent symbicort advair spiriva lipitor crestor zocor synthroid plavix
	eliquis xarelto coumadin lasix norvasc altace coversyl zestril prinivil diovan cozaar micardis toprol lopressor tenormin
	nexium prilosec prevacid pantoloc zantac pepcid tums gaviscon pepto imodium gravol benadryl claritin reactine zyrtec
	allegra sudafed robitussin mucinex nasonex flonase singulair prednisone cortisone zoloft prozac paxil celexa lexapro cipralex
	effexor wellbutrin cymbalta seroquel abilify risperdal ativan xanax valium klonopin ambien adderall ritalin concerta vyvanse
	lyrica neurontin gabapentin topamax keppra dilantin tegretol percocet oxycontin vicodin dilaudid codeine tramadol voltaren
	celebrex naprosyn toradol botox humira enbrel remicade stelara methotrexate plaquenil januvia jardiance farxiga ozempic
	trulicity victoza lantus humalog novolog levemir metformin glucophage viagra cialis levitra flomax proscar propecia
	amoxil augmentin zithromax biaxin cipro levaquin keflex bactrim macrobid flagyl diflucan tamiflu paxlovid valtrex zovirax
	nuvaring mirena depo yasmin alesse epipen suboxone narcan nicorette champix chantix aspirin asa ibuprofen acetaminophen
	paracetamol statin statins inhaler puffer antibiotic antibiotics steroid steroids insulin`

var letters = regexp.MustCompile(`[a-z]+`)

// clinicalTerms are the words of ICD-10-CM's titles, external causes apart, and of the Disease Ontology's names.
func clinicalTerms(data string) ([]string, error) {
	found := map[string]bool{}
	add := func(text string) {
		for _, w := range letters.FindAllString(strings.ToLower(text), -1) {
			if len(w) > 2 {
				found[w] = true
			}
		}
	}
	titles, err := orderFile(filepath.Join(data, "codes", "icd10cm", "fy2026-code-descriptions.zip"))
	if err != nil {
		return nil, err
	}
	for _, line := range titles {
		if len(line) > 77 && !strings.ContainsAny(line[6:7], "VWXY") {
			add(line[77:])
		}
	}
	file, err := os.Open(filepath.Join(data, "coding", "terms", "doid_icd10cm.tsv"))
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	rows := csv.NewReader(file)
	rows.Comma = '\t'
	table, err := rows.ReadAll()
	if err != nil {
		return nil, err
	}
	for _, row := range table[1:] {
		add(row[1])
	}
	for _, w := range strings.Fields(everyday) {
		delete(found, w)
	}
	return slices.Sorted(maps.Keys(found)), nil
}

// orderFile reads the fixed-width list of codes (layout: icd10OrderFiles.pdf in the same archive).
func orderFile(path string) ([]string, error) {
	archive, err := zip.OpenReader(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = archive.Close() }()
	file, err := archive.Open("icd10cm-order-2026.txt")
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	var out []string
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		out = append(out, lines.Text())
	}
	return out, lines.Err()
}

// drugs are the words of the titles in ICD-10-CM's table of drugs and chemicals, and the brands.
func drugs(data string) ([]string, error) {
	file, err := os.Open(filepath.Join(data, "codes", "icd10cm", "icd10cm_drug_2026.xml"))
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	found := map[string]bool{}
	reader := xml.NewDecoder(file)
	inTitle := false
	for {
		token, err := reader.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("table of drugs: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			inTitle = t.Name.Local == "title"
		case xml.EndElement:
			inTitle = false
		case xml.CharData:
			if inTitle {
				for _, w := range letters.FindAllString(strings.ToLower(string(t)), -1) {
					if len(w) > 3 {
						found[w] = true
					}
				}
			}
		}
	}
	for _, list := range []string{everyday, notDrugs} {
		for _, w := range strings.Fields(list) {
			delete(found, w)
		}
	}
	for _, w := range strings.Fields(brands) {
		found[w] = true
	}
	return slices.Sorted(maps.Keys(found)), nil
}
