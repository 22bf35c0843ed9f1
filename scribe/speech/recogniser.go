package speech

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/visitwright/visitwright/scribe/speech/drugs"
	"github.com/visitwright/visitwright/scribe/speech/moonshine"
	"github.com/visitwright/visitwright/scribe/speech/onnx"
	"github.com/visitwright/visitwright/scribe/speech/role"
	"github.com/visitwright/visitwright/scribe/speech/terms"
	"github.com/visitwright/visitwright/scribe/speech/vad"
	"github.com/visitwright/visitwright/scribe/speech/voice"
	"github.com/visitwright/visitwright/scribe/speech/wordlm"
)

// Rate is the number of samples a second that all sound here has.
const Rate = 16000

// Name and Version of the local recogniser, as segments carry them. The version is that of the published weights and
// of what this package makes of them.
const (
	Name    = "moonshine-base"
	Version = "moonshine-js-0.1.15/2"
)

// Kinds of errors.
var (
	// ErrParts means that the models are not where they should be; set-up lays them there.
	ErrParts = errors.New("the speech models are not set up")
	// ErrAudio means sound that cannot be read as 16 kHz PCM of one or two channels.
	ErrAudio = errors.New("the audio cannot be used")
	// ErrClosed means a call after Close, Finish or Cancel.
	ErrClosed = errors.New("the recognition is closed")
)

// Config says where the models are and how much of the machine recognition may take.
type Config struct {
	// Parts is the folder with onnxruntime/ and speech/.
	Parts string
	// Threads is the number of decodings at once, each on one core; 0 means all cores.
	Threads int
	// Drugs are names that may be said, generic ones and brands. Names of several words are left out.
	Drugs []string
	// Remote is asked for the final text instead of the local model, if set.
	Remote *Remote
}

// Recogniser holds the loaded models. One is enough for a process: visits share it.
type Recogniser struct {
	pool   *pool
	detect *vad.Network
	base   *moonshine.Model
	tiny   *moonshine.Model
	voices *voice.Encoder
	remote *Remote
	search moonshine.Beam
	terms  *terms.Set
	drugs  *drugs.Names
	roles  *role.Model
}

// Open loads the models, which takes about 2 seconds and 700 MB.
func Open(c Config) (*Recogniser, error) {
	at := func(parts ...string) string { return filepath.Join(append([]string{c.Parts}, parts...)...) }
	if err := onnx.Start(at("onnxruntime", "libonnxruntime.so")); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrParts, err)
	}
	r := &Recogniser{remote: c.Remote}
	words, err := moonshine.ReadVocabulary(at("speech", "tokenizer.json"))
	if err == nil {
		r.base, err = moonshine.Load(Name, at("speech", "moonshine-base"), words)
	}
	if err == nil {
		r.tiny, err = moonshine.Load("moonshine-tiny", at("speech", "moonshine-tiny"), words)
	}
	if err == nil {
		r.detect, err = vad.Load(at("speech", "silero_vad.onnx"))
	}
	if err == nil {
		r.voices, err = voice.Load(at("speech", "voice-encoder.onnx"))
	}
	if err == nil {
		err = r.loadWords(words, c.Drugs)
	}
	if c.Threads <= 0 {
		c.Threads = runtime.NumCPU()
	}
	r.pool = newPool(c.Threads)
	if err != nil {
		_ = r.Close()
		return nil, fmt.Errorf("%w: %w", ErrParts, err)
	}
	return r, nil
}

// Settings of the final pass's search, from a table of some 30 settings on recorded interviews: a wider beam or a heavier
// word model reads no better, and a heavier one begins to put common words in the place of rare ones.
const (
	beamWidth  = 4
	wordWeight = 0.2
	wordBonus  = 0.4
	nameBonus  = 1.0
	nameCommon = -8 // natural logarithm of a probability
)

// loadWords reads what ships inside the program.
func (r *Recogniser) loadWords(v *moonshine.Vocabulary, names []string) error {
	words, err := wordlm.Interviews()
	if err != nil {
		return err
	}
	if r.terms, err = terms.Shipped(); err != nil {
		return err
	}
	if r.roles, err = role.Interviews(); err != nil {
		return err
	}
	english, err := drugs.Shipped()
	if err != nil {
		return err
	}
	r.drugs = drugs.New(names, english, r.terms.Known)
	r.search = moonshine.Beam{Width: beamWidth, Words: vocabulary{words, r.terms}, Weight: wordWeight, Bonus: wordBonus,
		Names: moonshine.NewNames(v, rare(names, words)), Naming: nameBonus}
	return nil
}

// rare are the names of one word that speech is not full of anyway.
func rare(names []string, words *wordlm.Model) []string {
	var out []string
	for _, n := range names {
		n = strings.ToLower(n)
		if len(n) >= 5 && !strings.ContainsFunc(n, func(r rune) bool { return r < 'a' || r > 'z' }) && words.LogProb(nil, n) < nameCommon {
			out = append(out, n)
		}
	}
	return out
}

// vocabulary is the word model with a floor under clinical words: the interviews it was learnt from name few of
// the world's drugs and diseases, and that must not count against the others.
type vocabulary struct {
	words *wordlm.Model
	terms *terms.Set
}

const clinicalFloor = -9 // natural logarithm of a probability

func (v vocabulary) LogProb(history []string, word string) float64 {
	p := v.words.LogProb(history, word)
	if p < clinicalFloor && v.terms.Known(word) {
		return clinicalFloor
	}
	return p
}

// Close waits for work under way and frees the models.
func (r *Recogniser) Close() error {
	r.pool.close()
	var errs []error
	if r.base != nil {
		errs = append(errs, r.base.Close())
	}
	if r.tiny != nil {
		errs = append(errs, r.tiny.Close())
	}
	return errors.Join(append(errs, r.detect.Close(), r.voices.Close())...)
}
