package web

import (
	"bytes"
	"embed"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:embed all:dist
var embedded embed.FS

// unbuilt is shown where the program was built without the browser app.
const unbuilt = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Visitwright</title>
<body style="font:16px/1.5 system-ui;max-width:36rem;margin:15vh auto;padding:0 1rem"><h1>The browser app is not built</h1>
<p>This program was compiled without its pages. Run <code>make build</code> and start it again.
The service itself is running; nothing is lost.</p></body></html>`

// Built reports whether the browser app is part of this program.
func Built() bool {
	_, err := fs.Stat(embedded, "dist/index.html")
	return err == nil
}

// Handler serves the app: its files where one is asked for by name, its first
// page for every other path, because the app's own router reads those. Callers
// keep the API's paths away from it.
func Handler() http.Handler {
	files, err := fs.Sub(embedded, "dist")
	if err != nil { // only for an invalid name
		panic(err)
	}
	return handler(files)
}

func handler(files fs.FS) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.Error(w, "only GET", http.StatusMethodNotAllowed)
			return
		}
		name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
		isFile := name != "" && !strings.HasPrefix(path.Base(name), ".") && exists(files, name)
		switch {
		case isFile && strings.HasPrefix(name, "assets/"):
			// Names under assets carry a hash of their content.
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		case strings.HasPrefix(name, "assets/"):
			http.NotFound(w, r) // an older page's script: never answered with a page
			return
		default:
			w.Header().Set("Cache-Control", "no-cache")
		}
		if !isFile {
			name = "index.html"
		}
		serve(w, r, files, name)
	})
}

func exists(files fs.FS, name string) bool {
	info, err := fs.Stat(files, name)
	return err == nil && !info.IsDir()
}

func serve(w http.ResponseWriter, r *http.Request, files fs.FS, name string) {
	body, err := fs.ReadFile(files, name)
	if err != nil {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte(unbuilt))
		return
	}
	// Scripts are kept compressed beside the plain ones by the build.
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		if packed, err := fs.ReadFile(files, name+".gz"); err == nil {
			w.Header().Set("Content-Encoding", "gzip")
			w.Header().Set("Vary", "Accept-Encoding")
			body = packed
		}
	}
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(body))
}
