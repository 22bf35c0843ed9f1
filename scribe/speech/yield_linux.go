package speech

import (
	"runtime"
	"syscall"
)

// yielding is how much nicer background threads are than the others: beside busy ones they get a tenth of what one of those gets.
const yielding = 10

// yield makes the calling goroutine a background one for good: a thread of its own that gives way to all others. Where the
// system refuses, it is a thread like others.
func yield() {
	runtime.LockOSThread()
	self := syscall.Gettid()
	if raw, err := syscall.Getpriority(syscall.PRIO_PROCESS, self); err == nil { // the kernel gives 20 less the nice value
		_ = syscall.Setpriority(syscall.PRIO_PROCESS, self, min(19, 20-raw+yielding))
	}
}
