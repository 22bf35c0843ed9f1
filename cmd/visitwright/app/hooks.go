package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/visitwright/visitwright/cmd/visitwright/server"
	"github.com/visitwright/visitwright/ehr"
)

// hooksFile names, in the data folder, the record systems that may call the CDS
// Hooks services.
const hooksFile = "cds-hooks.json"

// hooksConfig is what stands in hooksFile.
type hooksConfig struct {
	Clients []struct {
		Issuer  string          `json:"issuer"`    // as its tokens name it
		JWKS    json.RawMessage `json:"jwks"`      // its public keys, or
		File    string          `json:"jwks_file"` // a file of them, beside this one
		URL     string          `json:"jwks_url"`  // or their address, https
		For     string          `json:"practice"`  // name; may be left out where there is one
		Servers []string        `json:"fhir_servers"`
		Origins []string        `json:"origins"`
	} `json:"clients"`
}

// openHooks reads who may call the CDS Hooks services; nobody where there is no file.
func (a *App) openHooks(ctx context.Context) (*server.Hooks, error) {
	path := filepath.Join(a.cfg.Data(), hooksFile)
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var c hooksConfig
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&c); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if a.cfg.PublicURL == "" {
		return nil, ehr.Errorf(ehr.Invalid, "%s needs VISITWRIGHT_PUBLIC_URL: tokens are made out to the public address", hooksFile)
	}
	practices, err := a.store.Practices(ctx)
	if err != nil {
		return nil, err
	}
	var clients []server.HookClient
	for _, x := range c.Clients {
		client := server.HookClient{Issuer: x.Issuer, JWKS: x.JWKS, KeysAt: x.URL, Servers: x.Servers, Origins: x.Origins}
		if x.File != "" {
			if client.JWKS, err = os.ReadFile(filepath.Join(a.cfg.Data(), filepath.Base(x.File))); err != nil {
				return nil, err
			}
		}
		for _, p := range practices {
			if p.Name == x.For || x.For == "" && len(practices) == 1 {
				client.For = p.ID
			}
		}
		if client.For == "" || client.Issuer == "" {
			return nil, ehr.Errorf(ehr.Invalid, "%s: a client names no issuer, or no practice of this record", hooksFile)
		}
		clients = append(clients, client)
	}
	h, err := server.OpenHooks(a.cfg.PublicURL, clients)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", hooksFile, err)
	}
	return h, nil
}
