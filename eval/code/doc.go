// Package code measures coding: how well a disease's name finds its code, how
// well a note does, and that nothing outside the official set comes out.
package code
