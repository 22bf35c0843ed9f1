// Package habit learns a clinician's steady edits. From pairs of a drafted
// sentence and the sentence that was signed it finds phrases that were put in
// other words the same way again and again, and offers them as proposals. A
// proposal is data: it can be seen, switched on and off, and applied to later
// drafts as wording. One that would change a fact (a number, drug, finding,
// side, negation, person) is never made, and where applying one would change a
// fact of a sentence, that sentence stays as it was.
package habit
