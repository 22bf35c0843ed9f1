package store

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/visitwright/visitwright/ehr"
)

// NewUser is a user to be made.
type NewUser struct {
	Username, Name, Credentials string
	Role                        ehr.Role
	Specialty                   ehr.Specialty // may be empty
	Password                    string
}

const userColumns = `id, practice_id, username, name, credentials, role, disabled, totp_enabled, created_at, note_template, specialty`

func scanUser(r pgx.CollectableRow) (u ehr.User, err error) {
	err = r.Scan(&u.ID, &u.Practice, &u.Username, &u.Name, &u.Credentials, &u.Role, &u.Disabled, &u.TOTPEnabled, &u.CreatedAt, &u.NoteTemplate, &u.Specialty)
	u.CreatedAt = u.CreatedAt.UTC()
	return u, err
}

// CreateUser makes a user of the practice. User names are one's own in the whole
// service, whatever their case: Conflict where it is taken.
func (t *Tx) CreateUser(ctx context.Context, n NewUser) (ehr.User, error) {
	u := ehr.User{ID: ehr.NewID[ehr.UserID](), Practice: t.who.Practice, Username: strings.TrimSpace(n.Username),
		Name: strings.TrimSpace(n.Name), Credentials: n.Credentials, Role: n.Role, Specialty: n.Specialty, CreatedAt: t.now}
	if err := t.touch(access{action: ehr.ManageUsers, kind: "user", id: string(u.ID), part: "account made", write: true}); err != nil {
		return u, err
	}
	if u.Username == "" || u.Name == "" || !u.Role.Valid() {
		return u, ehr.Errorf(ehr.Invalid, "a user has a user name, a name and a role")
	}
	if err := checkSpecialty(u); err != nil {
		return u, err
	}
	hash, err := t.store.hasher.hash(ctx, n.Password)
	if err != nil {
		return u, err
	}
	return u, t.exec(ctx, "the user name", `INSERT INTO users (practice_id, id, username, name, credentials, role, specialty, password_hash, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, t.who.Practice, u.ID, u.Username, u.Name, u.Credentials, u.Role, u.Specialty, hash, u.CreatedAt)
}

// Users lists the practice's users by name. Names of colleagues are no patient's
// data: every role may read them.
func (t *Tx) Users(ctx context.Context) ([]ehr.User, error) {
	return rows(ctx, t, "the users", scanUser, `SELECT `+userColumns+` FROM users WHERE practice_id = $1 ORDER BY lower(name), id`, t.who.Practice)
}

// User reads one.
func (t *Tx) User(ctx context.Context, id ehr.UserID) (ehr.User, error) {
	return one(ctx, t, "the user", scanUser, `SELECT `+userColumns+` FROM users WHERE practice_id = $1 AND id = $2`, t.who.Practice, id)
}

func checkSpecialty(u ehr.User) error {
	if u.Specialty != "" && !u.Specialty.Valid() {
		return ehr.Errorf(ehr.Invalid, "there is no such specialty")
	}
	return nil
}

// UpdateUser changes name, credentials, specialty, role and whether the account is
// disabled. A change of the last two ends the user's sessions. Nobody may take the
// practice's last administrator away.
func (t *Tx) UpdateUser(ctx context.Context, u ehr.User) (ehr.User, error) {
	if err := t.touch(access{action: ehr.ManageUsers, kind: "user", id: string(u.ID), part: "account", write: true}); err != nil {
		return u, err
	}
	if err := checkSpecialty(u); err != nil {
		return u, err
	}
	old, err := t.User(ctx, u.ID)
	if err != nil {
		return u, err
	}
	err = t.exec(ctx, "the user", `UPDATE users SET name = $3, credentials = $4, role = $5, disabled = $6, specialty = $7 WHERE practice_id = $1 AND id = $2`,
		t.who.Practice, u.ID, u.Name, u.Credentials, u.Role, u.Disabled, u.Specialty)
	if err == nil && (old.Role != u.Role || old.Disabled != u.Disabled) {
		if err := endSessions(ctx, t.tx, t.who.Practice, u.ID, nil, t.now); err != nil {
			return u, wrap(err, "the sessions")
		}
		err = t.keepAdministrator(ctx)
	}
	old.Name, old.Credentials, old.Role, old.Disabled, old.Specialty = u.Name, u.Credentials, u.Role, u.Disabled, u.Specialty
	return old, err
}

func (t *Tx) keepAdministrator(ctx context.Context) error {
	// The lock keeps two administrators from disabling each other at once.
	var left int
	err := t.tx.QueryRow(ctx, `SELECT count(*) FROM (SELECT id FROM users WHERE practice_id = $1 AND role = 'administrator' AND NOT disabled FOR UPDATE) a`,
		t.who.Practice).Scan(&left)
	if err == nil && left == 0 {
		return ehr.Errorf(ehr.Conflict, "the practice needs an administrator")
	}
	return wrap(err, "the users")
}

// SetNoteTemplate says with which template the actor's own visits are opened from
// now on; empty: the default of their specialty or practice. Whether there is such a one, the caller has
// looked.
func (t *Tx) SetNoteTemplate(ctx context.Context, template string) error {
	if err := t.touch(access{action: ehr.EditNote, kind: "user", id: string(t.who.User), part: "note template", write: true}); err != nil {
		return err
	}
	return t.exec(ctx, "the user", `UPDATE users SET note_template = $3 WHERE practice_id = $1 AND id = $2`, t.who.Practice, t.who.User, template)
}

// SetPassword gives a user a new password and ends all their sessions.
func (t *Tx) SetPassword(ctx context.Context, id ehr.UserID, password string) error {
	if err := t.touch(access{action: ehr.ManageUsers, kind: "user", id: string(id), part: "password", write: true}); err != nil {
		return err
	}
	hash, err := t.store.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	err = t.exec(ctx, "the user", `UPDATE users SET password_hash = $3, failures = 0, locked_until = NULL WHERE practice_id = $1 AND id = $2`, t.who.Practice, id, hash)
	if err != nil {
		return err
	}
	if err := dropRecoveryCodes(ctx, t.tx, t.who.Practice, id, t.now); err != nil {
		return wrap(err, "the recovery codes")
	}
	return wrap(endSessions(ctx, t.tx, t.who.Practice, id, nil, t.now), "the sessions")
}

// ResetTOTP takes a user's second factor away, e.g. after the telephone was lost,
// and ends all their sessions.
func (t *Tx) ResetTOTP(ctx context.Context, id ehr.UserID) error {
	if err := t.touch(access{action: ehr.ManageUsers, kind: "user", id: string(id), part: "second factor taken away", write: true}); err != nil {
		return err
	}
	err := t.exec(ctx, "the user", `UPDATE users SET totp_enabled = false, totp_secret = NULL WHERE practice_id = $1 AND id = $2`, t.who.Practice, id)
	if err != nil {
		return err
	}
	if err := dropRecoveryCodes(ctx, t.tx, t.who.Practice, id, t.now); err != nil {
		return wrap(err, "the recovery codes")
	}
	return wrap(endSessions(ctx, t.tx, t.who.Practice, id, nil, t.now), "the sessions")
}
