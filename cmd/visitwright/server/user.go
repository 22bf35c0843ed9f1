package server

import (
	"context"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// Person names a user to others.
type Person struct {
	ID   ehr.UserID `json:"id"`
	Name string     `json:"name"`
}

// UserList is the practice's users.
type UserList struct {
	Users []ehr.User `json:"users"`
}

func (s *Server) users(ctx context.Context, tx *store.Tx, _ *struct{}) (*out[UserList], error) {
	users, err := tx.Users(ctx)
	if err != nil {
		return nil, err
	}
	return answer(UserList{Users: users}), nil
}

// NewUser is an account to be made.
type NewUser struct {
	Username    string        `json:"username" minLength:"1" maxLength:"200"`
	Name        string        `json:"name" minLength:"1" maxLength:"200"`
	Credentials string        `json:"credentials,omitempty" maxLength:"50" doc:"as printed after the name, e.g. MD"`
	Role        ehr.Role      `json:"role"`
	Specialty   ehr.Specialty `json:"specialty,omitempty" maxLength:"60" doc:"one of GET /specialties"`
	Password    string        `json:"password" minLength:"1" maxLength:"1000"`
}

func (s *Server) createUser(ctx context.Context, tx *store.Tx, in *struct{ Body NewUser }) (*out[ehr.User], error) {
	if !in.Body.Role.Valid() {
		return nil, ehr.Errorf(ehr.Invalid, "there is no such role")
	}
	u, err := tx.CreateUser(ctx, store.NewUser{
		Username: in.Body.Username, Name: in.Body.Name, Credentials: in.Body.Credentials,
		Role: in.Body.Role, Specialty: in.Body.Specialty, Password: in.Body.Password,
	})
	if err != nil {
		return nil, err
	}
	return answer(u), nil
}

// UserChange holds what is to be changed; what is absent stays.
type UserChange struct {
	Name        *string        `json:"name,omitempty" minLength:"1" maxLength:"200"`
	Credentials *string        `json:"credentials,omitempty" maxLength:"50"`
	Role        *ehr.Role      `json:"role,omitempty"`
	Specialty   *ehr.Specialty `json:"specialty,omitempty" maxLength:"60" doc:"one of GET /specialties; empty: none"`
	Disabled    *bool          `json:"disabled,omitempty"`
	Password    *string        `json:"password,omitempty" minLength:"1" maxLength:"1000"`
	ResetTOTP   bool           `json:"reset_totp,omitempty" doc:"forget the second factor, for a lost phone"`
}

type userChangeIn struct {
	User ehr.UserID `path:"user" format:"uuid"`
	Body UserChange
}

func (s *Server) changeUser(ctx context.Context, tx *store.Tx, in *userChangeIn) (*out[ehr.User], error) {
	u, err := tx.User(ctx, in.User)
	if err != nil {
		return nil, err
	}
	c := in.Body
	if c.Role != nil && !c.Role.Valid() {
		return nil, ehr.Errorf(ehr.Invalid, "there is no such role")
	}
	if self := tx.Who().User == in.User; self && (c.Role != nil && *c.Role != u.Role || c.Disabled != nil && *c.Disabled) {
		return nil, ehr.Errorf(ehr.Conflict, "nobody changes their own role or locks themselves out; ask another administrator")
	}
	set(&u.Name, c.Name)
	set(&u.Credentials, c.Credentials)
	set(&u.Role, c.Role)
	set(&u.Specialty, c.Specialty)
	set(&u.Disabled, c.Disabled)
	if u, err = tx.UpdateUser(ctx, u); err != nil {
		return nil, err
	}
	if c.Password != nil {
		if err := tx.SetPassword(ctx, in.User, *c.Password); err != nil {
			return nil, err
		}
	}
	if c.ResetTOTP {
		if err := tx.ResetTOTP(ctx, in.User); err != nil {
			return nil, err
		}
		u.TOTPEnabled = false
	}
	return answer(u), nil
}

// set puts a new value where one was sent.
func set[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

// SpecialtyList is what clinicians practice.
type SpecialtyList struct {
	Specialties []ehr.NamedSpecialty `json:"specialties"`
}

func (s *Server) specialties(context.Context, *struct{}) (*out[SpecialtyList], error) {
	return answer(SpecialtyList{Specialties: ehr.Specialties}), nil
}

// ClinicianList is who sees patients.
type ClinicianList struct {
	Clinicians []Person `json:"clinicians"`
}

func (s *Server) clinicians(ctx context.Context, tx *store.Tx, _ *struct{}) (*out[ClinicianList], error) {
	users, err := tx.Users(ctx)
	if err != nil {
		return nil, err
	}
	v := ClinicianList{Clinicians: []Person{}}
	for _, u := range users {
		if u.Role == ehr.Clinician && !u.Disabled {
			v.Clinicians = append(v.Clinicians, Person{ID: u.ID, Name: u.Name})
		}
	}
	return answer(v), nil
}
