package server

import (
	"context"
	"net/http"
	"time"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// cookieName is the session's cookie.
const cookieName = "visitwright_session"

// Session is who is signed in and what that allows.
type Session struct {
	User     ehr.User     `json:"user"`
	Practice ehr.Practice `json:"practice"`
	CSRF     string       `json:"csrf" doc:"to be sent in X-Visitwright-CSRF with every request that changes something"`
	Rights   []ehr.Action `json:"rights"`
	// IdleSeconds is how long the session lives without a request.
	IdleSeconds int       `json:"idle_seconds"`
	IdleUntil   time.Time `json:"idle_until"`
	ExpiresAt   time.Time `json:"expires_at"`
	// ReauthUntil is until when signing needs no further password; absent where it does.
	ReauthUntil time.Time `json:"reauth_until,omitzero"`
	// Warning says at sign-in what the user should do, e.g. set up a second factor.
	Warning string `json:"warning,omitempty"`
}

// actions are all there are, in the order in which Session.Rights lists them.
var actions = []ehr.Action{
	ehr.ReadSchedule, ehr.WriteSchedule, ehr.ReadPatient, ehr.WritePatient, ehr.ReadChart, ehr.WriteChart,
	ehr.RecordVisit, ehr.ReadVisit, ehr.PlayAudio, ehr.EditNote, ehr.SignNote, ehr.ReviewCodes, ehr.WorkCodes, ehr.ReportCodes,
	ehr.ReadAudit, ehr.ManageUsers, ehr.ManageService,
}

func sessionView(s store.Session) Session {
	v := Session{
		User: s.User, Practice: s.Practice, CSRF: s.CSRF, Rights: []ehr.Action{},
		IdleUntil: s.IdleUntil, IdleSeconds: int(s.IdleUntil.Sub(s.LastSeenAt).Seconds()),
		ExpiresAt: s.ExpiresAt, ReauthUntil: s.ReauthUntil(),
	}
	for _, a := range actions {
		if s.User.Role.May(a) {
			v.Rights = append(v.Rights, a)
		}
	}
	return v
}

func sessionToken(r *http.Request) string {
	c, err := r.Cookie(cookieName)
	if err != nil {
		return ""
	}
	return c.Value
}

func (s *Server) cookie(token string, expires time.Time) http.Cookie {
	c := http.Cookie{
		Name: cookieName, Value: token, Path: "/", Expires: expires,
		HttpOnly: true, Secure: s.secure, SameSite: http.SameSiteStrictMode,
	}
	if token == "" {
		c.MaxAge = -1
	}
	return c
}

// signedIn is the answer that also sets the cookie.
type sessionOut struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      Session
}

type signInIn struct {
	Old  string `cookie:"visitwright_session"`
	Body struct {
		Username string `json:"username" minLength:"1" maxLength:"200"`
		Password string `json:"password" minLength:"1" maxLength:"1000"`
		TOTP     string `json:"totp,omitempty" maxLength:"16" doc:"one-time code, for users who have set one up"`
	}
}

func (s *Server) signIn(ctx context.Context, in *signInIn) (*sessionOut, error) {
	remote := callOf(ctx).remote
	if err := s.signIns.allow(remote, in.Body.Username); err != nil {
		return nil, err
	}
	token, session, err := s.store.SignIn(ctx, store.Credentials{
		Username: in.Body.Username, Password: in.Body.Password, TOTP: in.Body.TOTP, Remote: remote, OldToken: in.Old,
	})
	if err != nil {
		return nil, err
	}
	return &sessionOut{SetCookie: s.cookie(token, session.ExpiresAt), Body: sessionView(session)}, nil
}

func (s *Server) session(ctx context.Context, _ *struct{}) (*out[Session], error) {
	return answer(sessionView(callOf(ctx).session)), nil
}

type signedOut struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
}

func (s *Server) signOut(ctx context.Context, _ *struct{}) (*signedOut, error) {
	if err := s.store.SignOut(ctx, callOf(ctx).token); err != nil {
		return nil, err
	}
	return &signedOut{SetCookie: s.cookie("", time.Unix(1, 0))}, nil
}

// Reauth says until when the password need not be given again.
type Reauth struct {
	ReauthUntil time.Time `json:"reauth_until"`
}

type reauthIn struct {
	Body struct {
		Password string `json:"password" minLength:"1" maxLength:"1000"`
		TOTP     string `json:"totp,omitempty" maxLength:"16"`
	}
}

func (s *Server) reauth(ctx context.Context, in *reauthIn) (*out[Reauth], error) {
	c := callOf(ctx)
	if err := s.signIns.allow(c.remote, c.session.User.Username); err != nil {
		return nil, err
	}
	until, err := s.store.Reauthenticate(ctx, c.token, in.Body.Password, in.Body.TOTP, c.remote)
	if err != nil {
		return nil, err
	}
	return answer(Reauth{ReauthUntil: until}), nil
}

// Enrolment is what an authenticator app needs.
type Enrolment struct {
	Secret string `json:"secret"`
	URI    string `json:"uri" doc:"otpauth:// address, to be shown as a QR code"`
}

func (s *Server) enrolTOTP(ctx context.Context, _ *struct{}) (*out[Enrolment], error) {
	e, err := s.store.EnrolTOTP(ctx, callOf(ctx).session)
	if err != nil {
		return nil, err
	}
	return answer(Enrolment{Secret: e.Secret, URI: e.URI}), nil
}

type codeIn struct {
	Body struct {
		Code string `json:"code" minLength:"6" maxLength:"16"`
	}
}

// Recovery is what opens the account where the authenticator is lost.
type Recovery struct {
	Codes []string `json:"codes" doc:"each is good once in place of the authenticator's code; empty where they are not shown again"`
	Left  int      `json:"left" doc:"how many are still good"`
}

func (s *Server) confirmTOTP(ctx context.Context, in *codeIn) (*out[Recovery], error) {
	codes, err := s.store.ConfirmTOTP(ctx, callOf(ctx).session, in.Body.Code)
	return answer(Recovery{Codes: codes, Left: len(codes)}), err
}

func (s *Server) newRecovery(ctx context.Context, _ *struct{}) (*out[Recovery], error) {
	codes, err := s.store.NewRecoveryCodes(ctx, callOf(ctx).session)
	return answer(Recovery{Codes: codes, Left: len(codes)}), err
}

func (s *Server) recoveryLeft(ctx context.Context, _ *struct{}) (*out[Recovery], error) {
	n, err := s.store.RecoveryCodesLeft(ctx, callOf(ctx).session)
	return answer(Recovery{Left: n}), err
}

type passwordIn struct {
	Body struct {
		Old string `json:"old" minLength:"1" maxLength:"1000"`
		New string `json:"new" minLength:"1" maxLength:"1000"`
	}
}

func (s *Server) changePassword(ctx context.Context, in *passwordIn) (*done, error) {
	c := callOf(ctx)
	return nil, s.store.ChangePassword(ctx, c.token, in.Body.Old, in.Body.New, c.remote)
}
