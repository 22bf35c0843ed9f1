package tlscert

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	authorityLife = 10 * 365 * 24 * time.Hour
	// Browsers refuse a server's certificate that is good for more than 398 days (CA/Browser Forum, ballot SC31).
	leafLife    = 397 * 24 * time.Hour
	renewBefore = 30 * 24 * time.Hour
)

// Local is a certificate authority of this installation and the certificate it issued for this machine.
type Local struct {
	AuthorityFile string   // PEM; what other computers are told to trust
	Fingerprint   string   // SHA-256 of the authority's certificate, to be compared by eye
	Names         []string // the host names and addresses the certificate is good for

	authority tls.Certificate
	now       func() time.Time
	mu        sync.Mutex
	leaf      *tls.Certificate
}

// OpenLocal reads the authority from dir, or makes it there, and issues a certificate for this machine's names and
// addresses and for those in more. now is asked at each connection, for a certificate soon to end is renewed.
func OpenLocal(dir string, more []string, now func() time.Time) (*Local, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("folder for certificates: %w", err)
	}
	l := &Local{AuthorityFile: filepath.Join(dir, "authority.crt"), now: now, Names: namesOfThisMachine(more)}
	keyFile := filepath.Join(dir, "authority.key")
	var err error
	l.authority, err = tls.LoadX509KeyPair(l.AuthorityFile, keyFile)
	if errors.Is(err, fs.ErrNotExist) {
		if err = makeAuthority(l.AuthorityFile, keyFile, now()); err == nil {
			l.authority, err = tls.LoadX509KeyPair(l.AuthorityFile, keyFile)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("local certificate authority: %w", err)
	}
	sum := sha256.Sum256(l.authority.Certificate[0])
	l.Fingerprint = hex.EncodeToString(sum[:])
	if _, err := l.certificate(nil); err != nil {
		return nil, err
	}
	return l, nil
}

// Config returns settings that answer with the local certificate.
func (l *Local) Config() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: l.certificate}
}

func (l *Local) certificate(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.leaf != nil && l.now().Before(l.leaf.Leaf.NotAfter.Add(-renewBefore)) {
		return l.leaf, nil
	}
	leaf, err := l.issue(l.now())
	if err != nil {
		return nil, fmt.Errorf("local certificate: %w", err)
	}
	l.leaf = leaf
	return leaf, nil
}

func (l *Local) issue(now time.Time) (*tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: serial(),
		Subject:      pkix.Name{CommonName: l.Names[0], Organization: []string{"Visitwright on " + hostname()}},
		NotBefore:    now.Add(-time.Hour),
		NotAfter:     now.Add(leafLife),
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	for _, name := range l.Names {
		if ip := net.ParseIP(name); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, name)
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, l.authority.Leaf, key.Public(), l.authority.PrivateKey)
	if err != nil {
		return nil, err
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	return &tls.Certificate{Certificate: [][]byte{der, l.authority.Certificate[0]}, PrivateKey: key, Leaf: leaf}, nil
}

func makeAuthority(certFile, keyFile string, now time.Time) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	template := &x509.Certificate{
		SerialNumber:          serial(),
		Subject:               pkix.Name{CommonName: "Visitwright authority of " + hostname(), Organization: []string{"Visitwright"}},
		NotBefore:             now.Add(-time.Hour),
		NotAfter:              now.Add(authorityLife),
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
		MaxPathLenZero:        true,
		// Whoever steals this key can speak for servers only, and for no authority below this one.
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	// The certificate last: without it the pair is made anew.
	return errors.Join(
		writePEM(keyFile, "PRIVATE KEY", private, 0o600),
		writePEM(certFile, "CERTIFICATE", der, 0o644),
	)
}

func writePEM(path, kind string, der []byte, mode os.FileMode) error {
	text := pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
	if err := os.WriteFile(path+".new", text, mode); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

func serial() *big.Int {
	n, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil { // crypto/rand does not fail
		panic(err)
	}
	return n
}

func hostname() string {
	name, err := os.Hostname()
	if err != nil || name == "" {
		return "this machine"
	}
	return name
}

// namesOfThisMachine lists what a browser in the house may call this machine: those given, its host name also as
// multicast DNS has it, its addresses, and localhost.
func namesOfThisMachine(more []string) []string {
	var names []string
	add := func(name string) {
		if name = strings.TrimSpace(name); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, name := range more {
		add(name)
	}
	if name, err := os.Hostname(); err == nil {
		add(name)
		if !strings.Contains(name, ".") {
			add(name + ".local")
		}
	}
	add("localhost")
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		addresses = nil // then the given names must do
	}
	for _, a := range addresses {
		if ip, ok := a.(*net.IPNet); ok && !ip.IP.IsLinkLocalUnicast() {
			add(ip.IP.String())
		}
	}
	add("127.0.0.1")
	add("::1")
	return names
}
