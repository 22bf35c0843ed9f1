// Package recorder is a recording device for the command line: it signs in, opens a
// visit, records consent, streams a recording through the same websocket a browser
// uses, and waits for the note. It talks to a running service over HTTP and knows
// nothing of its inside.
package recorder
