// Package header trains and measures the model that says which section a short
// dialogue belongs to, on MTS-Dialog.
package header
