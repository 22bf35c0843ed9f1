package config

import (
	"bytes"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
)

func TestDefaultsAreValid(t *testing.T) {
	cfg, err := load(nil)
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Listen != "127.0.0.1:8320" {
		t.Errorf("Listen = %q, want this machine only", cfg.Listen)
	}
	if cfg.SpeechURL != "" || cfg.ModelURL != "" {
		t.Error("something leaves the machine by default")
	}
}

func TestAllMistakesAreReportedAtOnce(t *testing.T) {
	_, err := load([]string{
		"VISITWRIGHT_LISTEN=here",
		"VISITWRIGHT_SESSION_IDLE=soon",
		"VISITWRIGHT_LISTNE=127.0.0.1:1",
		"VISITWRIGHT_AUDIO_KEY=c2hvcnQ=",
		"VISITWRIGHT_TLS=files",
		"VISITWRIGHT_SPEECH_THREADS=many",
		"DATABASE_URL=mysql://x:hunter2@y/z",
		"VISITWRIGHT_LOG_LEVEL=loud",
	})
	var mistakes *MistakesError
	if !errors.As(err, &mistakes) {
		t.Fatalf("err = %v", err)
	}
	for _, want := range []string{
		"VISITWRIGHT_LISTEN is not an address",
		"VISITWRIGHT_SESSION_IDLE is not a length of time",
		"VISITWRIGHT_LISTNE is no setting; is VISITWRIGHT_LISTEN meant?",
		"VISITWRIGHT_AUDIO_KEY is not 32 bytes",
		"VISITWRIGHT_TLS_CERT is needed",
		"VISITWRIGHT_TLS_KEY is needed",
		"VISITWRIGHT_SPEECH_THREADS is not a whole number",
		"DATABASE_URL is not an address",
		"VISITWRIGHT_LOG_LEVEL is none of",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("not reported: %s\nin: %v", want, err)
		}
	}
	for _, secret := range []string{"hunter2", "c2hvcnQ="} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("the report shows the secret %q", secret)
		}
	}
}

func TestPrintHidesSecretsAndExplainsEverything(t *testing.T) {
	key := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, keyBytes))
	cfg, err := load([]string{
		"DATABASE_URL=postgres://u:hunter2@localhost/x",
		"VISITWRIGHT_AUDIO_KEY=" + key,
		"VISITWRIGHT_SESSION_IDLE=5m",
	})
	if err != nil {
		t.Fatal(err)
	}
	var text, asJSON bytes.Buffer
	if err := errors.Join(cfg.Print(&text), cfg.PrintJSON(&asJSON)); err != nil {
		t.Fatal(err)
	}
	for _, out := range []string{text.String(), asJSON.String()} {
		if strings.Contains(out, "hunter2") || strings.Contains(out, key) {
			t.Error("a secret is printed")
		}
		if !strings.Contains(out, "(set)") {
			t.Error("that a secret is set is not printed")
		}
	}
	if !strings.Contains(text.String(), "VISITWRIGHT_SESSION_IDLE = 5m0s  (default: 30m0s)") {
		t.Errorf("the changed setting is not shown as such:\n%s", text.String())
	}
	for _, s := range cfg.Settings() {
		if s.Meaning == "" || s.Name == "" || s.Group == "" {
			t.Errorf("%+v is not explained", s)
		}
	}
}

func TestSessionLimitsAreInOrder(t *testing.T) {
	_, err := load([]string{"VISITWRIGHT_SESSION_IDLE=13h"})
	if err == nil || !strings.Contains(err.Error(), "longer than") {
		t.Fatalf("err = %v", err)
	}
}
