package wire

// Reason says why a stretch of a recording is missing.
type Reason uint8

// The reasons for a gap.
const (
	Paused     Reason = 1 // on purpose: nothing is missing
	Microphone Reason = 2 // unplugged, or taken by a phone call
	Slept      Reason = 3 // the device or the page slept
	LogLost    Reason = 4 // the client's log lost it
	Overrun    Reason = 5 // the capture could not keep up
	NotKnown   Reason = 6
)

// reasonNames are the names of reasons in files and interfaces.
var reasonNames = map[Reason]string{Paused: "paused", Microphone: "microphone", Slept: "slept", LogLost: "log_lost", Overrun: "overrun", NotKnown: "not_known"}

// String gives the reason's name, e.g. "microphone".
func (r Reason) String() string { return reasonNames[r] }

// Verdict is the outcome of comparing the two digests at the end.
type Verdict uint8

// The verdicts. The zero value means that the recording has not ended.
const (
	Equal       Verdict = 1
	Different   Verdict = 2
	NotCompared Verdict = 3 // the client had no digest
)

func (v Verdict) String() string {
	switch v {
	case Equal:
		return "equal"
	case Different:
		return "different"
	case NotCompared:
		return "not compared"
	}
	return "open"
}

// NoticeCode says what a Notice is about.
type NoticeCode uint16

// The notices.
const (
	AllWell      NoticeCode = 1
	DatabaseAway NoticeCode = 2
	DiskLow      NoticeCode = 3
	Slow         NoticeCode = 4
)

// Do is what a client does after a Fault.
type Do uint8

// What a client does.
const (
	Stop          Do = 0 // keep the log, tell the person
	Again         Do = 1 // connect again by itself
	AfterSomebody Do = 2 // connect again after the person acted
)

// Code is the kind of a Fault.
type Code uint16

// The kinds of Fault.
const (
	BadMessage  Code = 1
	BadVersion  Code = 2
	SignedOut   Code = 3
	NoConsent   Code = 4
	Forbidden   Code = 5
	NoVisit     Code = 6
	TakenOver   Code = 7
	Sequence    Code = 8
	OtherRec    Code = 9
	TooLarge    Code = 10
	TooLong     Code = 11
	DiskFull    Code = 12
	Unavailable Code = 13
	GoingDown   Code = 14
	Storage     Code = 15
	AfterEnd    Code = 16
	Erased      Code = 17
	TooMany     Code = 18
	Quiet       Code = 19
)

// answers holds what a client does for each kind and the text a person reads.
var answers = map[Code]struct {
	do   Do
	text string
}{
	BadMessage:  {Stop, "the server did not understand the recorder"},
	BadVersion:  {Stop, "the recorder's version does not fit the server's"},
	SignedOut:   {AfterSomebody, "signed out: sign in again to go on sending"},
	NoConsent:   {AfterSomebody, "no consent to record is on file for this visit"},
	Forbidden:   {Stop, "you may not record this visit"},
	NoVisit:     {Stop, "this visit does not take a recording now"},
	TakenOver:   {AfterSomebody, "another device or window records this visit now"},
	Sequence:    {Again, "out of step, resuming"},
	OtherRec:    {Stop, "this recording belongs elsewhere"},
	TooLarge:    {Stop, "the recorder sent too much at once"},
	TooLong:     {Stop, "the recording has reached its longest length"},
	DiskFull:    {Again, "the server's disk is full; audio is kept here until there is room"},
	Unavailable: {Again, "the server's database is away; audio is kept here until it is back"},
	GoingDown:   {Again, "the server restarts; audio is kept here until it is back"},
	Storage:     {Again, "the server's disk reports an error; audio is kept here"},
	AfterEnd:    {Stop, "this recording is already closed"},
	Erased:      {Stop, "this recording was deleted"},
	TooMany:     {Again, "the server is full; audio is kept here until there is room"},
	Quiet:       {Again, "nothing was heard from the recorder, connecting again"},
}

// NewFault makes the Fault of a kind, with the protocol's words and advice.
func NewFault(c Code) Fault {
	a := answers[c]
	return Fault{Do: a.do, Code: c, Text: a.text}
}
