package store

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/visitwright/visitwright/ehr"
)

// dbError is what is kept of PostgreSQL's error: its detail and message may
// quote values of rows, and those are health data.
type dbError struct {
	Code, Table, Constraint string
}

func (e *dbError) Error() string {
	return fmt.Sprintf("postgres %s table %q constraint %q", e.Code, e.Table, e.Constraint)
}

// safe takes the values of rows out of a database error.
func safe(err error) error {
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		return err
	}
	return &dbError{Code: pg.Code, Table: pg.TableName, Constraint: pg.ConstraintName}
}

func isCode(err error, codes ...string) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return slices.Contains(codes, pg.Code)
	}
	var own *dbError
	return errors.As(err, &own) && slices.Contains(codes, own.Code)
}

// codeOf gives the SQLSTATE in err's chain, or "".
func codeOf(err error) string {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code
	}
	var own *dbError
	if errors.As(err, &own) {
		return own.Code
	}
	return ""
}

// kindOfDB says what sort of failure a database error is. Source of the codes:
// PostgreSQL documentation, appendix A.
func kindOfDB(err error) ehr.Kind {
	var own *ehr.Error
	if errors.As(err, &own) {
		return own.Kind
	}
	if errors.Is(err, pgx.ErrNoRows) {
		return ehr.NotFound
	}
	code := codeOf(err)
	switch code {
	case "":
		var network net.Error
		var connect *pgconn.ConnectError
		if errors.As(err, &network) || errors.As(err, &connect) || pgconn.Timeout(err) ||
			errors.Is(err, context.DeadlineExceeded) || errors.Is(err, net.ErrClosed) {
			return ehr.Unavailable
		}
		if pgconn.SafeToRetry(err) {
			return ehr.Unavailable
		}
		return ehr.Internal
	case "23505", "23P01", "55000": // unique, exclusion; a trigger of ours
		return ehr.Conflict
	case "23503": // foreign key: what it names is not here
		return ehr.NotFound
	case "23514", "23502", "22P02", "22007", "22008", "22003", "22001", "22021", "22P05":
		return ehr.Invalid
	case "40001", "40P01", "55P03", "57014", "57P01", "57P02", "57P03":
		return ehr.Unavailable
	}
	switch code[:2] {
	case "08", "53": // connection; out of disk, memory, connections
		return ehr.Unavailable
	}
	return ehr.Internal
}

// wrap makes an ehr.Error of a database error. noun stands in the message, e.g.
// "the visit".
func wrap(err error, noun string) error {
	if err == nil {
		return nil
	}
	var own *ehr.Error
	if errors.As(err, &own) {
		return err
	}
	k := kindOfDB(err)
	words := map[ehr.Kind]string{
		ehr.NotFound:    "there is no such thing: " + noun,
		ehr.Conflict:    "this does not go with what is recorded: " + noun,
		ehr.Invalid:     "something in it cannot be right: " + noun,
		ehr.Unavailable: "the database does not answer",
	}[k]
	if words == "" {
		words = "something went wrong on our side"
	}
	return ehr.Wrap(k, safe(err), "%s", words)
}
