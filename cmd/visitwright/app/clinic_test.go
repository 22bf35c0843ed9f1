package app

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/cmd/visitwright/config"
	"github.com/visitwright/visitwright/cmd/visitwright/demo"
	"github.com/visitwright/visitwright/cmd/visitwright/parts"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/scribe/capture"
	"github.com/visitwright/visitwright/scribe/capture/wire"
)

// What must never stand in the log: the patient's name, and what was said.
const (
	givenName  = "Wilhelmina"
	familyName = "Oxenford"
)

const password = "a long enough pass phrase 7"

// soon is ample for anything that is a matter of seconds on a busy machine.
const soon = 3 * time.Minute

// quiet makes the log available to the test.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// needParts skips where set-up has not been run, and fails there in CI.
func needParts(t *testing.T) {
	t.Helper()
	if _, err := parts.Find(""); errors.Is(err, parts.ErrMissing) {
		if os.Getenv("CI") != "" {
			t.Fatal("run make setup")
		}
		t.Skip("the parts of set-up are missing: run make setup")
	}
}

// program is the whole program, running.
type program struct {
	*App
	log  *syncBuffer
	stop func()
}

// start runs the program on a folder; address may be empty for a port of its choice.
func start(t *testing.T, dir, address string, change ...func(*config.Config)) *program {
	t.Helper()
	if address == "" {
		address = "127.0.0.1:0"
	}
	cfg := config.Config{
		Listen: address, TLS: "off", DataDir: dir, AudioRetention: time.Hour, SessionIdle: time.Hour,
		SessionAbsolute: time.Hour, SpeechThreads: 2, LogLevel: "debug", LogFormat: "text",
	}
	for _, c := range change {
		c(&cfg)
	}
	p := &program{log: &syncBuffer{}}
	a, err := New(t.Context(), cfg, NewLog(cfg, p.log))
	require.NoError(t, err)
	p.App = a
	ctx, cancel := context.WithCancel(context.Background())
	ran := make(chan error, 1)
	go func() { ran <- a.Run(ctx) }()
	p.stop = sync.OnceFunc(func() {
		cancel()
		require.NoError(t, <-ran)
		require.NoError(t, a.Close())
	})
	t.Cleanup(p.stop)
	return p
}

// clinic is who works in the tests' practice.
type clinic struct {
	practice ehr.Practice
	patient  ehr.Patient
}

func openClinic(t *testing.T, st *store.Store) clinic {
	t.Helper()
	var c clinic
	var err error
	c.practice, err = st.CreatePractice(t.Context(), ehr.Practice{Name: "Elm Street Clinic", TimeZone: "America/Chicago"})
	require.NoError(t, err)
	why := store.Why{Action: ehr.ManageUsers, Kind: "practice", Detail: "test"}
	err = st.InTx(t.Context(), store.Service(c.practice.ID), why, func(tx *store.Tx) error {
		for _, role := range []ehr.Role{ehr.Clinician, ehr.Administrator, ehr.FrontDesk} {
			_, err := tx.CreateUser(t.Context(), store.NewUser{
				Username: string(role), Name: "Test " + string(role), Role: role, Password: password,
			})
			if err != nil {
				return err
			}
		}
		c.patient, err = tx.CreatePatient(t.Context(), ehr.Patient{
			GivenName: givenName, FamilyName: familyName, Sex: ehr.Female,
			BirthDate: ehr.Date{Year: 1961, Month: time.March, Day: 9}, AllergyStatus: ehr.AllergiesNotAsked,
		})
		return err
	})
	require.NoError(t, err)
	return c
}

// person is somebody at a browser.
type person struct {
	t    *testing.T
	base string
	http *http.Client
	csrf string
}

func signIn(t *testing.T, base, username string) *person {
	t.Helper()
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	p := &person{t: t, base: base, http: &http.Client{Jar: jar}}
	var session struct {
		CSRF string `json:"csrf"`
	}
	p.must(http.MethodPost, "/session", map[string]string{"username": username, "password": password}, &session)
	p.csrf = session.CSRF
	return p
}

// ask makes a request and gives status and body.
func (p *person) ask(method, path string, body any) (*http.Response, []byte) {
	p.t.Helper()
	b, err := json.Marshal(body)
	require.NoError(p.t, err)
	req, err := http.NewRequestWithContext(p.t.Context(), method, p.base+"/api/v1"+path, bytes.NewReader(b))
	require.NoError(p.t, err)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Visitwright-CSRF", p.csrf)
	resp, err := p.http.Do(req)
	require.NoError(p.t, err)
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	require.NoError(p.t, err)
	return resp, answer
}

