// Package preventive says which preventive care a patient is due, has had or is
// excluded from, by the recommendations of the US Preventive Services Task Force
// of grade A and B that a chart can decide.
//
// The recommendations stand in recommendations.yaml with population, interval,
// what satisfies and what excludes each, and the citation. A recommendation
// whose population depends on a fact that nobody has recorded (smoking) comes
// back as unknown, with the question to ask.
package preventive
