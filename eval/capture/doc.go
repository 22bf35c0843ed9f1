// Package capture measures whether audio survives. It streams recordings to a
// server in a process of its own, over real sockets and to a real disk, and does to
// it what happens in practice: kill -9 of the server and of the recorder, lines cut in
// every way a line is cut, a full disk, a database that is down. Afterwards every
// recording is read back and compared byte by byte with what was spoken into it.
//
// Each eight bytes of the audio name their recording and place, so that a lost
// byte, a doubled one and one in the wrong place are told apart.
//
// Bench measures how many live streams one machine serves.
package capture
