package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/eval/code"
)

func newEvalVisitsCmd() *cobra.Command {
	var data, wrong string
	var vectors, levels bool
	cmd := &cobra.Command{
		Use:   "visits",
		Short: "Measure only the codes of whole visits",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cat, err := openCatalog(true)
			if err != nil {
				return err
			}
			if vectors {
				close, err := meaningInto(cat)
				if err != nil {
					return err
				}
				defer close()
			}
			lx, _ := cat.On(cat.Releases()[0].From)
			if levels {
				return printLevels(cmd.OutOrStdout(), lx, wrong)
			}
			if err := printVisits(cmd.OutOrStdout(), data, lx, wrong); err != nil {
				return err
			}
			return printSafety(cmd.OutOrStdout(), data, lx)
		},
	}
	cmd.Flags().StringVar(&data, "data", "../shared/data", "folder with the evaluation data")
	cmd.Flags().BoolVar(&vectors, "meaning", true, "judge titles that are no code's own words by their meaning")
	cmd.Flags().BoolVar(&levels, "levels", false, "measure only the levels of our own notes")
	cmd.Flags().StringVar(&wrong, "wrong", "", `list what differs on the kinds of visits whose name begins so, e.g. "train" or "levels of blind1"`)
	return cmd
}

type visitSet struct {
	name   string
	visits []code.Visit
}

// printVisits prints the agreement with the coder of our own office visits.
// With wrong, what differs on the kinds of visits whose name begins with it.
func printVisits(w io.Writer, data string, lx *coding.Lexicon, wrong string) error {
	visits, err := code.Visits(data)
	if err != nil {
		return err
	}
	drafts, err := code.Drafts(data, visits)
	if err != nil {
		return err
	}
	suggest := func(note ehr.Note) coding.Result { return coding.Suggest(note, ehr.Chart{}, lx) }
	of := func(sets ...string) []code.Visit { return code.OfSet(visits, sets...) }
	bare := func(in []code.Visit) []code.Visit {
		out := slices.Clone(in)
		for i := range out {
			out[i].Note = code.WithoutTitles(out[i].Note)
		}
		return out
	}
	own, err := code.Rounds()
	if err != nil {
		return err
	}
	list := []visitSet{
		{"train (rules were written on it)", of("train")}, {"held (valid and half of test1)", of("held", "drafts")}, {"fresh (the other half of test1)", of("fresh")},
		{"train without titles", bare(of("train"))}, {"held without titles", bare(of("held", "drafts"))}, {"fresh without titles", bare(of("fresh"))},
		{"drafts by four language models", drafts}, {"general practice in shorthand", of("practice")}, {"bare assessments", of("lists")},
	}
	var rounds []string
	for _, v := range own {
		if !slices.Contains(rounds, v.Set) {
			rounds = append(rounds, v.Set)
		}
	}
	for _, round := range rounds {
		v := code.OfSet(own, round)
		list = append(list, visitSet{round + " of our own", v})
		if !strings.HasPrefix(round, "titles") { // they are nothing else
			list = append(list, visitSet{round + " of our own without titles", bare(v)})
		}
	}
	for _, set := range list {
		a := code.Compare(suggest, set.visits)
		exact, three := a.F1()
		fmt.Fprintf(w, "visits, %s: %d notes, micro-F1 %.3f exact, %.3f three characters; selected %d, right %.3f; coder's codes selected or offered %.3f\n",
			set.name, a.Visits, exact, three, a.Proposed, a.Precision(), float64(a.Offered)/float64(max(1, a.Given)))
		if wrong != "" && strings.HasPrefix(set.name, wrong) {
			for _, d := range a.Wrong {
				fmt.Fprintln(w, "  ", d)
			}
		}
	}
	return printLevels(w, lx, wrong)
}

// printLevels prints how often the level of our own notes is the coder's.
func printLevels(w io.Writer, lx *coding.Lexicon, wrong string) error {
	suggest := func(note ehr.Note) coding.Result { return coding.Suggest(note, ehr.Chart{}, lx) }
	levelled, err := code.LevelNotes()
	if err != nil {
		return err
	}
	for _, a := range code.Levels(suggest, levelled) {
		name := "levels of " + a.Set
		fmt.Fprintf(w, "%s, decision making of our own notes: %d visits, the coder's level %.3f; higher %d, lower %d\n", name, a.Visits, a.Share(), a.Higher, a.Lower)
		if wrong != "" && strings.HasPrefix(name, wrong) {
			for _, d := range a.Wrong {
				fmt.Fprintln(w, "  ", d)
			}
		}
	}
	return nil
}