// must makes a request that has to succeed.
func (p *person) must(method, path string, body, into any) {
	p.t.Helper()
	resp, answer := p.ask(method, path, body)
	require.Less(p.t, resp.StatusCode, 300, "%s %s: %s", method, path, answer)
	if into != nil {
		require.NoError(p.t, json.Unmarshal(answer, into))
	}
}

// visitView is what the tests look at of a visit.
type visitView struct {
	Visit      ehr.Visit      `json:"visit"`
	Transcript ehr.Transcript `json:"transcript"`
	Note       *ehr.Note      `json:"note"`
	Omissions  []ehr.Omission `json:"omissions"`
	Recording  struct {
		ReceivedMS int    `json:"received_ms"`
		Complete   bool   `json:"complete"`
		SHA256     string `json:"sha256"`
	} `json:"recording"`
	Blocking []struct{ Kind, ID, Text string } `json:"blocking"`
	Progress *struct {
		Failed bool   `json:"failed"`
		Words  string `json:"words"`
	} `json:"progress"`
	NextStep string `json:"next_step"`
}

func (p *person) visit(id ehr.VisitID) (v visitView) {
	p.t.Helper()
	p.must(http.MethodGet, "/visits/"+string(id), nil, &v)
	return v
}

func (p *person) openVisit(patient ehr.PatientID) ehr.VisitID {
	p.t.Helper()
	var v ehr.Visit
	p.must(http.MethodPost, "/visits", map[string]any{"patient_id": patient, "reason": "headaches"}, &v)
	return v.ID
}

func (p *person) consent(id ehr.VisitID) {
	p.t.Helper()
	p.must(http.MethodPost, "/visits/"+string(id)+"/consent", map[string]any{"given": true, "method": "verbal", "present": "patient"}, nil)
}

// await waits until the visit is in the state.
func (p *person) await(id ehr.VisitID, state ehr.VisitState) visitView {
	p.t.Helper()
	for end := time.Now().Add(soon); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		v := p.visit(id)
		if v.Visit.State == state {
			return v
		}
		if v.Progress != nil && v.Progress.Failed {
			p.t.Fatalf("the work failed: %s", v.Progress.Words)
		}
	}
	p.t.Fatalf("the visit did not become %s", state)
	return visitView{}
}

// recorder is a recording client of the visit, not yet run.
func (p *person) recorder(id ehr.VisitID, dir string) *capture.Client {
	p.t.Helper()
	log, err := capture.OpenLog(dir, capture.NewRecording{Channels: 1, Started: time.Now()})
	require.NoError(p.t, err)
	base, err := url.Parse(p.base)
	require.NoError(p.t, err)
	header := http.Header{}
	for _, c := range p.http.Jar.Cookies(base) {
		header.Add("Cookie", c.String())
	}
	return capture.NewClient(capture.ClientOptions{
		URL:    "ws://" + base.Host + "/api/v1/visits/" + string(id) + "/capture",
		Header: header, Log: log, Live: true, Name: "test",
	})
}

// stream sends a whole recording and waits until the server has all of it.
func (p *person) stream(id ehr.VisitID, pcm []byte) {
	p.t.Helper()
	c := p.recorder(id, p.t.TempDir())
	ctx, cancel := context.WithTimeout(p.t.Context(), soon)
	defer cancel()
	go func() { _ = c.Run(ctx) }()
	_, err := c.Write(pcm)
	require.NoError(p.t, err)
	end, err := c.Finish(ctx)
	require.NoError(p.t, err)
	require.Equal(p.t, wire.Equal, end.Verdict)
}

// spoken gives the audio of a short visit, spoken by a synthesizer in two voices.
func spoken(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "visit.wav")
	err := demo.Speak(t.Context(), []demo.Turn{
		{Speaker: demo.Doctor, Text: "Good morning. What brings you in today?"},
		{Speaker: demo.Patient, Text: "I have had a headache for three days. It is on the left side."},
		{Speaker: demo.Doctor, Text: "Do you have any fever or chest pain?"},
		{Speaker: demo.Patient, Text: "No, I have no fever and no chest pain. I am allergic to penicillin."},
		{Speaker: demo.Doctor, Text: "I think this is a tension headache. Take ibuprofen four hundred milligrams. Come back in two weeks."},
	}, path)
	if errors.Is(err, demo.ErrNoSynthesizer) && os.Getenv("CI") == "" {
		t.Skip(err)
	}
	require.NoError(t, err)
	wav, err := os.ReadFile(path)
	require.NoError(t, err)
	return wav[44:]
}

// words gives all that was heard, in small letters.
func words(v visitView) string {
	var b strings.Builder
	for _, s := range v.Transcript.Segments {
		b.WriteString(strings.ToLower(s.Text) + " ")
	}
	return b.String()
}

// wavSize is the length that a WAV header gives its samples.
func wavSize(wav []byte) int { return int(binary.LittleEndian.Uint32(wav[40:44])) }
