package meaning

import (
	"context"
	"path/filepath"

	"github.com/visitwright/visitwright/cmd/visitwright/config"
	"github.com/visitwright/visitwright/cmd/visitwright/parts"
	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/coding/embed"
	"github.com/visitwright/visitwright/coding/icd10cm"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/speech/onnx"
)

// Model is an embedder with the vectors it has made.
type Model struct {
	embed.Model
	Kept  *embed.Store
	close func() error
}

// Open opens the embedder that the configuration names: an endpoint, or the one
// that set-up fetched, run on this many cores.
func Open(cfg config.Config, root parts.Root, threads int) (*Model, error) {
	m := &Model{close: func() error { return nil }}
	if cfg.EmbedURL != "" {
		m.Model = embed.NewRemote(cfg.EmbedURL, cfg.EmbedKey, cfg.EmbedModel)
	} else {
		dir, err := root.File("coding", "embedder")
		if err != nil {
			return nil, ehr.Wrap(ehr.Unavailable, err, "the embedder is missing: run make setup")
		}
		if err := onnx.Start(root.OnnxRuntime()); err != nil {
			return nil, ehr.Wrap(ehr.Unavailable, err, "the embedder's runtime cannot be loaded")
		}
		local, err := embed.Open(dir, threads)
		if err != nil {
			return nil, err
		}
		m.Model, m.close = local, local.Close
	}
	var err error
	if m.Kept, err = embed.OpenStore(Dir(cfg), m.Model, embed.Dimensions); err != nil {
		_ = m.close()
		return nil, err
	}
	return m, nil
}

// Aside is the model for work in the background: at a low priority where it
// runs on this machine.
func (m *Model) Aside() embed.Model {
	if local, ok := m.Model.(*embed.Local); ok {
		return local.Aside()
	}
	return m.Model
}

// Dir is where vectors are kept.
func Dir(cfg config.Config) string { return filepath.Join(cfg.Data(), "coding", "vectors") }

// Loaded is where the practice's own code sets are kept, one folder a release.
func Loaded(cfg config.Config) string { return filepath.Join(cfg.Data(), "coding", "icd10cm") }

// Lists is where the other official lists that the practice loaded are kept.
func Lists(cfg config.Config) string { return filepath.Join(cfg.Data(), "coding", "lists") }

// Close lets go of the model; nothing may be under way.
func (m *Model) Close() error { return m.close() }

// InMemory gives the lexicon's vectors in memory, where every one is kept.
func (m *Model) InMemory(lx *coding.Lexicon, threads int) (*embed.Exact, error) {
	x := embed.NewExact(m, threads)
	return x, x.Add(lx, m.Kept)
}

// Fill makes the vectors of a lexicon that are not kept yet.
func (m *Model) Fill(ctx context.Context, lx *coding.Lexicon, progress func(done, total int)) error {
	var texts []string
	lx.Meanings(func(text string, _ *icd10cm.Code, _ coding.Source) { texts = append(texts, text) })
	return m.Kept.Fill(ctx, m, texts, progress)
}

// Have counts the different texts of a lexicon and those whose vector is kept.
func (m *Model) Have(lx *coding.Lexicon) (there, total int) {
	seen := map[string]bool{}
	lx.Meanings(func(text string, _ *icd10cm.Code, _ coding.Source) {
		if seen[text] {
			return
		}
		seen[text] = true
		total++
		if _, ok := m.Kept.Vector(text); ok {
			there++
		}
	})
	return there, total
}
