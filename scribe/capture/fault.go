package capture

import (
	"context"
	"errors"
	"time"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/capture/vault"
	"github.com/visitwright/visitwright/scribe/capture/wire"
)

// ErrNoConsent is what a Gate answers when no consent is on file, or it was
// withdrawn.
var ErrNoConsent = ehr.Errorf(ehr.Conflict, "no consent to record is on file for this visit")

// meanings says which code each error of the store has.
var meanings = []struct {
	err  error
	code wire.Code
	wait time.Duration
}{
	{ErrNoConsent, wire.NoConsent, 0},
	{vault.ErrTakenOver, wire.TakenOver, 0},
	{vault.ErrSequence, wire.Sequence, 0},
	{vault.ErrJump, wire.BadMessage, 0},
	{vault.ErrTooLong, wire.TooLong, 0},
	{vault.ErrEnded, wire.AfterEnd, 0},
	{vault.ErrOther, wire.OtherRec, 0},
	{vault.ErrErased, wire.Erased, 0},
	{vault.ErrClosed, wire.GoingDown, 500 * time.Millisecond},
	{vault.ErrDiskFull, wire.DiskFull, 2 * time.Second},
	{context.DeadlineExceeded, wire.Unavailable, time.Second},
}

var codesOfKinds = map[ehr.Kind]wire.Code{
	ehr.Unauthorized: wire.SignedOut,
	ehr.Forbidden:    wire.Forbidden,
	ehr.NotFound:     wire.NoVisit,
	ehr.Conflict:     wire.NoVisit,
	ehr.Invalid:      wire.BadMessage,
}

// faultOf tells a client about an error, without its inside.
func faultOf(err error) wire.Fault {
	var f wire.Fault
	if errors.As(err, &f) {
		return f
	}
	for _, m := range meanings {
		if errors.Is(err, m.err) {
			f := wire.NewFault(m.code)
			f.Wait = m.wait
			return f
		}
	}
	var e *ehr.Error
	if errors.As(err, &e) {
		if code, ok := codesOfKinds[e.Kind]; ok {
			f := wire.NewFault(code)
			f.Text = e.Message
			return f
		}
		f := wire.NewFault(wire.Unavailable)
		f.Wait = time.Second
		return f
	}
	f = wire.NewFault(wire.Storage)
	f.Wait = 2 * time.Second
	if errors.Is(err, vault.ErrDamaged) || errors.Is(err, vault.ErrKey) {
		f.Do = wire.Stop // trying again cannot help
	}
	return f
}
