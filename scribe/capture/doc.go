// Package capture brings a microphone's audio to the server without losing or
// doubling a byte, whatever happens to the line, the server or the client.
//
// PROTOCOL.md says what both sides exchange. Handler is the server's side: it takes
// websockets, asks a Gate whether audio may be accepted (session, right, consent),
// hands what arrives to a vault.Store and acks what the store has on disk. Client is
// the other side for programs written in Go; the browser has its own in TypeScript.
//
// The package knows neither the database nor the web framework. What it needs to
// know it asks through the functions in Options; when the database is away they say
// so with an ehr.Unavailable, and the client is told, keeps its audio and tries again.
//
// Whoever wants to hear the audio (the recogniser, playback) reads it from the
// store, which only shows what is on disk, and at its own pace, so nobody who listens
// can hold up an ack.
package capture
