package index

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/pgvector/pgvector-go"

	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/coding/embed"
	"github.com/visitwright/visitwright/coding/icd10cm"
)

// row is one text of a release.
type row struct {
	code, text string
	source     coding.Source
	key        embed.Key
}

// Fill brings the texts of a lexicon in and then their vectors. Where both are
// there it does nothing. maker makes the missing ones; it is the index's own model,
// perhaps at a lower priority. Fill may be stopped at any time and called again.
func (x *Index) Fill(ctx context.Context, lx *coding.Lexicon, keep *embed.Store, maker embed.Model, now time.Time) error {
	rows, distinct, content := texts(lx)
	name := lx.Release.Name
	if err := x.load(ctx, name, rows, len(distinct), content, now); err != nil {
		return err
	}
	if err := x.sameModel(ctx); err != nil {
		return err
	}
	missing, err := x.missing(ctx, name, distinct)
	if err != nil {
		return err
	}
	// Those of a release filled before count at once.
	if err := x.count(ctx, name, len(distinct)-len(missing), now); err != nil {
		return err
	}
	done := len(distinct) - len(missing)
	for len(missing) > 0 {
		some := missing[:min(portion, len(missing))]
		missing = missing[len(some):]
		if err := keep.Fill(ctx, maker, some, nil); err != nil {
			return err
		}
		if err := x.enter(ctx, some, keep); err != nil {
			return err
		}
		done += len(some)
		if err := x.count(ctx, name, done, now); err != nil {
			return err
		}
	}
	return nil
}

// count notes how many of the release's texts have a vector.
func (x *Index) count(ctx context.Context, name string, vectors int, now time.Time) error {
	_, err := x.pool.Exec(ctx, `UPDATE code_release SET vectors = $2, changed = $3 WHERE release = $1 AND vectors <> $2`, name, vectors, now)
	return unavailable(err)
}

// portion is how many vectors are made and entered together: some seconds' work.
const portion = 512

// texts gives the rows, the different texts in order, and a hash of it all.
func texts(lx *coding.Lexicon) (rows []row, distinct []string, content []byte) {
	seen := map[embed.Key]bool{}
	all := sha256.New()
	lx.Meanings(func(text string, code *icd10cm.Code, source coding.Source) {
		r := row{code: code.Code, text: text, source: source, key: embed.KeyOf(text)}
		if !seen[r.key] {
			seen[r.key] = true
			distinct = append(distinct, text)
		}
		all.Write([]byte(r.code + "\t" + string(source) + "\t" + text + "\n"))
		rows = append(rows, r)
	})
	return rows, distinct, all.Sum(nil)
}

// load copies the texts into a staging table and swaps them in, unless they are
// there already.
func (x *Index) load(ctx context.Context, name string, rows []row, distinct int, content []byte, now time.Time) error {
	var there []byte
	err := x.pool.QueryRow(ctx, `SELECT content FROM code_release WHERE release = $1`, name).Scan(&there)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return unavailable(err)
	}
	if bytes.Equal(there, content) {
		return nil
	}
	return unavailable(pgx.BeginFunc(ctx, x.pool, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `CREATE TEMPORARY TABLE staging (code text, source text, key bytea, body text) ON COMMIT DROP`)
		if err != nil {
			return err
		}
		_, err = tx.CopyFrom(ctx, pgx.Identifier{"staging"}, []string{"code", "source", "key", "body"},
			pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
				return []any{rows[i].code, string(rows[i].source), rows[i].key[:], rows[i].text}, nil
			}))
		if err != nil {
			return err
		}
		for _, statement := range []string{
			`DELETE FROM code_text WHERE release = $1`,
			`INSERT INTO code_text (release, code, source, key, words) SELECT $1, code, source, key, to_tsvector('english', body) FROM staging`,
		} {
			if _, err := tx.Exec(ctx, statement, name); err != nil {
				return err
			}
		}
		// A text that no release has any more would stand in the way of every search.
		if _, err := tx.Exec(ctx, `DELETE FROM code_vector v WHERE NOT EXISTS (SELECT FROM code_text t WHERE t.key = v.key)`); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO code_release (release, content, texts, changed) VALUES ($1, $2, $3, $4)
			ON CONFLICT (release) DO UPDATE SET content = excluded.content, texts = excluded.texts, vectors = 0, changed = excluded.changed`,
			name, content, distinct, now)
		return err
	}))
}

// sameModel forgets the vectors of another model: they cannot be compared.
func (x *Index) sameModel(ctx context.Context) error {
	return unavailable(pgx.BeginFunc(ctx, x.pool, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `INSERT INTO code_vector_model (model) VALUES ($1)
			ON CONFLICT (alone) DO UPDATE SET model = excluded.model WHERE code_vector_model.model <> excluded.model`, x.model.Name())
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM code_vector`); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE code_release SET vectors = 0`)
		return err
	}))
}

// missing lists the texts without a vector.
func (x *Index) missing(ctx context.Context, name string, distinct []string) ([]string, error) {
	rows, err := x.pool.Query(ctx, `SELECT DISTINCT t.key FROM code_text t WHERE t.release = $1
		AND NOT EXISTS (SELECT FROM code_vector v WHERE v.key = t.key)`, name)
	if err != nil {
		return nil, unavailable(err)
	}
	keys, err := pgx.CollectRows(rows, pgx.RowTo[[]byte])
	if err != nil {
		return nil, unavailable(err)
	}
	without := make(map[embed.Key]bool, len(keys))
	for _, k := range keys {
		without[embed.Key(k)] = true
	}
	var out []string
	for _, t := range distinct {
		if without[embed.KeyOf(t)] {
			out = append(out, t)
		}
	}
	return out, nil
}

// enter puts kept vectors into the database.
func (x *Index) enter(ctx context.Context, texts []string, keep *embed.Store) error {
	return unavailable(pgx.BeginFunc(ctx, x.pool, func(tx pgx.Tx) error {
		var batch pgx.Batch
		for _, t := range texts {
			v, ok := keep.Vector(t)
			if !ok {
				return errors.New("a vector that was just made is not kept")
			}
			key := embed.KeyOf(t)
			batch.Queue(`INSERT INTO code_vector (key, vector) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING`, key[:], pgvector.NewHalfVector(v))
		}
		return tx.SendBatch(ctx, &batch).Close()
	}))
}
