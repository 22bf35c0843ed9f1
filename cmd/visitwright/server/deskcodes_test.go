package server

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/cmd/visitwright/jobs"
	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/ehr"
)

// A made-up excerpt in the publisher's form.
const excerpt = `<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular><version>2026</version><chapter><name>13</name><desc>Joints (M05-M14)</desc><section id="M05-M14"><desc>Joints (M05-M14)</desc>
 <diag><name>M10</name><desc>Gout of foot</desc>
  <diag><name>M10.0</name><desc>Gout of foot, idiopathic</desc><inclusionTerm><note>Podagra</note></inclusionTerm></diag>
  <diag><name>M10.9</name><desc>Gout of foot, unspecified</desc></diag></diag>
</section></chapter></ICD10CM.tabular>`

// TestCodesAreBrowsedAndSearched: the set, a code with its notes, a search; how far
// the search by meaning is stands at the set, and nowhere where there is none.
func TestCodesAreBrowsedAndSearched(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "2026-04"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "2026-04", "tabular.xml"), []byte(excerpt), 0o600))
	catalog, err := coding.OpenCatalog(dir, true)
	require.NoError(t, err)
	model := true
	h := openHouse(t, func(w *jobs.Work) {
		w.Steps.Catalog = func(context.Context) (*coding.Catalog, error) { return catalog, nil }
		w.Steps.Meaning = func(context.Context, string) (int, int, bool, error) { return 3, 5, model, nil }
	})
	p := h.openPractice(t, "")
	ask := func(path string, body any, want int, into any) {
		t.Helper()
		resp := h.ask(t, p, ehr.Coder, http.MethodPost, path, body)
		require.Equal(t, want, resp.Code, resp.Body)
		if into != nil {
			require.NoError(t, json.Unmarshal(resp.Body.Bytes(), into))
		}
	}
	var set, code, without CodePage
	ask("/codes/browse", object{}, http.StatusOK, &set)
	require.Equal(t, "set", set.Node.Kind)
	require.Equal(t, &Meaning{Vectors: 3, Texts: 5}, set.Meaning)
	require.Len(t, set.Children, 1)
	require.Equal(t, "chapter", set.Children[0].Kind)

	ask("/codes/browse", object{"id": "M10.0"}, http.StatusOK, &code)
	require.True(t, code.Node.Billable)
	require.Nil(t, code.Meaning)
	require.Equal(t, []string{"Podagra"}, code.Notes[0].Inclusion)
	ask("/codes/browse", object{"id": "Z99.99"}, http.StatusNotFound, nil)

	model = false
	ask("/codes/browse", object{}, http.StatusOK, &without)
	require.Nil(t, without.Meaning)

	var found FoundCodes
	ask("/codes/search", object{"text": "podag"}, http.StatusOK, &found)
	require.Equal(t, "M10.0", found.Codes[0].Code)
	require.NotEmpty(t, found.Notice, "today lies in no loaded year")
	require.Equal(t, ehr.ICD10CM, found.Codes[0].System)
	require.Empty(t, found.Services)
	require.False(t, found.HCPCS)
	ask("/codes/search", object{"text": "urine str"}, http.StatusOK, &found)
	require.Len(t, found.Services, 2)
	require.Equal(t, FoundCode{ehr.CPT, "81003", "urine strip read by machine"}, found.Services[0])
}
