// Package index finds codes in PostgreSQL by what a text means (pgvector, an HNSW
// graph) and by its words (full text), among the texts of one release that point
// at complete codes.
//
// Fill brings a release in: its texts by COPY into a staging table that is
// swapped in at once, then the vectors, some at a time, so that searching by
// words works from the first moment and what a killed program did is kept.
// Progress says how far that is. The vectors come from a Keeper, which embeds no
// text twice.
package index
