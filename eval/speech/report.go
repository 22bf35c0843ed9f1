package speech

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"time"
)

// Report holds what was measured; parts that were not run are empty.
type Report struct {
	Files  []Result
	Sounds int
	Wrong  []string
	Drugs  *Spoken
	Live   *Live
	Date   time.Time
	Data   string
}

// bars are what issue and README promise.
const (
	barRaw, barStyled, barMedical = 11.0, 6.8, 3.3
	barCPU, barSpeakers           = 0.25, 99.0
	barFinal                      = time.Second
)

// Write prints the report as a section of Markdown.
func (r Report) Write(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "## Speech to text\n\n")
	fmt.Fprintf(&b, "Command: `visitwright eval speech --data %s`. Machine: %d cores, %s. Date: %s.\n\n", r.Data, runtime.NumCPU(),
		runtime.GOARCH, r.Date.Format(time.DateOnly))
	r.files(&b)
	if r.Sounds > 0 {
		fmt.Fprintf(&b, "| Sounds without speech that gave text | 0 of 100 | %d of %d | %s |\n", len(r.Wrong), r.Sounds, mark(len(r.Wrong) == 0))
	}
	r.drugs(&b)
	r.live(&b)
	if len(r.Files) > 0 {
		r.each(&b)
	}
	for _, wrong := range r.Wrong {
		fmt.Fprintf(&b, "\nText without speech: %s\n", wrong)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (r Report) files(b *strings.Builder) {
	fmt.Fprintf(b, "| measure | bar | result | |\n|---|---|---|---|\n")
	if len(r.Files) == 0 {
		return
	}
	all := r.Files[len(r.Files)-1]
	row := func(name string, bar, value float64, unit string, good bool) {
		fmt.Fprintf(b, "| %s | %.4g%s | %.2f%s | %s |\n", name, bar, unit, value, unit, mark(good))
	}
	row("Word error rate, as recognised, at most", barRaw, 100*all.Raw.WER, " %", 100*all.Raw.WER <= barRaw)
	row("Word error rate, by the spelling rule, at most", barStyled, 100*all.Styled.WER, " %", 100*all.Styled.WER <= barStyled)
	row("Medical word error rate, at most", barMedical, 100*all.Styled.MedicalWER, " %", 100*all.Styled.MedicalWER <= barMedical)
	row("Words with the right speaker, at least", barSpeakers, all.Words.Speakers.Percent(), " %", all.Words.Speakers.Percent() >= barSpeakers)
	row("Computing per second of sound, whole chain, one core, at most", barCPU, all.CPU/all.Seconds, " s", all.CPU/all.Seconds <= barCPU)
	fmt.Fprintf(b, "| Drug names heard right | - | %d of %d, %d invented | |\n", all.Words.Drugs.Right, all.Words.Drugs.All, all.Words.Invented)
	fmt.Fprintf(b, "| Numbers of doses heard right | - | %d of %d | |\n", all.Words.Doses.Right, all.Words.Doses.All)
	fmt.Fprintf(b, "| Places marked uncertain | - | %d in %.0f minutes | |\n", all.Uncertain, all.Seconds/60)
}

func (r Report) drugs(b *strings.Builder) {
	d := r.Drugs
	if d == nil {
		return
	}
	fmt.Fprintf(b, "| %d common drugs, each said by two voices of a synthesizer: names right | - | %d of %d, %d of them corrected | |\n", len(Common),
		d.Names.Right, d.Names.All, d.Corrected)
	fmt.Fprintf(b, "| Of the other names: marked uncertain | - | %d of %d | |\n", d.Doubted.Right, d.Doubted.All)
	fmt.Fprintf(b, "| Drugs in the text that nobody said | - | %d | |\n", d.Others)
	fmt.Fprintf(b, "| Doses that stand there exactly once | - | %d of %d | |\n", d.Doses.Right, d.Doses.All)
	fmt.Fprintf(b, "| Words of transcripts by people that would be corrected | - | %d of %d | |\n", d.Changes, d.Words)
}

func (r Report) live(b *strings.Builder) {
	l := r.Live
	if l == nil {
		return
	}
	final := At(l.Final, 0.95)
	fmt.Fprintf(b, "| Live words final after the speaker stops, p95, %d visits at once, at most | 1.0 s | %.2f s | %s |\n", l.Visits,
		final.Seconds(), mark(final <= barFinal))
	fmt.Fprintf(b, "| Someone speaks without a new text, median and p95 | 1 s | %.2f s, %.2f s | |\n", At(l.Gap, 0.5).Seconds(), At(l.Gap, 0.95).Seconds())
	fmt.Fprintf(b, "| Age of an interim text, p95 | - | %.2f s | |\n", At(l.Interim, 0.95).Seconds())
	fmt.Fprintf(b, "| Transcript after the end of the visit, at most | 20 s | %.1f s | %s |\n", l.Finish.Seconds(), mark(l.Finish <= 20*time.Second))
	fmt.Fprintf(b, "| Computing per second of live sound, one core | - | %.2f s | |\n", l.CPU)
}

func (r Report) each(b *strings.Builder) {
	fmt.Fprintf(b, "\nWER and medical WER in %%, by medwer 1.0.0; one utterance per recording.\n\n")
	fmt.Fprintf(b, "| recording | minutes | raw | spelled | right speaker | computing | voices | segments |\n|---|---|---|---|---|---|---|---|\n")
	for _, f := range r.Files {
		fmt.Fprintf(b, "| %s | %.1f | %.2f / %.1f | %.2f / %.1f | %.2f %% | %.3f | %d | %d |\n", f.Name, f.Seconds/60, 100*f.Raw.WER,
			100*f.Raw.MedicalWER, 100*f.Styled.WER, 100*f.Styled.MedicalWER, f.Words.Speakers.Percent(), f.CPU/f.Seconds, f.Voices, f.Segments)
	}
}

func mark(good bool) string {
	if good {
		return "met"
	}
	return "missed"
}
