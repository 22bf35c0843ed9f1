package coding

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/visitwright/visitwright/coding/icd10cm"
	"github.com/visitwright/visitwright/ehr"
)

// Catalog holds the releases that are at hand and makes the lexicon of one when
// it is first asked for. It may be used by many at once.
type Catalog struct {
	set  icd10cm.Set
	mu   sync.Mutex
	made map[string]*Lexicon
}

// OpenCatalog reads each folder of dir as one release. Only newest makes it read
// the one that begins last, which is what most commands need.
func OpenCatalog(dir string, onlyNewest bool) (*Catalog, error) {
	folders, err := os.ReadDir(dir)
	if err != nil {
		return nil, ehr.Wrap(ehr.Unavailable, err, "no code set is loaded: run make setup")
	}
	c := &Catalog{made: map[string]*Lexicon{}}
	var paths []string
	for _, f := range folders {
		if f.IsDir() {
			paths = append(paths, filepath.Join(dir, f.Name()))
		}
	}
	if onlyNewest && len(paths) > 1 {
		paths = paths[len(paths)-1:] // named by their first month, so sorted by it
	}
	for _, p := range paths {
		r, err := icd10cm.Load(ehr.Date{}, p)
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
		lx, _ = NewLexicon(rel, OfficePhrases())
		c.made[rel.Name] = lx
	}
	if !exact {
		notice = fmt.Sprintf("no loaded code set covers %s; %s (%s to %s) was used", service, rel.Name, rel.From, rel.To)
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
