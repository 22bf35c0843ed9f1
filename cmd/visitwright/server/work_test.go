package server

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/cmd/visitwright/jobs"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/scribe/capture"
)

// soon is ample for what takes a moment on a busy machine.
const soon = time.Minute

// work runs the workers until the test ends.
func (h *house) work(t *testing.T) {
	t.Helper()
	require.NoError(t, h.runner.Start(context.WithoutCancel(t.Context())))
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), soon)
		defer cancel()
		require.NoError(t, h.runner.Stop(ctx))
	})
}

// record streams some seconds of silence into the practice's visit.
func (h *house) record(t *testing.T, p *practice, seconds int) {
	t.Helper()
	resp := h.ask(t, p, ehr.Clinician, http.MethodPost, "/visits/"+string(p.visit)+"/consent",
		object{"given": true, "method": "verbal", "present": "patient"})
	require.Equal(t, http.StatusOK, resp.Code, resp.Body)
	web := httptest.NewServer(h)
	defer web.Close()
	log, err := capture.OpenLog(t.TempDir(), capture.NewRecording{Channels: 1, Started: time.Now()})
	require.NoError(t, err)
	cookie := p.signed[ehr.Clinician].cookie
	c := capture.NewClient(capture.ClientOptions{
		URL:    strings.Replace(web.URL, "http", "ws", 1) + prefix + "/visits/" + string(p.visit) + "/capture",
		Header: http.Header{"Cookie": {cookie.String()}}, Log: log, Live: true, Name: "test",
	})
	ctx, cancel := context.WithTimeout(t.Context(), soon)
	defer cancel()
	go func() { _ = c.Run(ctx) }()
	_, err = c.Write(make([]byte, 32000*seconds))
	require.NoError(t, err)
	_, err = c.Finish(ctx)
	require.NoError(t, err)
}

func (h *house) look(t *testing.T, p *practice) (v VisitView) {
	t.Helper()
	resp := h.ask(t, p, ehr.Clinician, http.MethodGet, "/visits/"+string(p.visit), nil)
	require.Equal(t, http.StatusOK, resp.Code, resp.Body)
	require.NoError(t, json.Unmarshal(resp.Body.Bytes(), &v))
	return v
}

// TestFailedWorkIsSeenAndRunAgain: without a recogniser the final transcript
// cannot be made. The page and the administrator see it, in safe words.
func TestFailedWorkIsSeenAndRunAgain(t *testing.T) {
	h := openHouse(t)
	p := h.openPractice(t, "")
	h.work(t)
	h.record(t, p, 2)
	require.Eventually(t, func() bool {
		v := h.look(t, p)
		return v.Progress != nil && v.Progress.Failed
	}, soon, 50*time.Millisecond)
	v := h.look(t, p)
	require.Equal(t, ehr.Drafting, v.Visit.State)
	require.Contains(t, v.Progress.Words, "recogniser is not set up")
	require.Contains(t, v.NextStep, "The recording is safe")
	require.True(t, v.Recording.Complete)

	var list JobList
	require.Eventually(t, func() bool { // the queue writes down a failure a moment after the page is told
		resp := h.ask(t, p, ehr.Administrator, http.MethodGet, "/jobs", nil)
		require.Equal(t, http.StatusOK, resp.Code)
		require.NoError(t, json.Unmarshal(resp.Body.Bytes(), &list))
		return len(list.Jobs) == 1
	}, soon, 50*time.Millisecond)
	require.Equal(t, "transcribe", list.Jobs[0].Kind)
	require.Equal(t, p.visit, list.Jobs[0].Visit)

	resp := h.ask(t, p, ehr.Clinician, http.MethodPost, "/visits/"+string(p.visit)+"/retry", nil)
	require.Equal(t, http.StatusOK, resp.Code, resp.Body)
	other := h.openPractice(t, "-b")
	resp = h.ask(t, other, ehr.Administrator, http.MethodGet, "/jobs?all=true", nil)
	require.JSONEq(t, `{"jobs":[]}`, resp.Body.String(), "another practice's work is not shown")
}

// TestWorkOfAKilledProgramIsTakenUpAtOnce, and not when somebody notices.
func TestWorkOfAKilledProgramIsTakenUpAtOnce(t *testing.T) {
	h := openHouse(t)
	p := h.openPractice(t, "")
	h.record(t, p, 1)
	require.Equal(t, ehr.Drafting, h.look(t, p).Visit.State)
	h.db.Owner(t, `UPDATE river_job SET state = 'running', attempt = 1, attempted_at = now(), attempted_by = ARRAY['test'] WHERE kind = 'transcribe'`)
	h.work(t)
	require.Eventually(t, func() bool {
		v := h.look(t, p)
		return v.Progress != nil && v.Progress.Failed // it ran: there is no recogniser here
	}, soon, 50*time.Millisecond)
}

