package tlscert

import "fmt"

// HowToTrust tells in words what to do on each computer that shall reach this service at address.
func (l *Local) HowToTrust(address string) string {
	return fmt.Sprintf(`This service has a certificate of its own making. Each computer that shall use it must
be told once to trust the authority that issued it:

  1. Bring %s
     to that computer, by a way you trust (it is no secret, but it must be this one).
  2. Compare its fingerprint (SHA-256): %s
  3. Add it to the trusted authorities:
       Windows   double-click, Install Certificate, Local Machine, Trusted Root Certification Authorities
       macOS     open in Keychain Access, System, then set "Always Trust"
       iPad      send it by mail or AirDrop, install the profile, then Settings, General, About,
                 Certificate Trust Settings
       Debian    copy it to /usr/local/share/ca-certificates/visitwright.crt, run update-ca-certificates
       Firefox   Settings, Privacy & Security, Certificates, View Certificates, Authorities, Import
  4. Open %s

The authority can sign for servers only; its key stays in the data folder of this machine.
`, l.AuthorityFile, colons(l.Fingerprint), address)
}

// colons writes a fingerprint the way browsers show it.
func colons(hexadecimal string) string {
	var out []byte
	for i := range len(hexadecimal) {
		if i > 0 && i%2 == 0 {
			out = append(out, ':')
		}
		c := hexadecimal[i]
		if c >= 'a' {
			c -= 'a' - 'A'
		}
		out = append(out, c)
	}
	return string(out)
}
