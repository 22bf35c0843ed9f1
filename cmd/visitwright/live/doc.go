// Package live listens while a visit runs. A Listener follows each recording as
// it comes onto the disk, feeds it to the recogniser, keeps the pieces in the
// record and tells the pages that have the visit open, through a Hub.
//
// It never stands in the way of the recording: it reads what is already safe on
// disk, at its own pace. Where the recogniser cannot keep up, or fails, the page
// is told so in words, and the final transcript is made from the recording after
// the visit. After a restart of the program it begins again at the start of what
// is on disk and catches up.
package live
