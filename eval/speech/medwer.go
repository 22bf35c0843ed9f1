package speech

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// scorer is the package that scores, at the version whose numbers are reported.
const scorer = "medwer==1.0.0"

// Score is medwer's result; rates are fractions.
type Score struct {
	Words        int     `json:"ref_words"`
	MedicalWords int     `json:"med_ref_words"`
	WER          float64 `json:"wer"`
	MedicalWER   float64 `json:"medical_wer"`
}

// Medwer runs the scorer; Program is its path.
type Medwer struct{ Program string }

// FindMedwer installs the scorer in the user's cache the first time, with python3 and pip.
func FindMedwer(ctx context.Context) (Medwer, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return Medwer{}, err
	}
	env := filepath.Join(cache, "visitwright", "medwer-1.0.0")
	m := Medwer{Program: filepath.Join(env, "bin", "medwer")}
	if _, err := os.Stat(m.Program); err == nil {
		return m, nil
	}
	for _, command := range [][]string{
		{"python3", "-m", "venv", env},
		{filepath.Join(env, "bin", "pip"), "install", "--quiet", "--disable-pip-version-check", scorer},
	} {
		if out, err := exec.CommandContext(ctx, command[0], command[1:]...).CombinedOutput(); err != nil {
			return Medwer{}, fmt.Errorf("installing %s: %w: %s", scorer, err, bytes.TrimSpace(out))
		}
	}
	return m, nil
}

// Score compares texts of the same names, one utterance per recording, pooled over all.
func (m Medwer) Score(ctx context.Context, reference, heard map[string]string) (Score, error) {
	dir, err := os.MkdirTemp("", "medwer")
	if err != nil {
		return Score{}, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	files := []string{filepath.Join(dir, "reference.jsonl"), filepath.Join(dir, "heard.jsonl")}
	for i, texts := range []map[string]string{reference, heard} {
		var lines bytes.Buffer
		for name := range reference {
			if err := json.NewEncoder(&lines).Encode(map[string]string{"id": name, "text": texts[name]}); err != nil {
				return Score{}, err
			}
		}
		if err := os.WriteFile(files[i], lines.Bytes(), 0o600); err != nil {
			return Score{}, err
		}
	}
	out, err := exec.CommandContext(ctx, m.Program, "score", "--refs", files[0], "--hyps", files[1]).Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			return Score{}, fmt.Errorf("medwer: %w: %s", err, bytes.TrimSpace(exit.Stderr))
		}
		return Score{}, fmt.Errorf("medwer: %w", err)
	}
	var s Score
	return s, json.Unmarshal(out, &s)
}
