package client

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/visitwright/visitwright/ehr"
)

// NewVisit is a visit to be opened. Appointment may be empty.
type NewVisit struct {
	Patient     ehr.PatientID     `json:"patient_id"`
	Appointment ehr.AppointmentID `json:"appointment_id,omitempty"`
	Reason      string            `json:"reason"`
}

// Visit is what the service says about a visit, as far as it is of use here.
type Visit struct {
	Visit      ehr.Visit      `json:"visit"`
	Transcript ehr.Transcript `json:"transcript"`
	Note       *ehr.Note      `json:"note"`
	Codes      []ehr.Code     `json:"codes"`
	Checks     *ehr.Checks    `json:"checks"`
	Omissions  []ehr.Omission `json:"omissions"`
	Progress   *Progress      `json:"progress"`
	NextStep   string         `json:"next_step"`
}

// Progress is how far the work on a visit has come.
type Progress struct {
	Step     string  `json:"step"`
	Fraction float64 `json:"fraction"` // 0 to 1, of this step
	Words    string  `json:"words"`
	Failed   bool    `json:"failed"`
}

// OpenVisit opens a visit.
func (c *Client) OpenVisit(ctx context.Context, v NewVisit) (ehr.Visit, error) {
	var opened ehr.Visit
	err := c.Do(ctx, http.MethodPost, "/visits", v, &opened)
	return opened, err
}

// Consent records that those present agreed to the recording.
func (c *Client) Consent(ctx context.Context, visit ehr.VisitID, method, present string) error {
	body := struct {
		Given   bool   `json:"given"`
		Method  string `json:"method"`
		Present string `json:"present"`
	}{true, method, present}
	return c.Do(ctx, http.MethodPost, visitPath(visit)+"/consent", body, nil)
}

// Stop says that the visit is over; the note is then written.
func (c *Client) Stop(ctx context.Context, visit ehr.VisitID) error {
	return c.Do(ctx, http.MethodPost, visitPath(visit)+"/stop", nil, nil)
}

// Visit asks for everything about a visit.
func (c *Client) Visit(ctx context.Context, visit ehr.VisitID) (Visit, error) {
	var v Visit
	err := c.Do(ctx, http.MethodGet, visitPath(visit), nil, &v)
	return v, err
}

// AwaitDraft returns when the visit is in review, or when its work has failed. progress is told each change.
func (c *Client) AwaitDraft(ctx context.Context, visit ehr.VisitID, progress func(Progress)) (Visit, error) {
	var last Progress
	for {
		v, err := c.Visit(ctx, visit)
		if err != nil {
			return v, err
		}
		if v.Visit.State == ehr.Review || v.Visit.State == ehr.Signed {
			return v, nil
		}
		if p := v.Progress; p != nil {
			if p.Failed {
				return v, ehr.Errorf(ehr.Unavailable, "the note was not written: %s", p.Words)
			}
			if *p != last {
				last = *p
				progress(*p)
			}
		}
		select {
		case <-ctx.Done():
			return v, ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}

func visitPath(visit ehr.VisitID) string { return "/visits/" + url.PathEscape(string(visit)) }
