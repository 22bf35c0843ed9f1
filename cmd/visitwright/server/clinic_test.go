package server

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/cmd/visitwright/jobs"
	"github.com/visitwright/visitwright/cmd/visitwright/live"
	"github.com/visitwright/visitwright/cmd/visitwright/steps"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/ehr/store/pgtest"
	"github.com/visitwright/visitwright/scribe/capture/vault"
)

// practice is a clinic behind a door, with everybody signed in.
type practice struct {
	*pgtest.Clinic
	visit  ehr.VisitID
	signed map[ehr.Role]signedInAs
}

type signedInAs struct {
	cookie http.Cookie
	csrf   string
}

// house is a door to a real record and a real vault; no work runs behind it before work.
type house struct {
	*Server
	db     *pgtest.DB
	vault  *vault.Store
	runner *jobs.Runner
}

func openHouse(t *testing.T, change ...func(*jobs.Work)) *house {
	t.Helper()
	db := pgtest.New(t)
	keys, err := vault.NewKeyring("test", bytes.Repeat([]byte{7}, 32))
	require.NoError(t, err)
	v, err := vault.Open(vault.Options{Dir: t.TempDir(), Keys: keys, Erased: Erased(db.Store)})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, v.Close()) })
	hub := live.NewHub()
	log := slog.New(slog.DiscardHandler)
	listener := live.NewListener(live.Options{Store: db.Store, Vault: v, Hub: hub, Log: log})
	t.Cleanup(listener.Close)
	work := &jobs.Work{Store: db.Store, Vault: v, Listener: listener, Hub: hub, Steps: &steps.Steps{}, Now: time.Now, Log: log}
	for _, c := range change {
		c(work)
	}
	queue, runner, err := jobs.New(db.Store.Pool(), "test", work)
	require.NoError(t, err)
	s := New(Options{
		Store: db.Store, Vault: v, Jobs: queue, Steps: work.Steps, Hub: hub, Listener: listener, Log: log,
		App: http.NotFoundHandler(), Metrics: prometheus.NewRegistry(),
	})
	return &house{Server: s, db: db, vault: v, runner: runner}
}

// openPractice makes a clinic with an open visit, and signs everybody in.
func (h *house) openPractice(t *testing.T, suffix string) *practice {
	t.Helper()
	p := &practice{Clinic: pgtest.NewClinic(t, h.db, suffix), signed: map[ehr.Role]signedInAs{}}
	for _, role := range ehr.Roles {
		token, session, err := h.db.Store.SignIn(t.Context(), store.Credentials{Username: string(role) + suffix, Password: pgtest.Password})
		require.NoError(t, err)
		p.signed[role] = signedInAs{cookie: h.cookie(token, session.ExpiresAt), csrf: session.CSRF}
	}
	err := h.db.Store.InTx(t.Context(), p.Clinician, store.Why{Action: ehr.RecordVisit}, func(tx *store.Tx) error {
		v, err := tx.CreateVisit(t.Context(), ehr.Visit{Patient: p.Patient.ID, Clinician: p.Clinician.User, Template: "soap"})
		p.visit = v.ID
		return err
	})
	require.NoError(t, err)
	return p
}

// ask makes a request as somebody in that role; an empty role is nobody.
func (h *house) ask(t *testing.T, p *practice, role ehr.Role, method, path string, body any) *httptest.ResponseRecorder {
	t.Helper()
	b, err := json.Marshal(body)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if strings.HasSuffix(path, "/events") { // it would go on for ever
		time.AfterFunc(300*time.Millisecond, cancel)
	}
	req := httptest.NewRequestWithContext(ctx, method, prefix+path, bytes.NewReader(b))
	req.Header.Set("Content-Type", "application/json")
	if role != "" {
		cookie := p.signed[role].cookie
		req.AddCookie(&cookie)
		req.Header.Set(csrfHeader, p.signed[role].csrf)
	}
	resp := httptest.NewRecorder()
	h.ServeHTTP(resp, req)
	return resp
}

// audited counts the audit's rows of a user.
func (h *house) audited(t *testing.T, who store.Actor, allowed bool) (n int) {
	t.Helper()
	err := h.db.Store.InTx(t.Context(), store.Service(who.Practice), store.Why{Action: ehr.ReadAudit}, func(tx *store.Tx) error {
		return tx.Pgx().QueryRow(t.Context(), `SELECT count(*) FROM audit WHERE practice_id = $1 AND user_id = $2 AND allowed = $3`,
			who.Practice, who.User, allowed).Scan(&n)
	})
	require.NoError(t, err)
	return n
}

func (p *practice) actor(role ehr.Role) store.Actor {
	return map[ehr.Role]store.Actor{
		ehr.Clinician: p.Clinician, ehr.Nurse: p.Nurse, ehr.Coder: p.Coder, ehr.Biller: p.Biller,
		ehr.FrontDesk: p.FrontDesk, ehr.Administrator: p.Administrator,
	}[role]
}
