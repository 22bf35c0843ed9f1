// Package prompts holds what is said to language models: templates and reply
// schemas as files, embedded. A rendered prompt carries a hash over its template
// and schema, which is kept with whatever a model made of it.
//
// What was said in a visit goes into a prompt as data only: as JSON between
// fences that cannot occur in it.
package prompts
