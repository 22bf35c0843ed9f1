package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/visitwright/visitwright/cmd/visitwright/parts"
	"github.com/visitwright/visitwright/cmd/visitwright/recorder"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe"
	"github.com/visitwright/visitwright/scribe/capture"
	"github.com/visitwright/visitwright/scribe/speech/audio"
)

// visitCmd is "visitwright visit": a recording goes in, a note comes out.
type visitCmd struct {
	server, user, passwordFile, totp, authority string
	visit, patient, reason, template            string
	consent, present                            string
	speed                                       float64
	noWait                                      bool
	format, dir                                 string
	errOut                                      io.Writer
}

func newVisitCmd() *cobra.Command {
	var o visitCmd
	cmd := &cobra.Command{
		Use:   "visit FILE",
		Short: "Stream a recording to a running service as a visit, and print the note",
		Long: `Streams a recording to a running service through the same websocket a browser uses,
waits for the note and prints it, and the address where a clinician signs it. Any audio ffmpeg reads will do; in a file with two
different channels the left one is the clinician and the right one the patient.

Give --patient to open a new visit, or --visit for one that is open. Nothing is
accepted without consent: say with --consent how it was given, unless it is on file.
What the service has not confirmed stays in a log on this machine: after an
interruption the same command with --visit goes on where it stopped.

With --format json: {"visit":{...},"note":{"sections":[{"name","sentences":[{"text",
"segments":[...]}]}]},"transcript":{"segments":[...]},"omissions":[...],"codes":[...]}.`,
		Example: `  visitwright visit recording.mp3 --user dr.adams --patient 0192f0c1-... --consent verbal --present patient`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkFormat(o.format); err != nil {
				return err
			}
			o.errOut = cmd.ErrOrStderr()
			return o.run(cmd.Context(), args[0], cmd.OutOrStdout())
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.server, "server", "http://127.0.0.1:8320", "address of the service")
	f.StringVar(&o.user, "user", "", "user name to sign in with (required)")
	f.StringVar(&o.passwordFile, "password-file", "", `file whose first line is the password; "-": standard input (default: asked on the terminal)`)
	f.StringVar(&o.totp, "totp", "", "one-time code, for users who have a second factor")
	f.StringVar(&o.authority, "authority", "", "PEM file of the authority that signed the service's own certificate")
	f.StringVar(&o.visit, "visit", "", "an open visit")
	f.StringVar(&o.patient, "patient", "", "open a visit for this patient (id)")
	f.StringVar(&o.reason, "reason", "", "reason for the visit")
	f.StringVar(&o.template, "template", "", "note template")
	f.StringVar(&o.consent, "consent", "", "record that consent was given: verbal or written")
	f.StringVar(&o.present, "present", "patient", "who was in the room and agreed")
	f.Float64Var(&o.speed, "speed", 0, "how many times faster than life; 1: as it was spoken, 0: as fast as the service takes it")
	f.BoolVar(&o.noWait, "no-wait", false, "do not wait for the note")
	f.StringVar(&o.dir, "log", "", "folder for the log of what is not yet confirmed (default: in the user's cache)")
	addFormatFlag(cmd, &o.format)
	_ = cmd.MarkFlagRequired("user") // fails only for an unknown flag
	cmd.MarkFlagsOneRequired("visit", "patient")
	cmd.MarkFlagsMutuallyExclusive("visit", "patient")
	return cmd
}

func (o *visitCmd) run(ctx context.Context, file string, w io.Writer) error {
	root, err := parts.Find("")
	if err != nil && !errors.Is(err, parts.ErrMissing) { // an ffmpeg on the path will do
		return err
	}
	pcm, channels, err := audio.Decode(ctx, string(root), file)
	if err != nil {
		return err
	}
	pcm, channels = oneIfSame(pcm, channels)
	service, err := o.signIn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = service.SignOut(context.WithoutCancel(ctx)) }() // it also ends by itself
	visit, err := o.open(ctx, service)
	if err != nil {
		return err
	}
	if o.consent != "" {
		if err := service.Consent(ctx, visit, recorder.Consent{Given: true, Method: o.consent, Present: o.present}); err != nil {
			return err
		}
	}
	if err := o.stream(ctx, service, visit, recorder.Recording{PCM: pcm, Channels: channels, Speed: o.speed}); err != nil {
		return err
	}
	if o.noWait {
		_, err := fmt.Fprintln(w, visit)
		return err
	}
	v, err := service.AwaitNote(ctx, visit, func(words string) { fmt.Fprintln(o.errOut, words) })
	if err != nil {
		return err
	}
	if err := o.print(w, v); err != nil {
		return err
	}
	_, err = fmt.Fprintf(o.errOut, "Read it, answer what is open and sign it at %s/visits/%s\n", strings.TrimRight(recorder.Address(o.server), "/"), visit)
	return err
}

