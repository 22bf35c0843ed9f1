package config

import (
	"encoding/base64"
	"fmt"
	"net"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// mistakes checks what the types alone cannot. No line holds a secret.
func (c Config) mistakes() []string {
	var lines []string
	say := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }

	if err := checkAddress(c.Listen); err != nil {
		say("VISITWRIGHT_LISTEN %s", err)
	}
	oneOf(say, "VISITWRIGHT_TLS", c.TLS, "off", "files", "local")
	oneOf(say, "VISITWRIGHT_LOG_LEVEL", c.LogLevel, "debug", "info", "warn", "error")
	oneOf(say, "VISITWRIGHT_LOG_FORMAT", c.LogFormat, "text", "json")
	c.checkCertificate(say)
	checkURL(say, "VISITWRIGHT_PUBLIC_URL", c.PublicURL, "http", "https")
	checkURL(say, "VISITWRIGHT_SPEECH_URL", c.SpeechURL, "http", "https")
	checkURL(say, "VISITWRIGHT_MODEL_URL", c.ModelURL, "http", "https")
	checkURL(say, "DATABASE_URL", c.DatabaseURL, "postgres", "postgresql")
	checkKey(say, "VISITWRIGHT_AUDIO_KEY", c.AudioKey)
	checkKey(say, "VISITWRIGHT_AUDIT_KEY", c.AuditKey)
	checkKey(say, "VISITWRIGHT_SECRET_KEY", c.SecretKey)
	if c.ModelURL != "" && c.ModelName == "" {
		say("VISITWRIGHT_MODEL_NAME is needed with VISITWRIGHT_MODEL_URL")
	}
	if c.AudioRetention < 0 {
		say("VISITWRIGHT_AUDIO_RETENTION is less than nothing")
	}
	if c.SpeechThreads < 0 {
		say("VISITWRIGHT_SPEECH_THREADS is less than nothing")
	}
	checkSessions(say, c.SessionIdle, c.SessionAbsolute)
	return lines
}

type sayFunc func(format string, args ...any)

func (c Config) checkCertificate(say sayFunc) {
	if c.TLS != "files" {
		if c.TLSCert != "" || c.TLSKey != "" {
			say("VISITWRIGHT_TLS_CERT and VISITWRIGHT_TLS_KEY are used only with VISITWRIGHT_TLS=files")
		}
		return
	}
	for name, path := range map[string]string{"VISITWRIGHT_TLS_CERT": c.TLSCert, "VISITWRIGHT_TLS_KEY": c.TLSKey} {
		if path == "" {
			say("%s is needed with VISITWRIGHT_TLS=files", name)
		} else if _, err := os.Stat(path); err != nil {
			say("%s names a file that cannot be read", name)
		}
	}
}

func checkSessions(say sayFunc, idle, absolute time.Duration) {
	if idle <= 0 {
		say("VISITWRIGHT_SESSION_IDLE must be more than nothing")
	}
	if absolute <= 0 {
		say("VISITWRIGHT_SESSION_ABSOLUTE must be more than nothing")
	}
	if idle > 0 && absolute > 0 && idle > absolute {
		say("VISITWRIGHT_SESSION_IDLE is longer than VISITWRIGHT_SESSION_ABSOLUTE")
	}
}

func checkAddress(address string) error {
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("is not an address and port such as 127.0.0.1:8320")
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		return fmt.Errorf("has no port between 0 and 65535")
	}
	return nil
}

func checkURL(say sayFunc, name, value string, schemes ...string) {
	if value == "" {
		return
	}
	u, err := url.Parse(value)
	if err != nil || !slices.Contains(schemes, u.Scheme) || (u.Host == "" && u.RawQuery == "" && u.Path == "") {
		say("%s is not an address that begins with %s://", name, strings.Join(schemes, ":// or "))
	}
}

// keyBytes is the length of a key: both ciphers and HMAC-SHA-256 take 256 bits.
const keyBytes = 32

func checkKey(say sayFunc, name, value string) {
	if value == "" {
		return
	}
	if raw, err := base64.StdEncoding.DecodeString(value); err != nil || len(raw) != keyBytes {
		say("%s is not %d bytes in base64; make one with: head -c %d /dev/urandom | base64", name, keyBytes, keyBytes)
	}
}

func oneOf(say sayFunc, name, value string, allowed ...string) {
	if !slices.Contains(allowed, value) {
		say("%s is none of %s", name, strings.Join(allowed, ", "))
	}
}
