package app

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/netip"
	"path/filepath"
	"strings"
	"time"

	"github.com/visitwright/visitwright/cmd/visitwright/tlscert"
	"github.com/visitwright/visitwright/ehr"
)

// The values of VISITWRIGHT_TLS.
const (
	tlsOff   = "off"
	tlsFiles = "files"
	tlsLocal = "local"
)

// door is where the program listens.
type door struct {
	listener net.Listener
	local    *tlscert.Local // nil: no certificate of our own making
	secure   bool
}

func (a *App) openDoor(ctx context.Context) error {
	d := &door{}
	var certificates *tls.Config
	var err error
	switch a.cfg.TLS {
	case tlsFiles:
		certificates, err = tlscert.Files(a.cfg.TLSCert, a.cfg.TLSKey)
	case tlsLocal:
		d.local, err = tlscert.OpenLocal(filepath.Join(a.cfg.Data(), "tls"), strings.Split(a.cfg.TLSNames, ","), time.Now)
		if err == nil {
			certificates = d.local.Config()
		}
	}
	if err != nil {
		return err
	}
	d.listener, err = (&net.ListenConfig{}).Listen(ctx, "tcp", a.cfg.Listen)
	if err != nil {
		return ehr.Wrap(ehr.Unavailable, err, "cannot listen on %s: is the service running already?", a.cfg.Listen)
	}
	if certificates != nil {
		d.secure = true
		d.listener = tls.NewListener(d.listener, certificates)
	}
	a.door = d
	a.later(func() error { _ = d.listener.Close(); return nil }) // Run has closed it before
	return nil
}

// Address is where this program itself reaches the service, e.g.
// http://127.0.0.1:8320.
func (a *App) Address() string {
	scheme := "http://"
	if a.door.secure {
		scheme = "https://"
	}
	addr := a.door.listener.Addr().String()
	if ap, err := netip.ParseAddrPort(addr); err == nil && ap.Addr().IsUnspecified() {
		addr = fmt.Sprintf("127.0.0.1:%d", ap.Port())
	}
	return scheme + addr
}

// PublicAddress is what people type.
func (a *App) PublicAddress() string {
	if a.cfg.PublicURL != "" {
		return strings.TrimSuffix(a.cfg.PublicURL, "/")
	}
	return a.Address()
}

// Announce says in plain words where the program listens, who can reach it, and
// how the first administrator is made where there is none.
func (a *App) Announce(ctx context.Context, w io.Writer) error {
	fmt.Fprintf(w, "Visitwright listens on %s\n", a.PublicAddress())
	ap, err := netip.ParseAddrPort(a.door.listener.Addr().String())
	open := err == nil && !ap.Addr().IsLoopback()
	switch {
	case open && !a.door.secure:
		fmt.Fprintln(w, "Other computers can reach it, but without TLS: what is said travels in the clear, and browsers there give no")
		fmt.Fprintln(w, "microphone. Set VISITWRIGHT_TLS=local or put a proxy with a certificate before it.")
	case !open:
		fmt.Fprintln(w, "Only this machine can reach it. VISITWRIGHT_LISTEN and VISITWRIGHT_TLS open it to other rooms.")
	}
	if a.door.local != nil {
		fmt.Fprintln(w)
		fmt.Fprint(w, a.door.local.HowToTrust(a.PublicAddress()))
	}
	if a.database != nil {
		fmt.Fprintf(w, "Everything is kept in %s\n", a.cfg.Data())
	}
	if a.rec == nil {
		fmt.Fprintln(w, "There is no speech recognition: the models are missing. Run make setup.")
	}
	return a.announceSetup(ctx, w)
}

// announceSetup prints the link of the first administrator where there is no
// practice yet.
func (a *App) announceSetup(ctx context.Context, w io.Writer) error {
	practices, err := a.store.Practices(ctx)
	if err != nil || len(practices) > 0 {
		return err
	}
	token, err := a.store.NewSetupLink(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "\nThere is no practice yet. Make it and its first administrator here, once, within 24 hours:\n  %s/setup/%s\n",
		a.PublicAddress(), token)
	return nil
}
