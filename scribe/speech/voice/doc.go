// Package voice tells voices apart. An Encoder turns 1.6 s of speech into a point on a sphere on which one person's
// speech lies close together (Resemblyzer's GE2E encoder, Apache-2.0); Group finds how many people there are and who said what.
package voice
