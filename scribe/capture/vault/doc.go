// Package vault keeps audio on disk: durable before it is acked, encrypted before
// it touches the disk, readable by time.
//
// # Durable
//
// Each recording has its own append-only file. Syncing hundreds of files ten times
// a second is more than a disk can do, so what arrives is written twice: to the
// recording's file, and, for all recordings together, to one journal, and only the
// journal is synced at once (group commit). Every so often the recordings' files
// are synced in the background and the journal's older segments go. Opening the
// store replays the journal and cuts each file that it names to exactly its last
// durable byte, so nothing acked is lost and nothing unacked is left half.
//
// # Encrypted
//
// Each recording has a data key of its own (256 bits, random), kept in a file apart
// from the audio and wrapped by a master key from the configuration. Each item is
// sealed by XChaCha20-Poly1305 with a random nonce; the recording, the item's
// number, its place in time and its kind are bound to it as associated data, and
// the reader insists on an unbroken row of numbers, so that changed, moved, swapped
// or left-out items are found. The last record of a finished recording says so and
// holds its totals and digest, so that a cut-off one is found as well.
//
// Erasing destroys the wrapped key: the audio is unreadable from then on wherever
// copies of it lie, as long as the keys folder is not copied with it (keep backups of
// the two apart, and those of the keys folder short).
//
//	LOCK                        held while a process has the store open
//	audio/<visit>/<recording>   the recordings
//	keys/<recording>.key        wrapped data keys
//	keys/<recording>.erased     what is left of erased ones: when, by whom, why
//	journal/<number>            segments of the journal
package vault
