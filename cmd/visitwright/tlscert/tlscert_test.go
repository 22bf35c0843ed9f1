package tlscert

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func pool(t *testing.T, file string) *x509.CertPool {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	p := x509.NewCertPool()
	if !p.AppendCertsFromPEM(text) {
		t.Fatal("no certificate in the authority's file")
	}
	return p
}

// fetch asks a real server with the given settings, trusting roots, under name.
func fetch(t *testing.T, config *tls.Config, roots *x509.CertPool, name string) error {
	t.Helper()
	ln, err := tls.Listen("tcp", "127.0.0.1:0", config)
	if err != nil {
		t.Fatal(err)
	}
	srv := &http.Server{
		Handler:  http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "hello") }),
		ErrorLog: nil,
	}
	go srv.Serve(ln)
	defer srv.Close()
	_, port, _ := net.SplitHostPort(ln.Addr().String())
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, ServerName: name}}}
	resp, err := client.Get("https://127.0.0.1:" + port)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func TestTrustedOnceItIsTrustedAlways(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "tls")
	first, err := OpenLocal(dir, []string{"scribe.example.org"}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	roots := pool(t, first.AuthorityFile)
	second, err := OpenLocal(dir, []string{"scribe.example.org"}, time.Now) // after a restart
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"scribe.example.org", "localhost", "127.0.0.1"} {
		if err := fetch(t, second.Config(), roots, name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := fetch(t, second.Config(), roots, "elsewhere.example.org"); err == nil {
		t.Error("good for a name it was not made for")
	}
	if err := fetch(t, second.Config(), x509.NewCertPool(), "localhost"); err == nil {
		t.Error("trusted by a browser that was not told to")
	}
	if first.Fingerprint != second.Fingerprint {
		t.Error("another authority after a restart")
	}
	info, err := os.Stat(filepath.Join(dir, "authority.key"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("key file: %v, %v", info.Mode(), err)
	}
}

func TestLocalCertificateIsRenewedInTime(t *testing.T) {
	now := time.Now()
	l, err := OpenLocal(t.TempDir(), nil, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	first, _ := l.certificate(nil)
	if life := first.Leaf.NotAfter.Sub(now); life > 398*24*time.Hour {
		t.Errorf("good for %v: browsers refuse it", life)
	}
	now = now.Add(360 * 24 * time.Hour)
	if again, _ := l.certificate(nil); again != first {
		t.Error("renewed long before its end")
	}
	now = now.Add(10 * 24 * time.Hour)
	if later, _ := l.certificate(nil); later == first || later.Leaf.NotAfter.Before(now.Add(300*24*time.Hour)) {
		t.Error("not renewed before its end")
	}
}

func TestHowToTrustShowsFileAndFingerprint(t *testing.T) {
	l, err := OpenLocal(t.TempDir(), nil, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	words := l.HowToTrust("https://10.0.0.5:8320")
	for _, want := range []string{l.AuthorityFile, colons(l.Fingerprint), "https://10.0.0.5:8320"} {
		if !strings.Contains(words, want) {
			t.Errorf("no %q in:\n%s", want, words)
		}
	}
}

func TestFilesFollowARenewedCertificate(t *testing.T) {
	dir := t.TempDir()
	certFile, keyFile := filepath.Join(dir, "c.pem"), filepath.Join(dir, "k.pem")
	write := func(changed time.Time) *x509.CertPool {
		l, err := OpenLocal(t.TempDir(), nil, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		leaf, _ := l.certificate(nil)
		key, err := x509.MarshalPKCS8PrivateKey(leaf.PrivateKey)
		if err != nil {
			t.Fatal(err)
		}
		var chain []byte
		for _, der := range leaf.Certificate {
			chain = append(chain, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
		}
		if err := os.WriteFile(certFile, chain, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := writePEM(keyFile, "PRIVATE KEY", key, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(certFile, changed, changed); err != nil {
			t.Fatal(err)
		}
		return pool(t, l.AuthorityFile)
	}
	roots := write(time.Now().Add(-time.Hour))
	config, err := Files(certFile, keyFile)
	if err != nil {
		t.Fatal(err)
	}
	if err := fetch(t, config, roots, "localhost"); err != nil {
		t.Fatal(err)
	}
	renewed := write(time.Now())
	if err := fetch(t, config, renewed, "localhost"); err != nil {
		t.Errorf("the renewed certificate is not used: %v", err)
	}
	if _, err := Files(keyFile, certFile); err == nil {
		t.Error("a key taken for a certificate")
	}
}
