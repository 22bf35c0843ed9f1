package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func ask(t *testing.T, h http.Handler, path string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	if len(header) == 2 {
		r.Header.Set(header[0], header[1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestHandler(t *testing.T) {
	h := handler(fstest.MapFS{
		"index.html":         {Data: []byte("<p>app</p>")},
		".gitkeep":           {Data: []byte("hidden")},
		"assets/a-1.js":      {Data: []byte("plain()")},
		"assets/a-1.js.gz":   {Data: []byte("packed")},
		"assets/b-1.css":     {Data: []byte("p{}")},
		"assets/sub/c-1.txt": {Data: []byte("c")},
	})
	for path, want := range map[string]string{
		"/": "<p>app</p>", "/visits/123": "<p>app</p>", "/.gitkeep": "<p>app</p>", "/assets/b-1.css": "p{}",
		"/../../etc/passwd": "<p>app</p>", "/assets/a-1.js": "plain()",
	} {
		if w := ask(t, h, path); w.Code != 200 || w.Body.String() != want {
			t.Errorf("%s: %d %q, want %q", path, w.Code, w.Body.String(), want)
		}
	}
	if w := ask(t, h, "/assets/old-1.js"); w.Code != 404 {
		t.Errorf("a script of an older build: %d, want 404", w.Code)
	}
	packed := ask(t, h, "/assets/a-1.js", "Accept-Encoding", "gzip")
	if packed.Header().Get("Content-Encoding") != "gzip" || !strings.Contains(packed.Header().Get("Content-Type"), "javascript") {
		t.Errorf("packed: %v", packed.Header())
	}
	if !strings.Contains(packed.Header().Get("Cache-Control"), "immutable") {
		t.Error("a hashed file is not kept by the browser")
	}
	if got := ask(t, h, "/").Header().Get("Cache-Control"); got != "no-cache" {
		t.Errorf("first page: Cache-Control %q", got)
	}
}

func TestHandlerUnbuilt(t *testing.T) {
	w := ask(t, handler(fstest.MapFS{".gitkeep": {}}), "/")
	if w.Code != 503 || !strings.Contains(w.Body.String(), "make build") {
		t.Errorf("%d %s", w.Code, w.Body.String())
	}
}

func TestHandlerRefusesPost(t *testing.T) {
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/", nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", w.Code)
	}
}
