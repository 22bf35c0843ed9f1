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
// surer and slower; at 100 the graph misses less than one in a hundred of the true
// nearest (eval/report/code.md). It is more than coding asks for.
const breadth = "100"

// Nearest is that of coding.Vectors. Until every text of the release has its
// vector it refuses, so that what is found does not depend on how far the filling
// is.
func (x *Index) Nearest(ctx context.Context, release string, queries []string, n int) ([][]coding.Neighbour, error) {
	embedded, err := x.model.Embed(ctx, queries)
	if err != nil {
		return nil, err
	}
	// One trip: a batch is one transaction, in which the settings hold.
	var batch pgx.Batch
	var texts, vectors int
	batch.Queue(`SELECT texts, vectors FROM code_release JOIN code_vector_model ON model = $2 WHERE release = $1`, release, x.model.Name()).
		Query(func(rows pgx.Rows) error {
			_, err := pgx.ForEachRow(rows, []any{&texts, &vectors}, func() error { return nil })
			return err
		})
	batch.Queue(`SELECT set_config('hnsw.ef_search', $1, true), set_config('hnsw.iterative_scan', 'strict_order', true)`, breadth)
	out := make([][]coding.Neighbour, len(queries))
	for i, v := range embedded {
		batch.Queue(nearestSQL, pgvector.NewHalfVector(v), release, n).Query(func(rows pgx.Rows) (err error) {
			out[i], err = pgx.CollectRows(rows, pgx.RowToStructByPos[coding.Neighbour])
			return err
		})
	}
	err = unavailable(x.pool.SendBatch(ctx, &batch).Close())
	if err == nil && (texts == 0 || vectors < texts) {
		err = ehr.Errorf(ehr.Unavailable, "the vectors of %s are not ready: %d of %d", release, vectors, texts)
	}
	if err != nil {
		return nil, err
	}
	return out, nil
}

// nearestSQL walks the graph from the nearest text outwards until enough are of the
// release: other releases' texts stand in the same graph. Every row of code_text points
// at a complete code.
const nearestSQL = `SELECT code, source, 1 - distance FROM (
		SELECT t.code, t.source, v.vector <=> $1 AS distance FROM code_vector v JOIN code_text t ON t.key = v.key AND t.release = $2
		ORDER BY v.vector <=> $1 LIMIT $3) near
	ORDER BY distance, code, source`

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
