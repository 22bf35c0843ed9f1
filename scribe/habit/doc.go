// Package habit learns a clinician's steady edits. From pairs of a drafted
// sentence and the sentence that was signed it finds phrases that were put in
// other words, visit by visit; the same one in three visits is a proposal. It can
// be seen, switched on and off, and put into later drafts as wording. One that
// would change a fact (a number, drug, finding, side, negation, person) is never
// made, and where putting one in would change a fact of a sentence, that sentence
// stays as it was. What is learnt holds no figures and no patient's name.
package habit
