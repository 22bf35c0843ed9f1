package demo

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed visit.txt
var visitText string

// Speaker is who says a turn.
type Speaker string

// The two people in the room.
const (
	Doctor  Speaker = "doctor"
	Patient Speaker = "patient"
)

// Turn is what one of them says before the other speaks.
type Turn struct {
	Speaker Speaker
	Text    string
}

// Script returns the turns of the demonstration visit.
func Script() ([]Turn, error) { return parseScript(visitText) }

func parseScript(text string) ([]Turn, error) {
	var turns []Turn
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		who, words, found := strings.Cut(strings.TrimPrefix(line, "["), "] ")
		turn := Turn{Speaker: Speaker(who), Text: strings.TrimSpace(words)}
		if !found || turn.Text == "" || (turn.Speaker != Doctor && turn.Speaker != Patient) {
			return nil, fmt.Errorf("demonstration visit, line %d: want \"[doctor] words\" or \"[patient] words\"", n+1)
		}
		turns = append(turns, turn)
	}
	return turns, nil
}
