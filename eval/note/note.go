// Package note measures drafted notes against the notes people wrote.
package note
