package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/eval/check"
	"github.com/visitwright/visitwright/eval/note/visits"
)

// checkEval is what eval check is asked to do.
type checkEval struct {
	data    string
	part    string
	want    int
	seed    uint64
	planted bool
	drafts  bool
	misses  bool
	sample  int
}

var checkParts = map[string]check.Collection{"all": check.All, "fitted": check.Fitted, "held-back": check.HeldBack, "mts": check.Short, "mts-held-back": check.ShortHeldBack}

// newEvalCheckCmd measures the check that no draft escapes.
func newEvalCheckCmd() *cobra.Command {
	var o checkEval
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Measure the check of sentences against what was said",
		Long: `Takes the notes people wrote in ACI-BENCH and PriMock57, changes one fact of a
sentence at a time (dose, drug, unit, number, side, negation, person, time, plan)
and prints how many changes the check catches, and how many unchanged sentences it
flags: apart, those whose fact the whole visit does not bear out, and those it does.

Human notes name no segments: the segments that match a sentence best are looked
up first, and a changed sentence keeps those of the sentence it was made from.

With --drafts the same is done with what the built-in drafter writes, where each
sentence names its lines; beside the held-back visits the OSCE interviews count.

The check's rules were written while reading ACI-BENCH train and valid and every
second PriMock57 consultation (--part fitted); --part held-back is the rest.
--part mts reads the short dialogues of MTS-Dialog train, each with one section of a
note, and --part mts-held-back those of valid and test1; all is without them.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd.OutOrStdout()) },
	}
	cmd.Flags().StringVar(&o.data, "data", "../shared/data", "folder with the evaluation data")
	cmd.Flags().StringVar(&o.part, "part", "all", "visits: all, fitted, held-back, mts or mts-held-back")
	cmd.Flags().IntVar(&o.want, "changes", 1000, "changes of each kind at least")
	cmd.Flags().Uint64Var(&o.seed, "seed", 20261122, "seed of the changes")
	cmd.Flags().BoolVar(&o.planted, "planted", true, "also plant facts and count the omissions that name them")
	cmd.Flags().BoolVar(&o.drafts, "drafts", true, "also measure the check on the built-in drafter's own sentences, with the lines each names")
	cmd.Flags().BoolVar(&o.misses, "misses", false, "print changes that were missed and unchanged sentences flagged")
	cmd.Flags().IntVar(&o.sample, "sample", 0, "print so many flagged sentences, evenly drawn, with the lines behind them")
	return cmd
}

func (o checkEval) run(w io.Writer) error {
	c, ok := checkParts[o.part]
	if !ok {
		return ehr.Errorf(ehr.Invalid, "--part is all, fitted, held-back, mts or mts-held-back")
	}
	vs, err := check.Visits(o.data, c)
	if err != nil {
		return err
	}
	r := check.Measure(vs, o.want, o.seed)
	fmt.Fprintf(w, "visits %d, sentences %d\n", len(vs), r.Sentences)
	fmt.Fprintf(w, "unchanged sentences flagged: %.1f %% (%d)\n", share(r.Flagged, r.Sentences), r.Flagged)
	fmt.Fprintf(w, "  not borne out by the whole visit either: %.1f %% (%d); borne out by it: %.1f %% (%d)\n", share(r.NeverSaid, r.Sentences), r.NeverSaid, share(r.Wrongly, r.Sentences), r.Wrongly)
	fmt.Fprintln(w, "  by first doubt:", r.ByDoubt)
	o.changes(w, vs, r)
	if o.drafts {
		if err := o.ownDrafts(w, c); err != nil {
			return err
		}
	}
	if o.planted {
		found, all := check.Planted(vs, o.seed)
		fmt.Fprintf(w, "planted facts found among the omissions: %.1f %% (%d of %d)\n", share(found, all), found, all)
	}
	check.PrintSample(w, vs, r.Flags, o.sample)
	return nil
}

func share(a, b int) float64 { return 100 * float64(a) / float64(max(b, 1)) }

// changes prints how many changes of each kind were caught, and what was missed
// where that is asked for.
func (o checkEval) changes(w io.Writer, vs []visits.Visit, r check.Result) {
	fmt.Fprintf(w, "%-10s %7s %8s   %s\n", "change", "made", "caught", "caught, of sentences not flagged unchanged")
	for _, k := range check.Kinds {
		c := r.Changes[k]
		fmt.Fprintf(w, "%-10s %7d %7.1f%%   %.1f%% of %d\n", k, c.Made, share(c.Caught, c.Made), share(c.CleanCaught, c.Clean), c.Clean)
	}
	if !o.misses {
		return
	}
	for _, k := range check.Kinds {
		check.PrintMisses(w, vs, k, r.Misses[k], 0)
	}
	for _, f := range r.Flags {
		fmt.Fprintf(w, "FLAG %s %s [%s] %s\n", f.Visit, f.Doubt.Kind, f.Doubt.Text, f.Text)
	}
}

// ownDrafts measures the check on the built-in drafter's own sentences.
func (o checkEval) ownDrafts(w io.Writer, c check.Collection) error {
	vs, err := check.Drafted(o.data, c)
	if err != nil {
		return err
	}
	r := check.Drafts(vs, o.want, o.seed)
	fmt.Fprintf(w, "the built-in drafter's own sentences, %d visits: doubted, and so left out: %.1f %% (%d of %d) %v\n", len(vs), share(r.Flagged, r.Sentences), r.Flagged, r.Sentences, r.ByDoubt)
	o.changes(w, vs, r)
	check.PrintSample(w, vs, r.Flags, o.sample)
	return nil
}
