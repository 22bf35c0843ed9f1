package config

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"

	"github.com/caarlos0/env/v11"
	"github.com/hbollon/go-edlib"
)

// Prefix is what every variable of ours but DATABASE_URL begins with.
const Prefix = "VISITWRIGHT_"

// Load reads the environment. The error, if any, lists every mistake, one a line, and no secret.
func Load() (Config, error) {
	return load(os.Environ())
}

func load(environ []string) (Config, error) {
	vars := env.ToMap(environ)
	cfg, err := env.ParseAsWithOptions[Config](env.Options{Environment: vars})
	var mistakes []string
	if err != nil {
		mistakes = parseMistakes(err)
	}
	mistakes = append(mistakes, unknown(vars)...)
	mistakes = append(mistakes, cfg.mistakes()...)
	if len(mistakes) > 0 {
		return cfg, &MistakesError{Mistakes: mistakes}
	}
	return cfg, nil
}

// MistakesError lists everything that is wrong with a configuration.
type MistakesError struct{ Mistakes []string }

func (e *MistakesError) Error() string {
	if len(e.Mistakes) == 1 {
		return "the configuration has a mistake: " + e.Mistakes[0]
	}
	return fmt.Sprintf("the configuration has %d mistakes:\n  %s", len(e.Mistakes), strings.Join(e.Mistakes, "\n  "))
}

// parseMistakes turns the library's errors into lines that name the variable. The value stands in none of them:
// it may be a secret put into the wrong variable.
func parseMistakes(err error) []string {
	all := []error{err}
	var aggregate env.AggregateError
	if errors.As(err, &aggregate) {
		all = aggregate.Errors
	}
	var lines []string
	for _, err := range all {
		var parse env.ParseError
		if !errors.As(err, &parse) {
			lines = append(lines, err.Error())
			continue
		}
		field, _ := reflect.TypeFor[Config]().FieldByName(parse.Name)
		lines = append(lines, fmt.Sprintf("%s is not %s", field.Tag.Get("env"), kindInWords(field.Type)))
	}
	return lines
}

func kindInWords(t reflect.Type) string {
	switch t.String() {
	case "time.Duration":
		return "a length of time such as 30m or 12h"
	case "int", "int64":
		return "a whole number"
	case "float64":
		return "a number"
	case "bool":
		return "true or false"
	default:
		return "of the right kind"
	}
}

// known by other programs of ours and by tests, though no setting of the service.
var reserved = []string{}

func unknown(vars map[string]string) []string {
	names := append([]string{}, reserved...)
	for field := range fields() {
		names = append(names, field.Tag.Get("env"))
	}
	var lines []string
	for name := range vars {
		if !strings.HasPrefix(name, Prefix) || slices.Contains(names, name) {
			continue
		}
		line := name + " is no setting"
		if near := nearest(name, names); near != "" {
			line += "; is " + near + " meant?"
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return lines
}

// nearest returns the name at most three letters away, if there is one.
func nearest(name string, names []string) string {
	best, bestDistance := "", 4
	for _, candidate := range names {
		if d := edlib.LevenshteinDistance(name, candidate); d < bestDistance {
			best, bestDistance = candidate, d
		}
	}
	return best
}