func (o *visitCmd) signIn(ctx context.Context) (*recorder.Service, error) {
	password, err := readPassword(o.passwordFile, o.errOut)
	if err != nil {
		return nil, err
	}
	var secure *tls.Config
	if o.authority != "" {
		pem, err := os.ReadFile(o.authority)
		if err != nil {
			return nil, err
		}
		secure = &tls.Config{RootCAs: x509.NewCertPool(), MinVersion: tls.VersionTLS12}
		if !secure.RootCAs.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("%s holds no certificate", o.authority)
		}
	}
	return recorder.SignIn(ctx, recorder.Address(o.server), secure, recorder.Credentials{Username: o.user, Password: password, TOTP: o.totp})
}

// readPassword reads the first line of a file, of standard input, or of the terminal
// without showing it.
func readPassword(path string, prompt io.Writer) (string, error) {
	var in io.Reader = os.Stdin
	switch fd := int(os.Stdin.Fd()); {
	case path == "" && term.IsTerminal(fd):
		fmt.Fprint(prompt, "Password: ")
		b, err := term.ReadPassword(fd)
		fmt.Fprintln(prompt)
		return string(b), err
	case path == "":
		return "", errors.New(`there is no terminal to ask for the password: use --password-file, "-" for standard input`)
	case path != "-":
		f, err := os.Open(path)
		if err != nil {
			return "", err
		}
		defer f.Close()
		in = f
	}
	line, err := bufio.NewReader(in).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	return strings.TrimRight(line, "\r\n"), nil
}

func (o *visitCmd) open(ctx context.Context, s *recorder.Service) (ehr.VisitID, error) {
	if o.visit != "" {
		return ehr.ParseID[ehr.VisitID](o.visit)
	}
	patient, err := ehr.ParseID[ehr.PatientID](o.patient)
	if err != nil {
		return "", err
	}
	v, err := s.Open(ctx, recorder.NewVisit{Patient: patient, Reason: o.reason, Template: o.template})
	if err == nil {
		fmt.Fprintln(o.errOut, "visit", v.ID)
	}
	return v.ID, err
}

// stream sends the recording and shows how it stands.
func (o *visitCmd) stream(ctx context.Context, s *recorder.Service, visit ehr.VisitID, r recorder.Recording) error {
	r.Dir = o.dir
	if r.Dir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return err
		}
		r.Dir = filepath.Join(cache, "visitwright", "recordings", string(visit))
	}
	length := time.Duration(len(r.PCM)/r.Channels) * time.Second / audio.Rate
	trouble := ""
	r.State = func(st capture.State) {
		fmt.Fprintf(o.errOut, "\r%s of %s safe on the server ", (st.Length - st.Kept).Round(time.Second), length.Round(time.Second))
		if st.Trouble != trouble {
			trouble = st.Trouble
			fmt.Fprintf(o.errOut, "\n%s\n", trouble)
		}
	}
	end, err := s.Stream(ctx, visit, r)
	fmt.Fprintln(o.errOut)
	if err != nil {
		return fmt.Errorf("%w\nwhat was not confirmed is kept in %s; the same command with --visit %s goes on", err, r.Dir, visit)
	}
	fmt.Fprintf(o.errOut, "%d bytes of audio on the server, SHA-256 %x: %v\n", end.Bytes, end.SHA256, end.Verdict)
	return nil
}

// oneIfSame makes one channel of two that hold the same.
func oneIfSame(pcm []int16, channels int) ([]int16, int) {
	if channels != 2 {
		return pcm, channels
	}
	for i := 0; i+1 < len(pcm); i += 2 {
		if pcm[i] != pcm[i+1] {
			return pcm, channels
		}
	}
	one := make([]int16, len(pcm)/2)
	for i := range one {
		one[i] = pcm[2*i]
	}
	return one, 1
}

func (o *visitCmd) print(w io.Writer, v recorder.Visit) error {
	if o.format == formatJSON {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(v)
	}
	if v.Note == nil {
		_, err := fmt.Fprintln(w, v.Visit.Statement)
		return err
	}
	_, err := io.WriteString(w, scribe.Text(*v.Note))
	return err
}
