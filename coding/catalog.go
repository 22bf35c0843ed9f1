package coding

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/visitwright/visitwright/coding/icd10cm"
	"github.com/visitwright/visitwright/ehr"
)

// Catalog holds the releases that are at hand and makes the lexicon of one when
// it is first asked for. It may be used by many at once.
type Catalog struct {
	set     icd10cm.Set
	mu      sync.Mutex
	made    map[string]*Lexicon
	vectors Vectors
	judge   func(*Lexicon) Vectors
}

// OpenCatalog reads each folder of dir as one release, and those of more, which
// stand before one of the same name in dir: what a practice loaded itself. Only
// newest makes it read the one that begins last, which is what most commands need.
func OpenCatalog(dir string, onlyNewest bool, more ...string) (*Catalog, error) {
	at := map[string]string{}
	for _, d := range append([]string{dir}, more...) {
		folders, err := os.ReadDir(d)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, ehr.Wrap(ehr.Unavailable, err, "the code sets cannot be read")
		}
		for _, f := range folders {
			if f.IsDir() && !strings.HasPrefix(f.Name(), ".") {
				at[f.Name()] = filepath.Join(d, f.Name())
			}
		}
	}
	names := slices.Sorted(maps.Keys(at)) // named by their first month, so in the order of time
	if onlyNewest && len(names) > 1 {
		names = names[len(names)-1:]
	}
	c := &Catalog{made: map[string]*Lexicon{}}
	for _, name := range names {
		r, err := icd10cm.Load(ehr.Date{}, at[name])
		if err != nil {
			return nil, err
		}
		c.set = append(c.set, r)
	}
	if len(c.set) == 0 {
		return nil, ehr.Errorf(ehr.Unavailable, "no code set is loaded: run make setup")
	}
	return c, nil
}

// UseVectors has codes found by meaning too, in lexicons made before and after;
// nil takes it back.
func (c *Catalog) UseVectors(v Vectors) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.vectors = v
	for name, lx := range c.made {
		with := *lx
		with.vectors = v
		c.made[name] = &with
	}
}

// JudgeBy has Suggest ask what titles mean, in lexicons made before and after; make
// gives the judge of one.
func (c *Catalog) JudgeBy(make func(*Lexicon) Vectors) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.judge = make
	for name, lx := range c.made {
		with := *lx
		with.judge = make(&with)
		c.made[name] = &with
	}
}

// Releases lists what is loaded.
func (c *Catalog) Releases() icd10cm.Set { return c.set }

// On returns the lexicon for a date of service. Where the date lies in no loaded
// release the newest is used and notice says so; notice is empty otherwise.
func (c *Catalog) On(service ehr.Date) (lx *Lexicon, notice string) {
	rel, exact := c.set.On(service)
	c.mu.Lock()
	defer c.mu.Unlock()
	lx, ok := c.made[rel.Name]
	if !ok {
		lx, _ = NewLexicon(rel, append(OfficePhrases(), IndexPhrases(rel)...))
		lx.vectors = c.vectors
		if c.judge != nil {
			lx.judge = c.judge(lx)
		}
		c.made[rel.Name] = lx
	}
	if !exact {
		notice = fmt.Sprintf("No loaded code set covers %s; %s (%s to %s) was used. To mend it, download that year's ICD-10-CM from CDC or CMS and run: visitwright codes load FILE",
			service, rel.Name, rel.From, rel.To)
	}
	return lx, notice
}

// Suggest proposes codes from the release of the date of service.
func (c *Catalog) Suggest(note ehr.Note, chart ehr.Chart, service ehr.Date) Result {
	lx, notice := c.On(service)
	r := Suggest(note, chart, lx)
	r.Notice = notice
	return r
}

// Each calls f with the lexicon of every release, the newest first; those that
// nobody asked for yet are not kept afterwards.
func (c *Catalog) Each(f func(*Lexicon) error) error {
	for i := len(c.set) - 1; i >= 0; i-- {
		c.mu.Lock()
		lx := c.made[c.set[i].Name]
		c.mu.Unlock()
		if lx == nil {
			lx, _ = NewLexicon(c.set[i], append(OfficePhrases(), IndexPhrases(c.set[i])...))
		}
		if err := f(lx); err != nil {
			return err
		}
	}
	return nil
}
