package prompts

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"text/template"
)

//go:embed files/*
var files embed.FS

// Rendered is a prompt ready to be sent.
type Rendered struct {
	Name string
	// Hash is the SHA-256, in hexadecimal, over the template and schema files: it
	// changes when the prompt's wording does, and not with the visit.
	Hash   string
	System string
	User   string
	// Schema is the JSON schema the reply must follow.
	Schema json.RawMessage
}

// Said is one line of a transcript as a prompt shows it.
type Said struct {
	ID      string `json:"id"`
	Speaker string `json:"speaker"`
	Text    string `json:"text"`
}

// Note is what the prompt for a note is made of.
type Note struct {
	Style    string // "full" or "brief"
	Sections []string
	Patient  string // "52-year-old female", or nothing
	Part     int    // which window of a long visit, from 1
	Parts    int
	Said     []Said
}

// ForNote renders the prompt that asks for a note.
func ForNote(n Note) (Rendered, error) { return render("note", n) }

// Translation is what the prompt that translates a summary is made of.
type Translation struct {
	Language string // as the prompt names it, "Spanish"
	Said     []Said
}

// ForTranslation renders the prompt that asks for a translation, line by line.
func ForTranslation(t Translation) (Rendered, error) { return render("translation", t) }

// Code is what the prompt that chooses among retrieved codes is made of: the
// sentence, then a line for each candidate with its code as the ID.
type Code struct {
	Said []Said
}

// ForCode renders the prompt that asks for one of the candidates.
func ForCode(c Code) (Rendered, error) { return render("code", c) }

func render(name string, data any) (Rendered, error) {
	system, err := files.ReadFile("files/" + name + ".system.tmpl")
	if err != nil {
		return Rendered{}, fmt.Errorf("prompts: %w", err)
	}
	user, err := files.ReadFile("files/" + name + ".user.tmpl")
	if err != nil {
		return Rendered{}, fmt.Errorf("prompts: %w", err)
	}
	schema, err := files.ReadFile("files/" + name + ".schema.json")
	if err != nil {
		return Rendered{}, fmt.Errorf("prompts: %w", err)
	}
	sum := sha256.Sum256(bytes.Join([][]byte{system, user, schema}, []byte{0}))
	r := Rendered{Name: name, Hash: hex.EncodeToString(sum[:]), Schema: schema}
	if r.System, err = fill(string(system), data); err != nil {
		return Rendered{}, err
	}
	r.User, err = fill(string(user), data)
	return r, err
}

func fill(text string, data any) (string, error) {
	t, err := template.New("prompt").Option("missingkey=error").Funcs(template.FuncMap{"data": fenced, "join": strings.Join}).Parse(text)
	if err != nil {
		return "", fmt.Errorf("prompts: %w", err)
	}
	var b strings.Builder
	if err := t.Execute(&b, data); err != nil {
		return "", fmt.Errorf("prompts: %w", err)
	}
	return b.String(), nil
}

// fenced writes a transcript as JSON lines between fences. JSON escapes every
// quote, line break, < and >, so nothing that was said can close the fence.
func fenced(said []Said) (string, error) {
	var b strings.Builder
	b.WriteString("<transcript>\n")
	for _, s := range said {
		line, err := json.Marshal(s) // escapes < and > as \u003c and \u003e
		if err != nil {
			return "", err
		}
		b.Write(line)
		b.WriteByte('\n')
	}
	b.WriteString("</transcript>")
	return b.String(), nil
}
