package server

import (
	"context"
	"github.com/danielgtaylor/huma/v2"
	"time"

	"github.com/visitwright/visitwright/cmd/visitwright/live"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/scribe/capture"
)

// VisitView is everything about a visit that its page shows.
type VisitView struct {
	Visit           ehr.Visit            `json:"visit"`
	Clinician       Person               `json:"clinician"`
	Patient         Banner               `json:"patient"`
	Consent         *ehr.Consent         `json:"consent" doc:"the latest; null where nobody was asked"`
	Recording       Recording            `json:"recording"`
	Transcript      ehr.Transcript       `json:"transcript"`
	NotClinical     []ehr.SegmentID      `json:"not_clinical" doc:"lines judged to carry nothing clinical"`
	Note            *ehr.Note            `json:"note" doc:"the latest version; null before the draft"`
	OtherDrafter    string               `json:"other_drafter,omitempty" doc:"the drafter that could draft this visit too, beside the note; absent where no language model is configured"`
	Omissions       []ehr.Omission       `json:"omissions"`
	Reconciliations []ehr.Reconciliation `json:"reconciliations"`
	Orders          []ehr.Order          `json:"orders"`
	Codes           []ehr.Code           `json:"codes"`
	CodesNotice     string               `json:"codes_notice,omitempty" doc:"what a reader of the codes must know, e.g. that no code set is loaded"`
	Checks          *ehr.Checks          `json:"checks" doc:"null: not checked"`
	Signature       *ehr.Signature       `json:"signature"`
	SignedBy        string               `json:"signed_by,omitempty" doc:"the signer's name"`
	Addenda         []AddendumView       `json:"addenda"`
	Progress        *live.Step           `json:"progress" doc:"null where no work runs"`
	Blocking        []Blocker            `json:"blocking" doc:"what stands in the way of signing"`
	NextStep        string               `json:"next_step" doc:"where the visit stands and what is to be done, for the top of the page"`
}

// Blocker is one thing that wants an answer before the note can be signed.
type Blocker struct {
	Kind string `json:"kind" enum:"sentence,omission,alert"`
	ID   string `json:"id"`
	Text string `json:"text"`
}

// Recording is how much of the visit's audio is safe here.
type Recording struct {
	ReceivedMS int    `json:"received_ms"`
	Channels   int    `json:"channels"`
	Gaps       []Gap  `json:"gaps"`
	Complete   bool   `json:"complete" doc:"everything the recorder had has come"`
	SHA256     string `json:"sha256,omitempty" doc:"of all the audio, once complete"`
	Late       bool   `json:"late,omitempty" doc:"audio came after the draft was made; draft again to take it in"`
	Erased     bool   `json:"erased,omitempty" doc:"the audio's key was destroyed, by retention or on request"`
}

// Gap is a hole in the recording, on the visit's time line.
type Gap struct {
	StartMS int    `json:"start_ms"`
	EndMS   int    `json:"end_ms"`
	Reason  string `json:"reason"`
	Missing bool   `json:"missing" doc:"audio was lost; false: recording was paused"`
	Text    string `json:"text" doc:"as it reads in the transcript, e.g. [audio missing 00:03.2]"`
}

// AddendumView is an addendum with its writer's name.
type AddendumView struct {
	ehr.Addendum
	ByName string `json:"by_name"`
}

type visitIn struct {
	Visit ehr.VisitID `path:"visit" format:"uuid"`
}

func (s *Server) visit(ctx context.Context, tx *store.Tx, in *visitIn) (*out[VisitView], error) {
	return s.view(ctx, tx, in.Visit)
}

// NewVisit is a visit to be opened.
type NewVisit struct {
	Patient     ehr.PatientID     `json:"patient_id" format:"uuid"`
	Appointment ehr.AppointmentID `json:"appointment_id,omitempty"`
	Clinician   ehr.UserID        `json:"clinician_id,omitempty" doc:"whose visit it is; absent: the appointment's clinician, else the user"`
	Reason      string            `json:"reason" maxLength:"500"`
	Template    string            `json:"template,omitempty" maxLength:"100" doc:"absent: what the clinician chose for their visits, else the specialty's, the practice's, soap"`
}

