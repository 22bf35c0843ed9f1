package index

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/pgvector/pgvector-go"

	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/coding/embed"
	"github.com/visitwright/visitwright/ehr"
)

// Index is the tables of one database. It may be used by many at once.
type Index struct {
	pool  *pgxpool.Pool
	model embed.Model
}

// New uses the tables that ehr/store's migrations made.
func New(pool *pgxpool.Pool, model embed.Model) *Index { return &Index{pool: pool, model: model} }

// Progress is how far a release has been brought in.
type Progress struct {
	Release        string
	Texts, Vectors int
}

// Ready says whether every text has its vector.
func (p Progress) Ready() bool { return p.Texts > 0 && p.Vectors == p.Texts }

// Progress lists the releases that were begun, by name.
func (x *Index) Progress(ctx context.Context) ([]Progress, error) {
	rows, err := x.pool.Query(ctx, `SELECT release, texts, vectors FROM code_release ORDER BY release`)
	if err != nil {
		return nil, unavailable(err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Progress])
	return list, unavailable(err)
}

// breadth is how many of the graph's nodes a search keeps in view. Larger is
// surer and slower; at 160 the graph misses one in a hundred of the true
// nearest (eval/report/code.md).
const breadth = "160"

// Nearest is that of coding.Vectors. Until every text of the release has its
// vector it refuses, so that what is found does not depend on how far the filling
// is.
func (x *Index) Nearest(ctx context.Context, release string, queries []string, n int) ([][]coding.Neighbour, error) {
	var texts, vectors int
	err := x.pool.QueryRow(ctx, `SELECT texts, vectors FROM code_release JOIN code_vector_model ON model = $2 WHERE release = $1`, release, x.model.Name()).
		Scan(&texts, &vectors)
	if err != nil || vectors < texts {
		return nil, ehr.Wrap(ehr.Unavailable, err, "the vectors of %s are not ready: %d of %d", release, vectors, texts)
	}
	embedded, err := x.model.Embed(ctx, queries)
	if err != nil {
		return nil, err
	}
	out := make([][]coding.Neighbour, len(queries))
	err = pgx.BeginTxFunc(ctx, x.pool, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		var batch pgx.Batch
		batch.Queue(`SELECT set_config('hnsw.ef_search', $1, true)`, breadth)
		for i, v := range embedded {
			batch.Queue(nearestSQL, pgvector.NewHalfVector(v), release, n).Query(func(rows pgx.Rows) (err error) {
				out[i], err = pgx.CollectRows(rows, pgx.RowToStructByPos[coding.Neighbour])
				return err
			})
		}
		return tx.SendBatch(ctx, &batch).Close()
	})
	return out, unavailable(err)
}

// nearestSQL walks the graph from the nearest text outwards; a text that is not
// of the release is passed over. Every row of code_text points at a complete code.
const nearestSQL = `SELECT t.code, t.source, 1 - near.distance
	FROM (SELECT key, vector <=> $1 AS distance FROM code_vector ORDER BY vector <=> $1 LIMIT $3) near
	JOIN code_text t ON t.key = near.key AND t.release = $2
	ORDER BY near.distance, t.code, t.source`

// Words finds texts of the release by PostgreSQL's full text alone, best first;
// Cosine is then the rank PostgreSQL gives, not comparable with a cosine.
func (x *Index) Words(ctx context.Context, release, query string, n int) ([]coding.Neighbour, error) {
	rows, err := x.pool.Query(ctx, `SELECT code, source, ts_rank_cd(words, query, 1 | 32) AS rank
		FROM code_text, (SELECT replace(plainto_tsquery('english', $2)::text, '&', '|')::tsquery AS query) q
		WHERE words @@ query AND release = $1 ORDER BY rank DESC, code, source LIMIT $3`, release, query, n)
	if err != nil {
		return nil, unavailable(err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[coding.Neighbour])
	return list, unavailable(err)
}

func unavailable(err error) error {
	if err == nil {
		return nil
	}
	return ehr.Wrap(ehr.Unavailable, err, "the index of codes does not answer")
}
