// Package backup writes everything an installation knows into one encrypted file, and makes an installation of
// such a file. The file is a tar archive, compressed and encrypted by age (age-encryption.org/v1) to a passphrase
// or to a public key, so that it can also be opened without this program.
//
// In it are the database as pg_dump writes it, the recordings, and the keys without which neither the recordings
// nor the audit's chain can be read. It is taken while the service works. What was erased later than a backup
// lives on in that backup: keep backups no longer than your policy for erased audio allows.
package backup
