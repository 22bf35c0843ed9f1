package hooks

import (
	"net/http"
	"slices"
	"time"
)

// Feedback is what became of one card.
type Feedback struct {
	Card     string               `json:"card"`
	Outcome  string               `json:"outcome"` // "accepted" or "overridden"
	Accepted []acceptedSuggestion `json:"acceptedSuggestions"`
	Reason   *struct {
		Reason  *coding `json:"reason"`
		Comment string  `json:"userComment"`
	} `json:"overrideReason"`
	At time.Time `json:"outcomeTimestamp"`
}

type acceptedSuggestion struct {
	ID string `json:"id"` // the suggestion's uuid
}

func (f Feedback) valid() error {
	switch {
	case f.Card == "":
		return bad("feedback.card is missing")
	case f.Outcome != "accepted" && f.Outcome != "overridden":
		return bad("feedback.outcome is neither accepted nor overridden")
	case f.Outcome == "accepted" && len(f.Accepted) == 0:
		return bad("feedback.acceptedSuggestions is missing")
	case slices.ContainsFunc(f.Accepted, func(a acceptedSuggestion) bool { return a.ID == "" }):
		return bad("feedback.acceptedSuggestions.id is missing")
	case f.Reason != nil && f.Reason.Reason != nil && f.Reason.Reason.Code == "":
		return bad("feedback.overrideReason.reason.code is missing")
	case f.At.IsZero():
		return bad("feedback.outcomeTimestamp is missing")
	}
	return nil
}

func (h *Handler) feedback(w http.ResponseWriter, r *http.Request) {
	s, ok := serviceByID(r.PathValue("id"))
	if !ok || h.o.Feedback == nil {
		h.refuse(w, refusal{http.StatusNotFound, "not-found", "there is no such service, or it takes no feedback"})
		return
	}
	var body struct {
		Feedback []Feedback `json:"feedback"`
	}
	if err := readBody(w, r, &body); err != nil {
		h.refuse(w, err)
		return
	}
	if len(body.Feedback) == 0 {
		h.refuse(w, bad("feedback is missing"))
		return
	}
	for _, f := range body.Feedback {
		if err := f.valid(); err != nil {
			h.refuse(w, err)
			return
		}
	}
	if err := h.o.Feedback(r.Context(), s.ID, body.Feedback); err != nil {
		h.refuse(w, err)
		return
	}
	w.WriteHeader(http.StatusOK)
}
