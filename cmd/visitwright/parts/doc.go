// Package parts finds the parts root: the folder with what set-up fetched, namely the speech models and their
// runtime, the private PostgreSQL, ffmpeg and the code lists. Set-up keeps it in the user's cache, one for all
// clones, and points bin/parts at it; the lock list is cmd/visitwright/setup/parts.toml.
//
// The layout below the root is fixed:
//
//	onnxruntime/libonnxruntime.so
//	speech/                  voice activity, recognisers, tokenizer, voice encoder
//	postgres/{bin,lib,share}
//	ffmpeg/ffmpeg
//	coding/                  code lists and the embedding model
package parts
