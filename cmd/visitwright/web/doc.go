// Package web is the browser app and the door it comes through. The app is
// TypeScript (src, built by Vite into dist) and is embedded in the program, so
// that a clinic runs one file and nothing of the page is fetched from elsewhere.
//
//	src/record     the recorder: microphone, log in the browser, line to the server
//	src/visit      the visit page: transcript, note, what wants an answer
//	src/frame      what stays on every page: rail, banner, command box, recorder bar
//	src/schedule, src/patients, src/account, src/admin   the other pages
//	src/api        the server's answers, typed from its OpenAPI description
//	e2e            tests in a real Chromium against the real program, screenshots
//
// The recorder lives outside the pages: changing the page never stops it.
package web