func (s *Server) openVisit(ctx context.Context, tx *store.Tx, in *struct{ Body NewVisit }) (*out[ehr.Visit], error) {
	v := ehr.Visit{
		Patient: in.Body.Patient, Appointment: in.Body.Appointment, Clinician: in.Body.Clinician,
		Reason: in.Body.Reason, Template: in.Body.Template, Service: today(ctx, tx), State: ehr.Open,
	}
	if v.Template != "" {
		if err := checkTemplate(ctx, tx, v.Template); err != nil {
			return nil, err
		}
	}
	if v.Appointment != "" {
		a, err := tx.Appointment(ctx, v.Appointment)
		if err != nil {
			return nil, err
		}
		if a.Patient != v.Patient {
			return nil, ehr.Errorf(ehr.Invalid, "the appointment is another patient's")
		}
		if v.Clinician == "" {
			v.Clinician = a.Clinician
		}
	}
	if v.Clinician == "" {
		v.Clinician = tx.Who().User
	}
	if v.Template == "" {
		var err error
		if v.Template, err = templateOf(ctx, tx, v.Clinician); err != nil {
			return nil, err
		}
	}
	v, err := tx.CreateVisit(ctx, v)
	if err != nil {
		return nil, err
	}
	return answer(v), nil
}

type voidVisitIn struct {
	Visit ehr.VisitID `path:"visit" format:"uuid"`
	Body  struct {
		Reason string `json:"reason" minLength:"1" maxLength:"500"`
	}
}

func (s *Server) voidVisit(ctx context.Context, tx *store.Tx, in *voidVisitIn) (*out[VisitView], error) {
	if err := tx.VoidVisit(ctx, in.Visit, in.Body.Reason); err != nil {
		return nil, err
	}
	after(ctx, func() {
		s.audio.Revoke(in.Visit, ehr.Errorf(ehr.Conflict, "the visit was voided"))
		s.listener.Drop(in.Visit)
	})
	s.tellState(ctx, in.Visit, ehr.Void)
	return s.view(ctx, tx, in.Visit)
}

type changeVisitIn struct {
	Visit ehr.VisitID `path:"visit" format:"uuid"`
	Body  struct {
		Template string `json:"template" minLength:"1" maxLength:"100"`
	}
}

func (s *Server) changeVisit(ctx context.Context, tx *store.Tx, in *changeVisitIn) (*out[ehr.Visit], error) {
	if err := checkTemplate(ctx, tx, in.Body.Template); err != nil {
		return nil, err
	}
	v, err := tx.Visit(ctx, in.Visit)
	if err != nil {
		return nil, err
	}
	if v.State != ehr.Open && v.State != ehr.Recording {
		return nil, ehr.Errorf(ehr.Conflict, "the template is chosen before the note is written; draft it again with another one")
	}
	if err := tx.SetTemplate(ctx, in.Visit, in.Body.Template); err != nil {
		return nil, err
	}
	v.Template = in.Body.Template
	s.tellLists(ctx, v.ID)
	return answer(v), nil
}

type consentIn struct {
	Visit ehr.VisitID `path:"visit" format:"uuid"`
	Body  struct {
		Given   bool   `json:"given" doc:"false: refused or withdrawn"`
		Method  string `json:"method" enum:"verbal,written"`
		Present string `json:"present" maxLength:"300" doc:"who was in the room and agreed, in words"`
	}
}

// consent records an event. A withdrawal stops the recording at once: what was
// recorded before stays, as the clinician's record of what was agreed to.
func (s *Server) consent(ctx context.Context, tx *store.Tx, in *consentIn) (*out[VisitView], error) {
	v, err := tx.Visit(ctx, in.Visit)
	if err != nil {
		return nil, err
	}
	if v.State != ehr.Open && v.State != ehr.Recording {
		return nil, ehr.Errorf(ehr.Conflict, "consent is asked before and while a visit is recorded; this one is past that")
	}
	_, err = tx.AddConsent(ctx, ehr.Consent{
		Visit: in.Visit, Given: in.Body.Given, Method: in.Body.Method, Present: in.Body.Present,
		RecordedBy: tx.Who().User, At: tx.Now(),
	})
	if err != nil {
		return nil, err
	}
	if !in.Body.Given {
		after(ctx, func() { s.audio.Revoke(in.Visit, capture.ErrNoConsent) })
	}
	s.tellLists(ctx, in.Visit)
	return s.view(ctx, tx, in.Visit)
}

// at is ms on the visit's time line.
func at(d time.Duration) int { return int(d.Milliseconds()) }

// TransformSchema says of the parts that a visit may not have yet that they are
// then null; huma has no tag for that on an object.
func (VisitView) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	for _, name := range []string{"consent", "note", "checks", "signature", "progress"} {
		p := s.Properties[name]
		s.Properties[name] = &huma.Schema{
			Description: p.Description, OneOf: []*huma.Schema{{Ref: p.Ref}, {Type: "null"}},
		}
	}
	return s
}
