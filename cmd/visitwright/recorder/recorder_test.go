package recorder

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/capture"
	"github.com/visitwright/visitwright/scribe/capture/vault"
	"github.com/visitwright/visitwright/scribe/capture/wire"
)

const visit = ehr.VisitID("0192f0c1-2a3b-7c4d-8e5f-000000000001")

// service has the product's own capture behind a sign-in of the API's form.
func service(t *testing.T, gate func(*http.Request) error) (*httptest.Server, *vault.Store) {
	keys, err := vault.NewKeyring("test", bytes.Repeat([]byte{1}, vault.KeySize))
	require.NoError(t, err)
	store, err := vault.Open(vault.Options{Dir: filepath.Join(t.TempDir(), "audio"), Keys: keys})
	require.NoError(t, err)
	h := capture.NewHandler(capture.Options{
		Store: store, Log: slog.New(slog.DiscardHandler), LowRoom: 1,
		Gate: func(_ context.Context, r *http.Request, _ ehr.VisitID) error { return gate(r) },
	})
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/v1/session", func(w http.ResponseWriter, r *http.Request) {
		var c Credentials
		switch err := json.NewDecoder(r.Body).Decode(&c); {
		case err != nil || c.Password != "right":
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = io.WriteString(w, `{"status":401,"kind":"unauthorized","detail":"the user name or the password is wrong"}`)
		case c.TOTP == "":
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = io.WriteString(w, `{"status":401,"kind":"unauthorized","detail":"code","totp_required":true}`)
		default:
			http.SetCookie(w, &http.Cookie{Name: "visitwright_session", Value: "token", Path: "/", HttpOnly: true})
			_, _ = io.WriteString(w, `{"csrf":"c"}`)
		}
	})
	mux.HandleFunc("GET /api/v1/visits/{visit}/capture", func(w http.ResponseWriter, r *http.Request) {
		h.Serve(w, r, ehr.VisitID(r.PathValue("visit")))
	})
	srv := httptest.NewServer(mux)
	t.Cleanup(func() {
		srv.Close()
		require.NoError(t, store.Close())
	})
	return srv, store
}

func TestSignIn(t *testing.T) {
	srv, _ := service(t, nil)
	_, err := SignIn(t.Context(), srv.URL, nil, Credentials{Username: "u", Password: "wrong"})
	require.Equal(t, ehr.Unauthorized, ehr.KindOf(err))
	_, err = SignIn(t.Context(), srv.URL, nil, Credentials{Username: "u", Password: "right"})
	require.ErrorIs(t, err, ErrTOTP)
	_, err = SignIn(t.Context(), "nowhere", nil, Credentials{})
	require.ErrorContains(t, err, "not the address")
	_, err = SignIn(t.Context(), "http://127.0.0.1:1", nil, Credentials{})
	require.Equal(t, ehr.Unavailable, ehr.KindOf(err))
}

func TestARecordingIsStreamedAndResumed(t *testing.T) {
	consent := true
	srv, store := service(t, func(r *http.Request) error {
		if c, err := r.Cookie("visitwright_session"); err != nil || c.Value != "token" {
			return ehr.Errorf(ehr.Unauthorized, "signed out")
		}
		if !consent {
			return capture.ErrNoConsent
		}
		return nil
	})
	s, err := SignIn(t.Context(), srv.URL, nil, Credentials{Username: "u", Password: "right", TOTP: "123456"})
	require.NoError(t, err)
	pcm := make([]int16, 2*wire.SampleRate*5)
	for i := range pcm {
		pcm[i] = int16(i * 7919)
	}
	r := Recording{PCM: pcm, Channels: 2, Dir: filepath.Join(t.TempDir(), "log")}
	consent = false
	_, err = s.Stream(t.Context(), visit, r)
	var f wire.Fault
	require.ErrorAs(t, err, &f)
	require.Equal(t, wire.NoConsent, f.Code)
	require.Empty(t, store.List())
	require.DirExists(t, r.Dir, "nothing is forgotten")

	consent = true
	r.Dir = filepath.Join(t.TempDir(), "log") // the first may hold all of it already, which is sent at once
	ctx, stop := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer stop()
	slow := r
	slow.Speed = 1
	_, err = s.Stream(ctx, visit, slow)
	if err == nil {
		t.Fatal("it cannot have been done in so short a time")
	}
	end, err := s.Stream(t.Context(), visit, r)
	require.NoError(t, err)
	require.Equal(t, wire.Equal, end.Verdict)
	require.Equal(t, uint64(2*len(pcm)), end.Bytes)
	require.NoDirExists(t, r.Dir)
	reel, err := store.Reel(visit)
	require.NoError(t, err)
	got, err := reel.PCM(t.Context(), 0, time.Minute)
	require.NoError(t, err)
	require.Len(t, got, 2*len(pcm))
	for i := range pcm {
		require.Equal(t, pcm[i], int16(uint16(got[2*i])|uint16(got[2*i+1])<<8))
	}
}
