package app

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/ehr"
)

// TestVisitFromMicrophoneToSignature is one visit through the whole program: a
// real PostgreSQL, a real recogniser, a real recorder, over the network.
func TestVisitFromMicrophoneToSignature(t *testing.T) {
	needParts(t)
	pcm := spoken(t)
	p := start(t, t.TempDir(), "")
	c := openClinic(t, p.Store())
	doctor := signIn(t, p.Address(), "clinician")
	id := doctor.openVisit(c.patient.ID)
	told := listen(t, doctor, id)

	refusedWithoutConsent(t, doctor, id)
	doctor.consent(id)
	doctor.stream(id, pcm)
	v := doctor.await(id, ehr.Review)

	require.True(t, v.Transcript.Final)
	for _, word := range []string{"headache", "penicillin", "left", "fever"} {
		require.Contains(t, words(v), word)
	}
	require.True(t, v.Recording.Complete)
	require.InDelta(t, len(pcm)/32, v.Recording.ReceivedMS, 100)
	require.NotNil(t, v.Note)
	everySentenceRestsOnSomething(t, v)
	hearAgain(t, doctor, id, len(pcm))

	signed := answerAndSign(t, doctor, id)
	require.Len(t, signed.Hash, 64)
	v = doctor.visit(id)
	require.Equal(t, ehr.Signed, v.Visit.State)
	require.Contains(t, v.NextStep, "Signed by Test clinician")
	doctor.must(http.MethodPost, "/visits/"+string(id)+"/addenda", map[string]string{"text": "Called the patient: better."}, nil)
	resp, pdf := doctor.ask(http.MethodGet, "/visits/"+string(id)+"/note.pdf", nil)
	require.Equal(t, http.StatusOK, resp.StatusCode)
	require.Equal(t, "%PDF", string(pdf[:4]))

	for _, kind := range []string{"state", "segment", "progress", "transcript_replaced", "note", "presence", "received"} {
		require.True(t, told.saw(kind), "the page was not told: %s", kind)
	}
	theAuditIsWhole(t, p)
	p.stop()
	nothingInTheLog(t, p, v)
}

// told collects the events of a page.
type told struct {
	mu    sync.Mutex
	kinds map[string]int
}

func (e *told) saw(kind string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.kinds[kind] > 0
}

// listen keeps a page open on the visit.
func listen(t *testing.T, p *person, id ehr.VisitID) *told {
	t.Helper()
	e := &told{kinds: map[string]int{}}
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.base+"/api/v1/visits/"+string(id)+"/events", nil)
	require.NoError(t, err)
	resp, err := p.http.Do(req)
	require.NoError(t, err)
	require.Equal(t, "text/event-stream", resp.Header.Get("Content-Type"))
	go func() {
		defer resp.Body.Close()
		lines := bufio.NewScanner(resp.Body)
		for lines.Scan() {
			data, is := strings.CutPrefix(lines.Text(), "data: ")
			var event struct {
				Type string `json:"type"`
			}
			if !is || json.Unmarshal([]byte(data), &event) != nil {
				continue
			}
			e.mu.Lock()
			e.kinds[event.Type]++
			e.mu.Unlock()
		}
	}()
	return e
}

// refusedWithoutConsent tries to record before anybody agreed.
func refusedWithoutConsent(t *testing.T, p *person, id ehr.VisitID) {
	t.Helper()
	c := p.recorder(id, t.TempDir())
	ctx, cancel := context.WithTimeout(t.Context(), soon)
	defer cancel()
	_, err := c.Write(make([]byte, 32000))
	require.NoError(t, err)
	require.ErrorContains(t, c.Run(ctx), "no consent")
	v := p.visit(id)
	require.Equal(t, ehr.Open, v.Visit.State)
	require.Zero(t, v.Recording.ReceivedMS)
}

func everySentenceRestsOnSomething(t *testing.T, v visitView) {
	t.Helper()
	heard := map[ehr.SegmentID]bool{}
	for _, s := range v.Transcript.Segments {
		heard[s.ID] = true
	}
	sentences := 0
	for _, sec := range v.Note.Sections {
		for _, s := range sec.Sentences {
			sentences++
			require.NotEmpty(t, s.ID)
			if s.Kind != ehr.ProblemTitle {
				require.True(t, len(s.Segments) > 0 || len(s.Chart) > 0, "rests on nothing: %q", s.Text)
			}
			for _, id := range s.Segments {
				require.True(t, heard[id], "rests on %s, which nobody said: %q", id, s.Text)
			}
		}
	}
	require.Positive(t, sentences)
}

// hearAgain plays all of the visit, then a stretch by Range, then its outline.
func hearAgain(t *testing.T, p *person, id ehr.VisitID, size int) {
	t.Helper()
	resp, wav := p.ask(http.MethodGet, "/visits/"+string(id)+"/audio.wav", nil)
	require.Equal(t, http.StatusOK, resp.StatusCode)
	require.InDelta(t, size, wavSize(wav), 3200)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.base+"/api/v1/visits/"+string(id)+"/audio.wav", nil)
	require.NoError(t, err)
	req.Header.Set("Range", "bytes=1000-1999")
	part, err := p.http.Do(req)
	require.NoError(t, err)
	defer part.Body.Close()
	require.Equal(t, http.StatusPartialContent, part.StatusCode)
	require.Equal(t, int64(1000), part.ContentLength)
	_, short := p.ask(http.MethodGet, "/visits/"+string(id)+"/audio.wav?start_ms=1000&end_ms=2000", nil)
	require.Equal(t, 32000, wavSize(short))
	var peaks struct {
		Peaks []float32 `json:"peaks"`
	}
	p.must(http.MethodGet, "/visits/"+string(id)+"/peaks?buckets=50", nil, &peaks)
	require.Len(t, peaks.Peaks, 50)
}

