// Package config holds every setting of the program in one struct, read from environment variables and from
// nothing else. "visitwright config" prints each with its meaning, its default and what it is now; secrets are
// never shown. All mistakes are reported at once, misspelt variables among them, so that one attempt is enough
// to put a configuration right.
package config
