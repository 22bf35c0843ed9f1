// Package client works a running service the way the browser does: it signs in, opens a visit, records consent,
// streams audio through the capture protocol and waits for the note. "visitwright visit" and the demonstration are
// made of it.
package client
