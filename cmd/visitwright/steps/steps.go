package steps

import (
	"context"
	"time"

	"github.com/visitwright/visitwright/cds"
	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/coding/lists"
	"github.com/visitwright/visitwright/ehr"
)

// Steps are the stages that a note passes through whenever it changes.
type Steps struct {
	// Catalog gives the code sets, waiting for them to be loaded; an error says in
	// safe words why there are none. Nil: none.
	Catalog func(context.Context) (*coding.Catalog, error)
	// Meaning counts the texts of a release, and those that can be found by meaning. Nil,
	// or not ok: codes are found by their words alone.
	Meaning func(ctx context.Context, release string) (vectors, texts int, ok bool, err error)
	// Lists gives the other official lists that the practice loaded, without waiting.
	// Nil: none.
	Lists func() *lists.Set
	// Chooser is the language model that chooses among retrieved codes. Nil: none.
	Chooser coding.Chooser
	// Checker checks chart, note and orders. Nil: nothing is checked, and that is said.
	Checker *cds.Checker
}

// noticeWait is how long a page waits for code sets that are still being read.
const noticeWait = 200 * time.Millisecond

// CodesNotice says what a reader of a visit's codes must know: that no code set
// is loaded, or none that is valid on the date of service. Empty where all is well.
func (s *Steps) CodesNotice(ctx context.Context, service ehr.Date) string {
	ctx, cancel := context.WithTimeout(ctx, noticeWait)
	defer cancel()
	catalog, err := s.catalog(ctx)
	if err != nil {
		return "Codes were not proposed: " + ehr.SafeMessage(err) + "."
	}
	_, notice := catalog.On(service)
	return notice
}

// About gathers what a visit's codes are checked against.
func (s *Steps) About(chart ehr.Chart, service ehr.Date) coding.About {
	a := coding.About{Chart: chart, Service: service}
	if s.Lists != nil {
		l := s.Lists()
		a.Files, a.Words, a.HCPCS = l.Files, l.Words, l.HCPCS
	}
	return a
}

func (s *Steps) catalog(ctx context.Context) (*coding.Catalog, error) {
	if s.Catalog == nil {
		return nil, ehr.Errorf(ehr.Unavailable, "no code set is loaded")
	}
	return s.Catalog(ctx)
}
