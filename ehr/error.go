package ehr

import (
	"errors"
	"fmt"
)

// Kind says what sort of failure an Error is, so that the outside can answer
// rightly without reading its text.
type Kind string

// The kinds of failure.
const (
	Invalid      Kind = "invalid"      // the caller sent something that cannot be right
	NotFound     Kind = "not_found"    // there is no such thing, or not in this practice
	Forbidden    Kind = "forbidden"    // the role may not do this
	Unauthorized Kind = "unauthorized" // not signed in, or must sign in again
	Conflict     Kind = "conflict"     // the state or version does not allow it now
	Unavailable  Kind = "unavailable"  // something we need is down; try again
	Internal     Kind = "internal"     // our fault
)

// Error has two faces: Kind and Message are safe to show anyone and never hold
// health data; Cause stays inside.
type Error struct {
	Kind    Kind
	Message string
	Cause   error
}

func (e *Error) Error() string {
	if e.Cause == nil {
		return e.Message
	}
	return e.Message + ": " + e.Cause.Error()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Errorf makes an Error without a cause. The message must not hold health data.
func Errorf(k Kind, format string, args ...any) *Error {
	return &Error{Kind: k, Message: fmt.Sprintf(format, args...)}
}

// Wrap puts a kind and a safe message around a cause.
func Wrap(k Kind, cause error, format string, args ...any) *Error {
	return &Error{Kind: k, Message: fmt.Sprintf(format, args...), Cause: cause}
}

// KindOf returns the kind of the first Error in err's chain, Internal if there
// is none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// SafeMessage returns what may be shown outside.
func SafeMessage(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Message
	}
	return "something went wrong on our side"
}
