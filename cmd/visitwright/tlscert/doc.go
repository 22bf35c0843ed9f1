// Package tlscert has the certificates the service answers HTTPS with. A browser gives a page the microphone only
// over HTTPS or on the machine itself, so a recorder in another room needs one: either a certificate somebody
// issued, in two files, or a certificate of an authority of this installation's own, made here, which each
// computer that shall use it has to be told to trust once.
package tlscert
