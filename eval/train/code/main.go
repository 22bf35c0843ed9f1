// Command code learns the ranker of coding.Lexicon.Lookup again:
//
//	go run ./eval/train/code --data ../shared/data --vectors DIR
//
// It reads the Disease Ontology's labels with their ICD-10-CM codes (CC0), looks
// them up in the default code set and in one with CDC's alphabetic index of 2017,
// and writes coding/data/ranker.json. DIR keeps the vectors it makes; the data
// folder's coding/vectors has them already where the service has run.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"log"
	"os"
	"path/filepath"
	"runtime"

	ort "github.com/yalue/onnxruntime_go"

	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/coding/embed"
	"github.com/visitwright/visitwright/coding/icd10cm"
	"github.com/visitwright/visitwright/eval/code"
	"github.com/visitwright/visitwright/eval/code/boost"
)

func main() {
	data := flag.String("data", "../shared/data", "folder of the collections")
	parts := flag.String("parts", "bin/parts", "folder with what set-up fetched")
	vectors := flag.String("vectors", filepath.Join(os.TempDir(), "visitwright-vectors"), "folder that keeps vectors")
	out := flag.String("out", "coding/data/ranker.json", "file to write")
	flag.Parse()
	if err := learn(context.Background(), *data, *parts, *vectors, *out); err != nil {
		log.Fatal(err)
	}
}

func learn(ctx context.Context, data, parts, vectors, out string) error {
	ort.SetSharedLibraryPath(filepath.Join(parts, "onnxruntime", "libonnxruntime.so"))
	if err := ort.InitializeEnvironment(ort.WithLogLevelError()); err != nil {
		return err
	}
	model, err := embed.Open(filepath.Join(parts, "coding", "embedder"), runtime.NumCPU())
	if err != nil {
		return err
	}
	kept, err := embed.OpenStore(vectors, model, embed.Dimensions)
	if err != nil {
		return err
	}
	cat, err := coding.OpenCatalog(filepath.Join(parts, "coding", "icd10cm"), true)
	if err != nil {
		return err
	}
	rel := cat.Releases()[0]
	alone, _ := coding.NewLexicon(rel, coding.OfficePhrases())
	indexed, err := code.WithIndex(rel, filepath.Join(data, "codes", "icd10cm", "fy2017-full-xml.zip"))
	if err != nil {
		return err
	}
	labels, err := code.ReadLabels(filepath.Join(data, "coding", "terms", "doid_icd10cm.tsv"), alone)
	if err != nil {
		return err
	}
	var warm []*coding.Lexicon
	for _, lx := range []*coding.Lexicon{alone, indexed} {
		near, err := look(ctx, model, kept, lx, labels)
		if err != nil {
			return err
		}
		warm = append(warm, near)
	}
	b, err := json.Marshal(boost.Learn(code.Material(labels, warm...)))
	if err != nil {
		return err
	}
	return os.WriteFile(out, append(b, '\n'), 0o644)
}

// look gives the lexicon that has looked all labels up.
func look(ctx context.Context, model *embed.Local, kept *embed.Store, lx *coding.Lexicon, labels []code.Label) (*coding.Lexicon, error) {
	var texts []string
	lx.Meanings(func(text string, _ *icd10cm.Code, _ coding.Source) { texts = append(texts, text) })
	if err := kept.Fill(ctx, model, texts, nil); err != nil {
		return nil, err
	}
	x := embed.NewExact(model, runtime.NumCPU())
	if err := x.Add(lx, kept); err != nil {
		return nil, err
	}
	lx.UseVectors(x)
	return lx.Near(ctx, code.Texts(labels))
}
