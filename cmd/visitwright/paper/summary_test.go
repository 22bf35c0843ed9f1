package paper

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/summary"
)

func TestSummaryOnPaper(t *testing.T) {
	s := sheet()
	pdf, err := Summary(s, summary.Of(s.Note))
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(string(pdf), "%PDF-"))
	_, err = Summary(s, summary.Summary{})
	require.Equal(t, ehr.NotFound, ehr.KindOf(err))

	es := summary.Summary{Language: "es", Machine: true, Parts: []summary.Part{{Title: "Sus medicinas", Lines: []summary.Line{{Text: "Tome ibuprofen 400 mg."}}}}}
	translated, err := Summary(s, es)
	require.NoError(t, err)
	page := text(t, pdf)[0]
	require.Contains(t, page, "Ibuprofen 400 mg")
	require.Contains(t, page, "DRAFT, not signed")
	require.Contains(t, text(t, translated)[0], "Traducción automática")
}
