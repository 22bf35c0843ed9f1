package icd10cm

import "strconv"

// Chapter is a chapter of the tabular list.
type Chapter struct {
	ID     string // its number in words of the list, e.g. "4"
	Number int
	Title  string
	Blocks []Block
}

// Block is a section of a chapter.
type Block struct {
	ID         string // e.g. "E08-E13"
	Title      string
	Categories []*Code
}

// title is the heading of a chapter or block as it was read.
type title struct{ chapter, block, words string }

// Chapters lists the classification from above. Without a tabular list, which has
// the headings, the categories stand by their first letter.
func (r *Release) Chapters() []Chapter {
	var out []Chapter
	at := map[[2]string]int{}
	for _, t := range r.titles {
		if t.block == "" {
			n, err := strconv.Atoi(t.chapter)
			if err != nil {
				n = len(out) + 1
			}
			out = append(out, Chapter{ID: t.chapter, Number: n, Title: t.words})
			continue
		}
		c := &out[len(out)-1]
		at[[2]string{strconv.Itoa(c.Number), t.block}] = len(c.Blocks)
		c.Blocks = append(c.Blocks, Block{ID: t.block, Title: t.words})
	}
	r.All(func(c *Code) {
		if c.Parent != "" {
			return
		}
		if i, ok := at[[2]string{strconv.Itoa(c.Chapter), c.Section}]; ok {
			b := &out[c.Chapter-1].Blocks[i]
			b.Categories = append(b.Categories, c)
			return
		}
		letter := c.Code[:1]
		if len(out) == 0 || out[len(out)-1].Number != 0 || out[len(out)-1].ID != letter {
			out = append(out, Chapter{ID: letter, Title: "Codes that begin with " + letter, Blocks: []Block{{ID: letter + "00-" + letter + "99", Title: "All"}}})
		}
		b := &out[len(out)-1].Blocks[0]
		b.Categories = append(b.Categories, c)
	})
	return out
}
