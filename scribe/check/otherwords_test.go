package check

import (
	"fmt"
	"strings"
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

// inOtherWords pairs talk (C the clinician, P the patient, turns divided by a bar)
// with what a note rightly says of it.
const inOtherWords = `C your lungs sound nice and clear => Lungs clear to auscultation bilaterally. No wheezes, rales, or rhonchi.
C heart sounds good, regular rate, no extra sounds => Regular rate and rhythm. No murmurs, gallops, or rubs.
C your belly is soft, it doesn't seem to be tender anywhere => Abdomen: Soft, nontender. No guarding or rebound.
C okay belly feels fine => Abdomen is soft without masses.
C your throat looks a little red but no pus => Oropharynx: mild erythema, no exudates.
C i don't feel any lumps in your neck => Neck: No lymphadenopathy.
C thyroid feels normal => Neck: No thyromegaly.
C ears look good => Ears: Tympanic membranes clear bilaterally without erythema.
C eyes look fine, pupils are equal => Eyes: PERRLA. No scleral icterus.
C there's no swelling in your legs => Extremities: No edema.
C your legs look good, pulses are strong => Extremities: No edema, cyanosis, or clubbing.
C strength is five out of five => Strength is 5/5 in all extremities.
C sensation is intact => Sensation intact to light touch.
C you're walking fine => Gait is normal.
C skin looks good, no rashes => Skin: No rash or lesions.
C you look well => General: Well-appearing, in no acute distress.
C vitals look good, no fever => Vitals: Afebrile, vital signs stable.
C oxygen is ninety eight percent => Oxygen saturation 98%.
C blood pressure one thirty over eighty => Blood pressure 130/80.
C x-ray was normal, nothing broken => X-ray shows no fracture.
C the x-ray looks fine => X-ray was negative for fracture or dislocation.
C your ekg is normal => EKG shows normal sinus rhythm.
C the mri didn't show any tears => MRI shows no tear.
C your kidney function is stable => Creatinine is stable.
C your blood counts look good => CBC was within normal limits.
C i'm hearing some crackles at the bottom of both lungs => Bibasilar crackles bilaterally.
C i hear a murmur, two out of six => There is a 2/6 systolic murmur.
C you have some swelling in both ankles => Bilateral ankle edema.
C does it hurt when i press here | P yeah a little => Tenderness to palpation.
C does that hurt | P no => No tenderness to palpation.
C any pain here | P nope => No pain with palpation.
C can you bend it | P not all the way => Decreased range of motion with flexion.
C can you feel me touching you | P yes => Sensation is intact.
P i've been puking since yesterday => Reports vomiting since yesterday.
P my stomach hurts => Reports abdominal pain.
P i feel like i can't catch my breath => Reports shortness of breath.
P i get winded going up the stairs => Dyspnea on exertion.
P i've been real dizzy => Reports dizziness.
P i passed out last week => Syncope last week.
P it burns when i pee => Reports dysuria.
P i have to pee all the time => Urinary frequency.
P i've had the runs for three days => Diarrhea for 3 days.
P my nose is running and stuffy => Rhinorrhea and nasal congestion.
P my throat hurts => Reports sore throat.
P i'm itching all over => Reports pruritus.
P my knee is swollen and it gives out => Knee swelling and instability.
P i'm not sleeping well => Reports difficulty sleeping.
P i'm tired all the time => Reports fatigue.
P i've lost ten pounds without trying => Unintentional weight loss of 10 pounds.
P my heart races => Reports palpitations.
P i'm feeling down => Reports depressed mood.
P i worry a lot => Reports anxiety.
P i don't want to hurt myself or anyone => Denies suicidal or homicidal ideation.
C any thoughts of hurting yourself | P no => Denies suicidal ideation.
C are you coughing anything up | P no it's dry => Dry cough. Denies sputum.
C any blood in the stool | P no => Denies hematochezia.
C are your stools black or tarry | P no => Denies melena.
C any trouble with your vision | P no my vision is fine => Denies visual changes.
C any numbness or tingling | P just some tingling => Reports tingling. Denies numbness.
C fever chills | P no => Denies fever or chills.
C any fevers | P i had a low grade one last night => Reports low-grade fever last night.
C any nausea vomiting diarrhea | P just nausea => Reports nausea. Denies vomiting and diarrhea.
C have you had any chest pain or shortness of breath | P no chest pain but i get short of breath => Reports shortness of breath. Denies chest pain.
C any other symptoms | P no that's it => Denies other symptoms.
C do you smoke | P no => Nonsmoker.
C do you smoke | P never => Never smoker.
C do you smoke | P i quit ten years ago => Former smoker, quit 10 years ago.
C do you drink | P socially => Drinks alcohol socially.
C do you drink | P a couple of beers on the weekend => Drinks 2 beers on weekends.
C any drugs | P no => Denies illicit drug use.
C are you allergic to anything | P no => No known drug allergies.
C any allergies | P penicillin => Allergic to penicillin.
C any family history of heart disease | P my dad had a heart attack => Father had a myocardial infarction.
C anybody in the family with cancer | P my mom had breast cancer => Mother with breast cancer.
C any surgeries | P i had my gallbladder out => Status post cholecystectomy.
C are you taking the metformin | P yes every day => Takes metformin daily.
C are you taking your lisinopril | P i stopped it => Stopped lisinopril.
C how's the pain | P it's about a seven => Pain is 7/10.
C is the pain sharp or dull | P it's more of a dull ache => Dull aching pain.
C does the pain shoot down your leg | P yeah down the right leg => Pain radiates down the right leg.
C did you hear a pop | P no => Denies hearing a pop.
C have you ever hurt it before | P no => No prior injury.
C have you tried anything for it | P just ibuprofen => Has tried ibuprofen.
C does anything make it better | P ice helps => Ice relieves it.
C is it worse with anything | P walking => Worse with walking.
C how's your appetite | P good => Appetite is good.
C how's your appetite | P i don't feel like eating => Decreased appetite.
C how are you sleeping | P fine => Denies sleep disturbance.
C how's your mood | P pretty good => Denies depression.
C are you going to the bathroom okay | P yes => No bowel or bladder issues.
C any problems with your bladder or bowels | P no => Denies bowel or bladder incontinence.
C any swelling in your feet | P sometimes at the end of the day => Intermittent lower extremity edema.
C do your ankles swell | P no => Denies lower extremity edema.
C do you get short of breath lying flat | P no => Denies orthopnea.
C do you wake up short of breath | P no => Denies paroxysmal nocturnal dyspnea.
C any heart racing or skipped beats | P no => Denies palpitations.
C any trouble swallowing | P sometimes food gets stuck => Reports dysphagia.
C any rashes | P i have one on my arm => Rash on the arm.
C any rashes | P no => Denies rash.
C any headaches | P once in a while => Occasional headaches.
C any blurry or double vision | P no => Denies blurry vision or diplopia.
C any weakness | P my arm feels weak => Arm weakness.
C lost any weight | P no, if anything i gained some => Denies weight loss. Reports weight gain.
C your a1c was seven point two => Hemoglobin A1c 7.2.
C your sugar was one forty => Glucose 140.
C your cholesterol is a bit high => Elevated cholesterol.
C your thyroid level came back normal => TSH normal.
C your potassium was low => Hypokalemia.
C we'll get an x-ray => X-ray will be obtained.
C i'm going to order an mri of your knee => We will order an MRI of the knee.
C let's check some labs => Order labs.
C i'll see you in three months => Follow up in 3 months.
C come back if it gets worse => Return if symptoms worsen.
C i want you to start naproxen five hundred twice a day => Start naproxen 500 mg twice daily.
C keep taking the lisinopril => Continue lisinopril.
C let's go up on the metoprolol to fifty => Increase metoprolol to 50 mg.
C i'll send you to physical therapy => Referral to physical therapy.
C i'm going to refer you to cardiology => We will refer the patient to cardiology.
C we did the x-ray before you came in => X-ray was obtained today.
C they gave me a shot in the er | P yes => She received an injection in the emergency department.
C use ice three times a day => Ice 3 times a day.
C no lifting for two weeks => No lifting for 2 weeks.
P i've had back pain since march => Back pain since March.
P it started yesterday morning => Onset yesterday.
P it comes and goes => Intermittent.
P i used to run => She used to run.
P i take it every other day => Takes it every other day.
P i fell down the stairs => Fall down the stairs.
P i twisted my ankle playing soccer => Ankle injury while playing soccer.
P both my knees hurt => Bilateral knee pain.
P my left one hurts more than the right, my knees => Bilateral knee pain, left worse than right.
P i'm pregnant, twenty weeks => Pregnant at 20 weeks.
P my sugars run around one fifty => Blood sugars around 150.
P my mom and dad both have high blood pressure => Parents have hypertension.
C no carotid bruits and no jvd => Neck: No carotid bruits. No jugular venous distention.
C the wound looks clean, it's healing nicely => Wound is clean and dry without signs of infection.
C no redness or drainage => No erythema or purulent drainage.
C it is not warm => No warmth.
C there's some fluid on the knee => Knee effusion.
C i see some bruising => Ecchymosis noted.
C the skin's a bit red => Erythema noted.
C it's tender right here => Point tenderness.
C lachman is negative => Negative Lachman.
C negative straight leg raise => Straight leg raise is negative.
C your carpal tunnel test was positive => Positive Tinel's sign.
P nothing for the pain really helps => Nothing relieves the pain.
P it doesn't hurt anymore => Denies pain.
P the swelling's gone down => Swelling has improved.
P the rash cleared up => Rash resolved.
P no more headaches => Denies headaches.
P i haven't had a migraine in months => No migraines in months.
P i'm done with the antibiotics => Completed antibiotics.
P not had any falls => Denies falls.
P i'm eating and drinking okay => Tolerating oral intake. Denies nausea.
P he's peeing fine => Normal urine output.
P she hasn't had a fever => No fever.
P he's been pulling at his ear => Ear pain.`

// scene makes the turns of one line.
func scene(talk string) (segments []ehr.Segment, ids []ehr.SegmentID) {
	for i, s := range strings.Split(talk, " | ") {
		who := ehr.ClinicianVoice
		if s[0] == 'P' {
			who = ehr.PatientVoice
		}
		id := ehr.SegmentID(fmt.Sprint(i))
		segments = append(segments, ehr.Segment{ID: id, Speaker: who, Text: s[2:]})
		ids = append(ids, id)
	}
	return segments, ids
}

// TestANoteSaysItInOtherWords leaves without a doubt what a note puts in other
// words than the talk.
func TestANoteSaysItInOtherWords(t *testing.T) {
	for _, line := range strings.Split(inOtherWords, "\n") {
		talk, note, _ := strings.Cut(line, " => ")
		segments, ids := scene(talk)
		h := Hear(segments)
		for _, s := range strings.Split(note, ". ") {
			if d := h.Doubts(Claim{Text: s, Segments: ids}); len(d) > 0 {
				t.Errorf("%q of %q: %v", s, talk, d)
			}
		}
	}
}

// TestAnswersInManyWords reads the many ways to say yes or no to a question after
// a symptom, and doubts the sentence that takes one for the other.
func TestAnswersInManyWords(t *testing.T) {
	no := []string{"No.", "Nope.", "Not really.", "Not that I know of.", "None.", "None whatsoever.", "Nothing like that.", "Never.", "I haven't.", "I don't think so.", "Haven't had any.", "Uh-uh.", "Negative.", "Not lately.", "Thankfully no.", "Fortunately not.", "Absolutely not.", "Definitely not.", "It's gone.", "No problems there.", "Not so far."}
	yes := []string{"Yes.", "Yeah.", "I do.", "A little bit.", "A lot.", "Sometimes.", "Off and on.", "On and off.", "Here and there.", "From time to time.", "Every day.", "Daily.", "Last week.", "Two days ago.", "For three weeks now.", "Unfortunately.", "Still.", "Especially at night.", "Only when I run.", "Aye."}
	for _, question := range []string{"Any chest pain?", "Do you have chest pain?", "How about chest pain?", "Chest pain?"} {
		for i, answer := range append(append([]string{}, no...), yes...) {
			right, wrong := "Denies chest pain.", "Reports chest pain."
			if i >= len(no) {
				right, wrong = wrong, right
			}
			h := Hear([]ehr.Segment{{ID: "a", Speaker: ehr.ClinicianVoice, Text: question}, {ID: "b", Speaker: ehr.PatientVoice, Text: answer}, {ID: "c", Speaker: ehr.ClinicianVoice, Text: "Okay."}})
			if d := h.Doubts(Claim{Text: right, Segments: []ehr.SegmentID{"a", "b"}}); len(d) > 0 {
				t.Errorf("%s %s: %q is doubted: %v", question, answer, right, d)
			}
			if len(h.Doubts(Claim{Text: wrong, Segments: []ehr.SegmentID{"a", "b"}})) == 0 {
				t.Errorf("%s %s: %q is not doubted", question, answer, wrong)
			}
		}
	}
}

// TestANoIsNotLost doubts statements that can only be denials whose "no" was lost,
// and findings that were told of their reverse.
func TestANoIsNotLost(t *testing.T) {
	for _, c := range []heardAs{
		{"C have you taken anything for the pain | P no", "She reports taking any medications for pain.", ehr.NegationDoubt},
		{"C have you taken anything for the pain | P no", "She denies taking any medications for pain.", ""},
		{"C any problems with your heartburn | P no, I haven't had any problems since", "She reports problems with heartburn.", ehr.NegationDoubt},
		{"C any weight gain | P yes, ten pounds", "Reports weight loss.", ehr.NegationDoubt},
		{"C you have pain when you pronate the forearm", "Pain with supination of the forearm.", ehr.TermDoubt},
		{"C you have pain when you pronate the forearm", "Pain with pronation of the forearm.", ""},
		{"C have you vomited at all | P yeah twice", "He has not vomited.", ehr.NegationDoubt},
		{"C does the ice relieve it | P it hurts, the ice did not relieve the pain", "Ice did not relieve the pain.", ""},
		{"C I see swelling of the calf", "Swelling: none.", ehr.NegationDoubt},
		{"C there is no swelling of the calf", "Swelling: none.", ""},
		{"C there is no swelling of the calf", "The calf is free of swelling.", ""},
		{"C are you bringing anything up | P no it's a dry cough", "Reports sputum.", ehr.NegationDoubt},
		{"C does anyone in your family have migraines | P no", "Positive for FH of migraines.", ehr.NegationDoubt},
		{"C any recent flare ups | P no", "Reports recent flare ups.", ehr.NegationDoubt},
		{"P i have been consistent with the tablets", "He has not been consistent with the tablets.", ehr.NegationDoubt},
		{"C i want you to take lysinapril ten milligrams", "Start lisinopril 10 mg.", ""},
		{"C i want you to take hydroxyzine ten milligrams", "Start hydralazine 10 mg.", ehr.DrugDoubt},
		{"C do you feel any weakness | P no, but I do feel this tingling in my left hand", "She reports weakness.", ehr.NegationDoubt},
		{"C do you feel any weakness | P no, but I do feel this tingling in my left hand", "She denies weakness.", ""},
		{"C do you feel any weakness | P not today, but I do when I climb stairs", "She reports weakness.", ""},
		{"P i can't catch my breath", "Denies shortness of breath.", ehr.NegationDoubt},
	} {
		c.hold(t)
	}
}

// heardAs is a sentence of a note beside the talk it rests on.
type heardAs struct {
	talk, note string
	want       ehr.DoubtKind // "" for none
}

func (c heardAs) hold(t *testing.T) {
	t.Helper()
	segments, ids := scene(c.talk)
	doubts := Hear(segments).Doubts(Claim{Text: c.note, Segments: ids})
	found := c.want == "" && len(doubts) == 0
	for _, d := range doubts {
		found = found || d.Kind == c.want
	}
	if !found {
		t.Errorf("%q of %q: %v, want %q", c.note, c.talk, doubts, c.want)
	}
}

// TestDatesInWordsAndFigures: a day is the same, written in figures and said in words.
func TestDatesInWordsAndFigures(t *testing.T) {
	for _, c := range []heardAs{
		{"P i fell on december twenty second two thousand seven", "He fell on 12/22/2007.", ""},
		{"P i fell on december twenty second two thousand seven", "He fell on 12/22/07.", ""},
		{"P i fell on december twenty second two thousand seven", "He fell on 12/21/2007.", ehr.DateDoubt},
		{"P i fell on december twenty second two thousand seven", "He fell on 12/02/2007.", ehr.DateDoubt},
		{"P i fell on december twenty second two thousand seven", "He fell on 11/22/2007.", ehr.DateDoubt},
		{"P on december third nineteen ninety five", "She was seen on 12/3/95.", ""},
		{"P on december third nineteen ninety five", "She was seen on 12/3/96.", ehr.DateDoubt},
		{"P my legs are weak since july third of o eight", "Weak since 7/3/2008.", ""},
		{"P the surgery was in march of two thousand and three", "Surgery in March 2003.", ""},
		{"P the surgery was in march of two thousand and three", "Surgery in March 2004.", ehr.DateDoubt},
	} {
		c.hold(t)
	}
}
