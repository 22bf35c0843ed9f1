// Package app is the whole program as one value: New opens everything there is
// (the private PostgreSQL, the record, the audio, the recogniser, the job queue,
// the door), Run answers until its context ends, Close lets go of it all in
// order. main and the end-to-end tests use the same, the tests on port 0.
package app
