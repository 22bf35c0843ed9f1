package clause

import (
	"strings"
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

func TestPlainWords(t *testing.T) {
	for text, want := range map[string]string{
		"I don't have any, uh, fever":                              "i do not have any fever",
		"i'm gon na give you fifteen milligrams":                   "i am going to give you 15 mg",
		"your blood pressure is one twenty seven over eighty":      "your blood pressure is 127/80",
		"i want to add aldactone twelve . five milligrams daily":   "i want to add aldactone 12.5 mg daily",
		"she is on two . five of norvasc":                          "she is on 2.5 of norvasc",
		"my children are two . five came to the party":             "my children are 2 . 5 came to the party",
		"a stone measuring point five centimeters":                 "a stone measuring 0.5 cm",
		"temperature is ninety eight point two":                    "temperature is 98.2",
		"since two thousand and three":                             "since 2003",
		"about a thousand and one things":                          "about a thousand and one things",
		"in twenty eighteen":                                       "in 2018",
		"a hemoglobin of 1C of seven":                              "a hemoglobin a1c of 7",
		"a three out of six murmur":                                "a 3/6 murmur",
		"98.4 and 45 %":                                            "98.4 and 45%",
		"this one hurts for one week":                              "this one hurts for 1 week",
		"no no no pain":                                            "no pain",
		"it it it definitely was":                                  "it definitely was",
		"there is no, uh, there is a little tenderness":            "there is a little tenderness",
		"no ecchymosis or edema":                                   "no ecchymosis or edema",
		"two hundred and fifty milligrams twice a day":             "250 mg twice a day",
		"it's been about nineteen eighty five":                     "it has been about 1985",
		"d- dizziness , dizziness":                                 "dizziness",
		"that's <UNSURE>fine</UNSURE> [laughs] you know , i guess": "that is fine , i guess",
		"her blood sugar is 162, 162":                              "her blood sugar is 162 , 162",
		"ten to twenty-five of forty milligram tablets":            "10 to 25 of 40 mg tablets",
		"it is the pain is just right in my back":                  "the pain is just right in my back",
		"she is she had diarrhea":                                  "she had diarrhea",
		"in a in an apartment":                                     "in an apartment",
		"any a cough or a fever":                                   "any cough or a fever",
		"I've been like having like a pain for like 10 days":       "i have been having a pain for 10 days",
		"it feels like a knife, just like my dad's":                "it feels like a knife , just like my dad's",
		"it does hurt, yeah, a lot":                                "it does hurt , a lot",
		"osteo osteoarthritis but not nothing":                     "osteoarthritis but not nothing",
		"than my left, sorry, than my right":                       "than my right",
		"the pain's just there the pains been worse":               "the pain is just there the pain has been worse",
		"vitamin a in the morning":                                 "vitamin a in the morning",
		"I’ve had one hundred pills":                               "i have had 100 pills",
	} {
		if got := strings.Join(Numbers(Mend(Words(text))), " "); got != want {
			t.Errorf("%q:\n got %q\nwant %q", text, got, want)
		}
	}
}

func TestSplit(t *testing.T) {
	segs := []ehr.Segment{
		{ID: "s1", Speaker: ehr.ClinicianVoice, Text: "Okay. Any fever or chills?"},
		{ID: "s2", Missing: true},
		{ID: "s3", Speaker: ehr.PatientVoice, Text: "No. I have pain in my left knee and it hurts when I walk, you know."},
	}
	var got []string
	for _, c := range Split(segs, nil) {
		s := string(c.Segment) + " " + c.Text()
		if c.Question {
			s += " ?"
		}
		got = append(got, s)
	}
	want := "s1 any fever or chills ?|s3 no|s3 i have pain in my left knee|s3 it hurts when i walk"
	if s := strings.Join(got, "|"); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}
