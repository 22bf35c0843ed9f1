// Visitwright turns the conversation in the exam room into a signed note, reviewed codes, checked orders and a
// clean claim, on one machine.
//
// Each stage is a sub-command of this program; root.go lists them, one file holds each. The service itself is
// "visitwright serve", put together in package app.
package main
