// Package embed turns short texts into vectors that lie near one another where
// the texts mean the same.
//
// Local runs bge-small-en-v1.5 (Xiao et al., "C-Pack", SIGIR 2024; 8-bit
// weights) through ONNX Runtime on this machine's processor: WordPiece tokens,
// the first token's last state, length one. Remote asks any endpoint that speaks
// OpenAI's embeddings API. A Store keeps what was embedded, by the text's hash, so
// that no text is embedded twice.
package embed
