package server

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestOpenAPIIsCurrent holds openapi.json, from which the browser app's types
// are made, against the routes. Make it again with
// go run ./cmd/visitwright openapi > cmd/visitwright/server/openapi.json
func TestOpenAPIIsCurrent(t *testing.T) {
	want, err := OpenAPI()
	require.NoError(t, err)
	have, err := os.ReadFile("openapi.json")
	require.NoError(t, err)
	if string(want) != string(have) {
		t.Fatal("openapi.json is stale; run: go run ./cmd/visitwright openapi > cmd/visitwright/server/openapi.json")
	}
}