// TestAudioIsDestroyedWhenItsTimeIsOver and the record says so.
func TestAudioIsDestroyedWhenItsTimeIsOver(t *testing.T) {
	h := openHouse(t, func(w *jobs.Work) {
		w.Retention = time.Hour
		w.Now = func() time.Time { return time.Now().Add(2 * time.Hour) }
	})
	p := h.openPractice(t, "")
	kept := h.openPractice(t, "-b")
	h.record(t, p, 1)
	h.record(t, kept, 1)
	h.owner(t, p, `UPDATE visit SET state = 'review' WHERE id = $1`)
	resp := h.ask(t, p, ehr.Clinician, http.MethodPost, "/visits/"+string(p.visit)+"/void", object{"reason": "opened in error"})
	require.Equal(t, http.StatusOK, resp.Code, resp.Body)
	h.work(t) // begins with the retention job
	require.Eventually(t, func() bool { return h.look(t, p).Recording.Erased }, soon, 50*time.Millisecond)
	_, err := h.vault.Reel(p.visit)
	require.Equal(t, ehr.NotFound, ehr.KindOf(err))
	require.Equal(t, http.StatusNotFound, h.ask(t, p, ehr.Clinician, http.MethodGet, "/visits/"+string(p.visit)+"/audio.wav", nil).Code)
	_, err = h.vault.Reel(kept.visit)
	require.NoError(t, err, "a visit that is not signed keeps its audio")

	err = h.db.Store.InTx(t.Context(), p.Administrator, store.Why{Action: ehr.ReadAudit}, func(tx *store.Tx) error {
		events, err := tx.AuditEvents(t.Context(), store.AuditQuery{Patient: p.Patient.ID, Limit: 500})
		found := false
		for _, e := range events {
			found = found || e.User == "" && strings.Contains(e.Detail, "destroyed by "+jobs.RetentionJob)
		}
		require.True(t, found, "the destruction stands in the audit")
		return err
	})
	require.NoError(t, err)
}

// owner changes the visit as the database's owner: the test needs a state, not
// the way there.
func (h *house) owner(t *testing.T, p *practice, sql string) {
	t.Helper()
	h.db.Owner(t, sql, p.visit)
}

// TestConsentWithdrawnStopsTheRecording and no byte is taken after it.
func TestConsentWithdrawnStopsTheRecording(t *testing.T) {
	h := openHouse(t)
	p := h.openPractice(t, "")
	path := "/visits/" + string(p.visit) + "/consent"
	require.Equal(t, http.StatusOK, h.ask(t, p, ehr.Nurse, http.MethodPost, path, object{"given": true, "method": "verbal", "present": "patient"}).Code)
	require.Equal(t, http.StatusOK, h.ask(t, p, ehr.Nurse, http.MethodPost, path, object{"given": false, "method": "verbal", "present": "patient"}).Code)
	req := request(t, http.MethodGet, prefix+"/visits/"+string(p.visit)+"/capture", nil)
	cookie := p.signed[ehr.Clinician].cookie
	req.AddCookie(&cookie)
	require.ErrorIs(t, h.Gate(t.Context(), req, p.visit), capture.ErrNoConsent)
	require.Contains(t, h.look(t, p).NextStep, "Consent was not given")
}

// TestGateAsksEverything: session, right, practice, state.
func TestGateAsksEverything(t *testing.T) {
	h := openHouse(t)
	p, other := h.openPractice(t, ""), h.openPractice(t, "-b")
	gate := func(p *practice, role ehr.Role, visit ehr.VisitID) ehr.Kind {
		req := request(t, http.MethodGet, prefix+"/visits/x/capture", nil)
		if role != "" {
			cookie := p.signed[role].cookie
			req.AddCookie(&cookie)
		}
		err := h.Gate(t.Context(), req, visit)
		require.Error(t, err)
		return ehr.KindOf(err)
	}
	require.Equal(t, ehr.Unauthorized, gate(p, "", p.visit))
	require.Equal(t, ehr.Forbidden, gate(p, ehr.Coder, p.visit))
	require.Equal(t, ehr.NotFound, gate(other, ehr.Clinician, p.visit))
	require.False(t, takesAudio(ehr.Review, true))
	require.True(t, takesAudio(ehr.Review, false), "what a crashed computer kept may still come in")
	require.False(t, takesAudio(ehr.Signed, false))
}
