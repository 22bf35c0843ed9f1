package embed

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	ort "github.com/yalue/onnxruntime_go"
	"golang.org/x/sync/errgroup"
	"golang.org/x/sys/unix"

	"github.com/visitwright/visitwright/ehr"
)

// Dimensions is the length of the local model's vectors.
const Dimensions = 384

// longestText is in tokens. The longest description of ICD-10-CM has 90.
const longestText = 128

// Local is the model on this machine. It may be used by many at once.
type Local struct {
	cut     *wordPiece
	session *ort.DynamicAdvancedSession
	name    string
	threads int
	aside   bool
}

// Open reads model.onnx and tokenizer.json in dir; threads is how many texts are
// worked on side by side, each on one core. ONNX Runtime must have been started.
func Open(dir string, threads int) (*Local, error) {
	if !ort.IsInitialized() {
		return nil, ehr.Errorf(ehr.Unavailable, "the runtime of neural networks was not started")
	}
	cut, err := readWordPiece(filepath.Join(dir, "tokenizer.json"), longestText)
	if err != nil {
		return nil, err
	}
	model, err := os.ReadFile(filepath.Join(dir, "model.onnx"))
	if err != nil {
		return nil, ehr.Wrap(ehr.Unavailable, err, "the embedder is missing: run make setup")
	}
	session, err := newSession(model)
	if err != nil {
		return nil, ehr.Wrap(ehr.Unavailable, err, "the embedder cannot be loaded")
	}
	sum := sha256.Sum256(model)
	return &Local{cut: cut, session: session, name: "bge-small-en-v1.5-q-single-" + hex.EncodeToString(sum[:4]), threads: max(1, threads)}, nil
}

func newSession(model []byte) (*ort.DynamicAdvancedSession, error) {
	options, err := ort.NewSessionOptions()
	if err != nil {
		return nil, err
	}
	defer func() { _ = options.Destroy() }()
	if err := options.SetIntraOpNumThreads(1); err != nil {
		return nil, err
	}
	if err := options.SetInterOpNumThreads(1); err != nil {
		return nil, err
	}
	return ort.NewDynamicAdvancedSessionWithONNXData(model,
		[]string{"input_ids", "attention_mask", "token_type_ids"}, []string{"last_hidden_state"}, options)
}

// Aside is the same model for work in the background: on one core, and only when
// nothing else wants it.
func (l *Local) Aside() *Local {
	a := *l
	a.threads, a.aside = 1, true
	return &a
}

// background is the priority of work in the background, as of nice(1): low, but
// not so low that a program that stops waits for it.
const background = 10

// stepAside gives the goroutine a thread of its own at a low priority, which
// ends with it.
func stepAside() {
	runtime.LockOSThread() // not unlocked: the thread is of no more use to others
	_ = unix.Setpriority(unix.PRIO_PROCESS, unix.Gettid(), background)
}

// Name tells the model, for what is kept of its vectors.
func (l *Local) Name() string { return l.name }

// Close frees the model; nothing may be under way.
func (l *Local) Close() error { return l.session.Destroy() }

// Embed gives a vector of length one for each text, in their order. Each text runs by
// itself: the model's 8-bit weights meet numbers that are scaled by all that runs
// together, so that a text among others would get another vector than alone.
func (l *Local) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(l.threads)
	for i, t := range texts {
		work.Go(func() (err error) {
			if l.aside {
				stepAside()
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			out[i], err = l.run(l.cut.encode(t))
			return err
		})
	}
	if err := work.Wait(); err != nil {
		return nil, ehr.Wrap(ehr.Unavailable, err, "the texts could not be embedded")
	}
	return out, nil
}

// run embeds one text.
func (l *Local) run(tokens []int64) ([]float32, error) {
	shape := ort.NewShape(1, int64(len(tokens)))
	inputs := make([]ort.Value, 0, 3)
	defer func() {
		for _, v := range inputs {
			_ = v.Destroy()
		}
	}()
	ones := slices.Repeat([]int64{1}, len(tokens))
	for _, data := range [][]int64{tokens, ones, make([]int64, len(tokens))} {
		t, err := ort.NewTensor(shape, data)
		if err != nil {
			return nil, err
		}
		inputs = append(inputs, t)
	}
	outputs := make([]ort.Value, 1)
	if err := l.session.Run(inputs, outputs); err != nil {
		return nil, err
	}
	defer func() { _ = outputs[0].Destroy() }()
	states, ok := outputs[0].(*ort.Tensor[float32])
	if !ok || len(states.GetData()) != len(tokens)*Dimensions {
		return nil, ehr.Errorf(ehr.Invalid, "the embedder's output has another form than %d numbers a token", Dimensions)
	}
	return unit(states.GetData()[:Dimensions]), nil
}

// unit is a copy of v with length one.
func unit(v []float32) []float32 {
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	out := make([]float32, len(v))
	if sum == 0 {
		return out
	}
	by := float32(1 / math.Sqrt(sum))
	for i, x := range v {
		out[i] = x * by
	}
	return out
}