// answerAndSign is refused while something is open, answers it, and signs.
func answerAndSign(t *testing.T, p *person, id ehr.VisitID) ehr.Signature {
	t.Helper()
	v := p.visit(id)
	if len(v.Blocking) > 0 {
		resp, body := p.ask(http.MethodPost, "/visits/"+string(id)+"/sign", map[string]int{"version": v.Note.Version})
		require.Equal(t, http.StatusConflict, resp.StatusCode, string(body))
		require.Contains(t, string(body), `"blocking"`)
	}
	for round := 0; len(v.Blocking) > 0 && round < 50; round++ {
		b := v.Blocking[0]
		p.must(http.MethodPost, "/visits/"+string(id)+"/"+b.Kind+"s/"+b.ID+"/answer", map[string]string{"choice": "accepted"}, &v)
	}
	require.Empty(t, v.Blocking)
	resp, _ := p.ask(http.MethodPost, "/visits/"+string(id)+"/sign", map[string]int{"version": v.Note.Version + 1})
	require.Equal(t, http.StatusConflict, resp.StatusCode, "a version that nobody read is not signed")
	p.must(http.MethodPost, "/session/reauth", map[string]string{"password": password}, nil)
	var s ehr.Signature
	p.must(http.MethodPost, "/visits/"+string(id)+"/sign", map[string]int{"version": v.Note.Version}, &s)
	return s
}

func theAuditIsWhole(t *testing.T, p *program) {
	t.Helper()
	admin := signIn(t, p.Address(), "administrator")
	var report struct {
		Whole    bool
		Rows     int
		Findings []any
	}
	admin.must(http.MethodGet, "/audit/verify", nil, &report)
	require.True(t, report.Whole, "%v", report.Findings)
	require.Greater(t, report.Rows, 20)
	_, body := admin.ask(http.MethodGet, "/audit?limit=500", nil)
	require.True(t, strings.Contains(string(body), `"note.sign"`), "signing stands in the audit")
}

// nothingInTheLog greps the log of the whole visit, at its most talkative, for
// the patient and for what was said and written.
func nothingInTheLog(t *testing.T, p *program, v visitView) {
	t.Helper()
	log := p.log.String()
	require.Contains(t, log, "route=/api/v1/visits/:visit", "the log was kept")
	low := strings.ToLower(log)
	forbidden := []string{givenName, familyName, "headache", "penicillin", "ibuprofen", "better", password}
	for _, s := range v.Transcript.Segments {
		forbidden = append(forbidden, s.Text)
	}
	for _, sec := range v.Note.Sections {
		for _, s := range sec.Sentences {
			forbidden = append(forbidden, s.Text)
		}
	}
	for _, words := range forbidden {
		require.False(t, strings.Contains(low, strings.ToLower(words)), "the log holds %q", words)
	}
}

// TestRestartInMidVisit stops the program while a visit is recorded and starts
// it again: the recorder goes on where it was, and the note holds both halves.
func TestRestartInMidVisit(t *testing.T) {
	needParts(t)
	pcm := spoken(t)
	dir := t.TempDir()
	p := start(t, dir, "")
	address := strings.TrimPrefix(p.Address(), "http://")
	c := openClinic(t, p.Store())
	doctor := signIn(t, p.Address(), "clinician")
	id := doctor.openVisit(c.patient.ID)
	doctor.consent(id)

	client := doctor.recorder(id, t.TempDir())
	ctx, cancel := context.WithTimeout(t.Context(), soon)
	defer cancel()
	go func() { _ = client.Run(ctx) }()
	half := len(pcm) / 6400 * 3200
	_, err := client.Write(pcm[:half])
	require.NoError(t, err)
	for client.Now().Kept > 0 {
		time.Sleep(10 * time.Millisecond)
		require.NoError(t, ctx.Err())
	}
	p.stop()
	start(t, dir, address)
	require.Equal(t, ehr.Recording, doctor.visit(id).Visit.State, "the session and the visit outlive the program")
	_, err = client.Write(pcm[half:])
	require.NoError(t, err)
	_, err = client.Finish(ctx)
	require.NoError(t, err)
	v := doctor.await(id, ehr.Review)
	require.InDelta(t, len(pcm)/32, v.Recording.ReceivedMS, 100)
	require.Contains(t, words(v), "headache")
	require.Contains(t, words(v), "ibuprofen")
}

// TestNobodySpoke gives a statement instead of a note.
func TestNobodySpoke(t *testing.T) {
	needParts(t)
	p := start(t, t.TempDir(), "")
	c := openClinic(t, p.Store())
	doctor := signIn(t, p.Address(), "clinician")
	id := doctor.openVisit(c.patient.ID)
	doctor.consent(id)
	doctor.stream(id, make([]byte, 10*32000))
	v := doctor.await(id, ehr.Review)
	require.Nil(t, v.Note)
	require.Empty(t, v.Transcript.Segments)
	require.Contains(t, v.NextStep, "No speech was heard")

	var n ehr.Note
	doctor.must(http.MethodPut, "/visits/"+string(id)+"/note", map[string]any{"base_version": 0, "sections": []ehr.Section{{
		Name: ehr.HPI, Title: "History", Sentences: []ehr.Sentence{{Text: "Seen and reassured.", Kind: ehr.Statement, Segments: []ehr.SegmentID{}}},
	}}}, &n)
	require.Equal(t, 1, n.Version)
	require.Equal(t, ehr.ByPerson, n.Sections[0].Sentences[0].Origin)
	answerAndSign(t, doctor, id)
}
