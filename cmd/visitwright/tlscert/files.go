package tlscert

import (
	"crypto/tls"
	"fmt"
	"os"
	"sync"
	"time"
)

// Files returns settings that answer with the certificate in two PEM files. The files are read again when they
// change, so that a renewed certificate needs no restart; a pair that does not fit leaves the former in use.
func Files(certFile, keyFile string) (*tls.Config, error) {
	p := &pair{certFile: certFile, keyFile: keyFile}
	if err := p.load(); err != nil {
		return nil, err
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: p.certificate}, nil
}

type pair struct {
	certFile, keyFile string

	mu      sync.Mutex
	cert    *tls.Certificate
	changed time.Time // when the certificate's file was last changed
}

func (p *pair) load() error {
	info, err := os.Stat(p.certFile)
	if err != nil {
		return fmt.Errorf("certificate: %w", err)
	}
	cert, err := tls.LoadX509KeyPair(p.certFile, p.keyFile)
	if err != nil {
		return fmt.Errorf("certificate: %w", err)
	}
	p.cert, p.changed = &cert, info.ModTime()
	return nil
}

func (p *pair) certificate(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if info, err := os.Stat(p.certFile); err == nil && !info.ModTime().Equal(p.changed) {
		_ = p.load() // between the writing of the two files they do not fit; the next call tries again
	}
	return p.cert, nil
}
