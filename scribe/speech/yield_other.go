//go:build !linux

package speech

// yield does nothing here: background work has the priority of all other work.
func yield() {}
