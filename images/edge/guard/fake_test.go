package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

const (
	secretID  = "s1aaaaaaaaaaaaaaaaaaaaaaa"
	foreignID = "s2aaaaaaaaaaaaaaaaaaaaaaa"
	configID  = "c1aaaaaaaaaaaaaaaaaaaaaaa"
	lentID    = "c3aaaaaaaaaaaaaaaaaaaaaaa"
	recordID  = "c2aaaaaaaaaaaaaaaaaaaaaaa"
	jobID     = "j1aaaaaaaaaaaaaaaaaaaaaaa"
	workerID  = "w1aaaaaaaaaaaaaaaaaaaaaaa"
	nessieID  = "n1aaaaaaaaaaaaaaaaaaaaaaa"
	proxyID   = "p1aaaaaaaaaaaaaaaaaaaaaaa"
)

// A fakeEngine has objects by path, and keeps what was written. It judges nothing: that is what the guard is for.
type fakeEngine struct {
	mu      sync.Mutex
	objects map[string]any
	writes  []fakeWrite
	api     string
	events  chan string
}

type fakeWrite struct {
	method, path string
	body         []byte
}

func tree(t testing.TB, document string) any {
	t.Helper()
	v, err := decode([]byte(document))
	if err != nil {
		t.Fatalf("%v in %s", err, document)
	}
	return v
}

// loose reads as the engine does: a body may have a key in two spellings.
func loose(t testing.TB, document string) any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(document))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%v in %s", err, document)
	}
	return v
}

func fileTree(t testing.TB, name string) any {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return tree(t, string(raw))
}

func live(id string, spec any) any {
	return map[string]any{"ID": id, "Version": map[string]any{"Index": json.Number("7")}, "Spec": spec}
}

func (f *fakeEngine) put(kind, id string, spec any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.objects["/"+kind+"/"+id] = live(id, spec)
	f.objects["/"+kind+"/"+textAt(spec, "Name")] = live(id, spec)
}

// kitService is a service of the kit as a deploy makes it.
func kitService(t testing.TB, name string) any {
	t.Helper()
	return tree(t, `{"Name":"lakehouse_`+name+`","Labels":{"lakeswarm.managed":"true","lakeswarm.service":"`+name+`"},
		"TaskTemplate":{"ContainerSpec":{"Image":"127.0.0.1:5000/lakeswarm/x:0123456789ab","User":"1000","Env":["A=1"]}},
		"Mode":{"Replicated":{"Replicas":2}}}`)
}

func newFake(t testing.TB) *fakeEngine {
	f := &fakeEngine{objects: map[string]any{}, api: "1.41", events: make(chan string)}
	f.put("secrets", secretID, tree(t, `{"Name":"aws_credentials_01234567","Labels":{"lakeswarm.jobs":"true"}}`))
	f.put("secrets", foreignID, tree(t, `{"Name":"minio_root_password_01234567","Labels":{}}`))
	f.put("configs", lentID, tree(t, `{"Name":"settings_01234567","Labels":{"lakeswarm.jobs":"true"},"Data":"e30="}`))
	f.put("configs", configID, memoryOf(t, "operation", "20261129-000000-0001"))
	f.put("services", jobID, fileTree(t, "operator.json"))
	f.put("services", workerID, kitService(t, "spark-worker"))
	f.put("services", nessieID, kitService(t, "nessie"))
	f.put("services", proxyID, kitService(t, "docker-proxy"))
	changed := with(kitService(t, "nessie"), []any{"A=0"}, "TaskTemplate", "ContainerSpec", "Env")
	f.put("configs", recordID, recordOf(t, changed, kitService(t, "spark-worker"), kitService(t, "docker-proxy")))
	return f
}

func memoryOf(t testing.TB, kind, id string) any {
	return tree(t, `{"Name":"lakeswarm-`+kind+`-`+id+`","Labels":{"lakeswarm.memory":"`+kind+`"},"Data":"e30="}`)
}

func (f *fakeEngine) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	raw, _ := io.ReadAll(r.Body)
	path := r.URL.Path
	if prefix := apiPattern.FindString(path); prefix != "" {
		path = "/" + strings.TrimPrefix(path, prefix)
	}
	if path == "/events" {
		w.WriteHeader(http.StatusOK)
		w.(http.Flusher).Flush()
		for {
			select {
			case e, open := <-f.events:
				if !open {
					return
				}
				_, _ = io.WriteString(w, e)
				w.(http.Flusher).Flush()
			case <-r.Context().Done():
				return
			}
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if r.Method != http.MethodGet {
		f.writes = append(f.writes, fakeWrite{r.Method, r.URL.RequestURI(), raw})
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, `{"ID":"`+jobID+`"}`)
		return
	}
	switch path {
	case "/_ping":
		_, _ = io.WriteString(w, "OK")
	case "/version":
		_ = json.NewEncoder(w).Encode(map[string]string{"ApiVersion": f.api})
	case "/configs", "/secrets":
		list := []any{}
		for key, one := range f.objects {
			if strings.HasPrefix(key, path+"/") && strings.HasSuffix(key, textAt(one, "ID")) {
				list = append(list, one)
			}
		}
		_ = json.NewEncoder(w).Encode(list)
	default:
		one, ok := f.objects[path]
		if !ok {
			w.WriteHeader(http.StatusNotFound)
			one = map[string]string{"message": path + " not found"}
		}
		_ = json.NewEncoder(w).Encode(one)
	}
}

var tablePolicy = policy{
	Images: []string{"127.0.0.1:5000/lakeswarm/wsl-python-apps"}, Networks: []string{"lakeswarm"},
	Secrets: []string{"listed"},
}

// A bench is a guard before a fake engine.
type bench struct {
	t     testing.TB
	fake  *fakeEngine
	guard *guard
	lines *bytes.Buffer
}

const token = "0123456789abcdef"

func newBench(t testing.TB) *bench {
	fake := newFake(t)
	socket := filepath.Join(t.TempDir(), "s")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	server := &httptest.Server{Listener: listener, Config: &http.Server{Handler: fake}}
	server.Start()
	t.Cleanup(server.Close)
	lines := &bytes.Buffer{}
	return &bench{t, fake, newGuard(newEngine(socket), tablePolicy, newAudit(lines)), lines}
}

// call asks as a client with the right login and returns status and answer.
func (b *bench) call(c client, method, target, body string) (int, string) {
	b.t.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.SetBasicAuth(c.name, token)
	w := httptest.NewRecorder()
	newPort(b.guard, c, token, required).ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

func (b *bench) written() []fakeWrite {
	b.fake.mu.Lock()
	defer b.fake.mu.Unlock()
	return b.fake.writes
}

func encoded(t testing.TB, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
