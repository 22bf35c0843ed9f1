package demo

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/visitwright/visitwright/cmd/visitwright/recorder"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/scribe"
	"github.com/visitwright/visitwright/scribe/capture"
	"github.com/visitwright/visitwright/scribe/speech/audio"
)

// Service is a running service the demonstration is given to.
type Service struct {
	Store   *store.Store
	Address string      // as a browser on this machine reaches it, e.g. http://127.0.0.1:8320
	Trust   *tls.Config // for a certificate of its own making; else nil
	DataDir string
	Parts   string // parts root
	Visit   []Turn // what is spoken; nil: Script
}

// Run gives the demonstration: the clinic and the spoken visit the first time, and each time the note to w. What is
// done meanwhile is told to progress. An interrupted demonstration is given anew by the next Run.
func Run(ctx context.Context, s Service, w, progress io.Writer, now time.Time) error {
	m, err := recall(s.DataDir)
	if err != nil {
		return err
	}
	practices, err := s.Store.Practices(ctx)
	if err != nil {
		return err
	}
	if m.Practice == "" && len(practices) > 0 {
		return ehr.Errorf(ehr.Conflict, "this data folder holds a practice that is not the demonstration's: use visitwright serve")
	}
	if len(practices) == 0 {
		fmt.Fprintln(progress, "Making the demonstration clinic")
		o, err := MakeClinic(ctx, s.Store, now)
		if err != nil {
			return err
		}
		m = memory{Practice: o.Practice.ID, Patient: o.Patient.ID, Appointment: o.Appointment.ID}
		if err := m.keep(s.DataDir); err != nil {
			return err
		}
	}
	var signIns []SignIn
	if !m.Done {
		if signIns, err = s.perform(ctx, &m, progress); err != nil {
			return err
		}
	}
	return s.show(ctx, m, signIns, w)
}

// perform gives everybody a new password, has the visit spoken and streams it. It returns the sign-ins.
func (s Service) perform(ctx context.Context, m *memory, progress io.Writer) ([]SignIn, error) {
	signIns, err := s.newSignIns(ctx, m.Practice)
	if err != nil {
		return nil, err
	}
	turns := s.Visit
	if turns == nil {
		if turns, err = Script(); err != nil {
			return nil, err
		}
	}
	fmt.Fprintln(progress, "Having the visit spoken by two voices")
	wav := filepath.Join(s.DataDir, "demo", "visit.wav")
	if err := Speak(ctx, turns, wav); err != nil {
		return nil, err
	}
	visit, err := s.stream(ctx, *m, signIns[0], wav, progress)
	if err != nil {
		return nil, err
	}
	m.Visit, m.Done = visit, true
	return signIns, m.keep(s.DataDir)
}

// newSignIns sets new passwords for all of the demonstration's people, in the order of ehr.Roles.
func (s Service) newSignIns(ctx context.Context, practice ehr.PracticeID) ([]SignIn, error) {
	var list []SignIn
	why := store.Why{Action: ehr.ManageUsers, Kind: "practice", ID: string(practice), Detail: "demonstration"}
	err := s.Store.InTx(ctx, store.Service(practice), why, func(tx *store.Tx) error {
		users, err := tx.Users(ctx)
		if err != nil {
			return err
		}
		for _, role := range ehr.Roles {
			for _, u := range users {
				if u.Role != role {
					continue
				}
				signIn := SignIn{Role: role, Name: u.Name, Username: u.Username, Password: newPassword()}
				if err := tx.SetPassword(ctx, u.ID, signIn.Password); err != nil {
					return err
				}
				list = append(list, signIn)
				break
			}
		}
		return nil
	})
	if err == nil && (len(list) == 0 || list[0].Role != ehr.Clinician) {
		err = ehr.Errorf(ehr.NotFound, "the demonstration clinic has lost its clinician; remove the data folder and start again")
	}
	return list, err
}

// stream is the visit as the clinician's browser would have it.
func (s Service) stream(ctx context.Context, m memory, clinician SignIn, wav string, progress io.Writer) (ehr.VisitID, error) {
	pcm, channels, err := audio.Decode(ctx, s.Parts, wav)
	if err != nil {
		return "", err
	}
	service, err := recorder.SignIn(ctx, s.Address, s.Trust, recorder.Credentials{Username: clinician.Username, Password: clinician.Password})
	if err != nil {
		return "", err
	}
	defer func() { _ = service.SignOut(context.WithoutCancel(ctx)) }() // it also ends by itself
	visit, err := s.openVisit(ctx, service, m)
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "visitwright-demo-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	length := time.Duration(len(pcm)/channels) * time.Second / audio.Rate
	bar := newBar(progress, "Streaming the visit", length)
	ended, err := service.Stream(ctx, visit.ID, recorder.Recording{
		PCM: pcm, Channels: channels, Dir: filepath.Join(dir, "log"),
		State: func(st capture.State) { bar.show(st.Length - st.Kept) },
	})
	if err != nil {
		return "", err
	}
	bar.finish()
	fmt.Fprintf(progress, "All %.1f MB are on the service's disk; SHA-256 %x on both sides\n", float64(ended.Bytes)/1e6, ended.SHA256[:8])
	_, err = service.AwaitNote(ctx, visit.ID, func(words string) { fmt.Fprintln(progress, words) })
	return visit.ID, err
}

func (s Service) openVisit(ctx context.Context, service *recorder.Service, m memory) (ehr.Visit, error) {
	visit, err := service.Open(ctx, recorder.NewVisit{Patient: m.Patient, Appointment: m.Appointment, Reason: "Cough for two weeks"})
	if ehr.KindOf(err) == ehr.Conflict { // an interrupted demonstration opened the appointment's visit already
		visit, err = service.Open(ctx, recorder.NewVisit{Patient: m.Patient, Reason: "Cough for two weeks"})
	}
	if err != nil {
		return visit, err
	}
	return visit, service.Consent(ctx, visit.ID, recorder.Consent{Given: true, Method: "verbal", Present: "patient"})
}

// show prints the note, the address, and the sign-ins where they were just made.
func (s Service) show(ctx context.Context, m memory, signIns []SignIn, w io.Writer) error {
	var note *ehr.Note
	var visit ehr.Visit
	why := store.Why{Action: ehr.ReadVisit, Kind: "visit", ID: string(m.Visit), Patient: m.Patient, Detail: "demonstration"}
	err := s.Store.InTx(ctx, store.Service(m.Practice), why, func(tx *store.Tx) (err error) {
		if visit, err = tx.Visit(ctx, m.Visit); err != nil {
			return err
		}
		note, err = tx.Note(ctx, m.Visit)
		return err
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "\nThe note of the demonstration visit\n\n")
	if note != nil {
		fmt.Fprintln(w, scribe.Text(*note))
	} else {
		fmt.Fprintln(w, visit.Statement)
	}
	fmt.Fprintf(w, "Visitwright is running at %s\n", s.Address)
	if signIns == nil {
		fmt.Fprintf(w, "The sign-ins were printed when the demonstration was made. For a new password, with the service stopped or not:\n  VISITWRIGHT_DATA=%s visitwright user passwd bennett\n", s.DataDir)
		return nil
	}
	fmt.Fprintf(w, "Sign-ins, shown once and kept nowhere:\n\n")
	for _, s := range signIns {
		fmt.Fprintf(w, "  %-14s %-10s %s  (%s)\n", s.Role, s.Username, s.Password, s.Name)
	}
	fmt.Fprintln(w)
	return nil
}
