// Package pgtest gives a test a real, migrated PostgreSQL of its own.
//
// The first test that asks starts the server, or connects to the one that
// TEST_DATABASE_URL or DATABASE_URL names, and migrates one database. Each test
// then gets a copy of it, which takes some ten milliseconds, and which is dropped
// when the test ends. A private server's folder is kept between runs, so that the
// next one neither makes a cluster nor migrates again.
package pgtest
