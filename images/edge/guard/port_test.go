package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestLogin(t *testing.T) {
	b := newBench(t)
	for name, set := range map[string]func(*http.Request){
		"nothing":        func(*http.Request) {},
		"a wrong token":  func(r *http.Request) { r.SetBasicAuth("airflow", "0123456789abcdeg") },
		"no token":       func(r *http.Request) { r.SetBasicAuth("airflow", "") },
		"another client": func(r *http.Request) { r.SetBasicAuth("reconciler", token) },
		"a bearer token": func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token) },
	} {
		for _, path := range []string{"/_ping", "/version", "/v1.41/tasks"} {
			r := httptest.NewRequest("GET", path, nil)
			set(r)
			w := httptest.NewRecorder()
			newPort(b.guard, airflow, token, required).ServeHTTP(w, r)
			if w.Code != 401 || w.Header().Get("WWW-Authenticate") == "" {
				t.Error(name, path, w.Code)
			}
			w = httptest.NewRecorder()
			newPort(b.guard, airflow, token, optional).ServeHTTP(w, r)
			if known := w.Code != 401; known != (name == "nothing") {
				t.Error("optional:", name, path, w.Code)
			}
		}
	}
	if strings.Contains(b.lines.String(), token) {
		t.Error("the token is in the audit line")
	}
}

func TestForbiddenCalls(t *testing.T) {
	b := newBench(t)
	job := encoded(t, fileTree(t, "operator.json"))
	for _, c := range []call{
		{prometheus, "POST", "/v1.41/services/create", job},
		{prometheus, "DELETE", "/v1.41/services/" + jobID, ""},
		{prometheus, "GET", "/v1.41/configs", ""},
		{prometheus, "GET", "/v1.41/secrets", ""},
		{prometheus, "GET", "/v1.41/events", ""},
		{airflow, "GET", "/v1.41/services/" + nessieID + "/logs", ""},
		{airflow, "GET", "/v1.41/configs/" + recordID, ""},
		{airflow, "GET", "/v1.41/secrets/" + secretID, ""},
		{airflow, "GET", "/v1.41/containers/json", ""},
		{airflow, "GET", "/v1.41/info", ""},
		{airflow, "GET", "/v1.41/events", ""},
		{airflow, "HEAD", "/v1.41/tasks", ""},
		{airflow, "DELETE", "/v1.41/services/" + nessieID, ""},
		{airflow, "DELETE", "/v1.41/services/" + jobID + "?force=1", ""},
		{airflow, "POST", "/v1.41/services/create?x=1", job},
		{airflow, "POST", "/v1.41/configs/create", encoded(t, memoryOf(t, "status", "1"))},
		{airflow, "PUT", "/v1.41/services/create", job},
		{airflow, "POST", "/v1.41/services/../services/create", job},
		{airflow, "POST", "/v1.41//services/create", job},
		{airflow, "POST", "/v1.41/services%2Fcreate", job},
		{airflow, "POST", "/V1.41/services/create", job},
		{airflow, "POST", "/v1.41/containers/create", job},
		{airflow, "POST", "/v1.41/build", ""},
		{reconciler, "POST", "/v1.41/swarm/leave", ""},
		{reconciler, "GET", "/v1.41/secrets", ""},
		{reconciler, "GET", "/v1.41/services/" + jobID + "/logs", ""},
		{reconciler, "POST", "/v1.41/nodes/x/update?version=7", "{}"},
		{reconciler, "PATCH", "/v1.41/configs/" + configID, "{}"},
	} {
		if status, answer := b.call(c.client, c.method, c.path, c.body); status != 403 {
			t.Error(c.client.name, c.method, c.path, status, answer)
		}
	}
	if written := b.written(); len(written) > 0 {
		t.Errorf("the engine got %s", written)
	}
	if lines := strings.Count(b.lines.String(), `"outcome":"refused"`); lines != 28 {
		t.Errorf("%d lines of 28", lines)
	}
}

func TestALargeBodyIsRefused(t *testing.T) {
	b := newBench(t)
	if status, _ := b.call(airflow, "POST", "/services/create", strings.Repeat(" ", largestBody+1)); status != 413 {
		t.Error(status)
	}
}

func TestListsForJobsHaveNoData(t *testing.T) {
	b := newBench(t)
	status, answer := b.call(airflow, "GET", "/v1.41/configs", "")
	if status != 200 || !strings.Contains(answer, "lakeswarm-baseline-000003") || strings.Contains(answer, "Data") {
		t.Error(status, answer)
	}
}

func TestWhatTheEngineRefusesKeepsItsWords(t *testing.T) {
	b := newBench(t)
	status, answer := b.call(airflow, "GET", "/v1.41/services/absent", "")
	if status != 404 || !strings.Contains(answer, "/services/absent not found") {
		t.Error(status, answer)
	}
	if status, answer := b.call(airflow, "DELETE", "/v1.41/services/absent", ""); status != 404 ||
		!strings.Contains(answer, `{"message":"/services/absent not found"}`) {
		t.Error(status, answer)
	}
}

func TestEveryWriteIsOneLineAndCounted(t *testing.T) {
	b := newBench(t)
	b.call(airflow, "POST", "/v1.41/services/create", encoded(t, fileTree(t, "operator.json")))
	b.call(airflow, "DELETE", "/v1.41/services/"+jobID, "")
	b.call(airflow, "GET", "/v1.41/services/"+jobID, "")
	lines := strings.Split(strings.TrimSpace(b.lines.String()), "\n")
	if len(lines) != 2 {
		t.Fatal(lines)
	}
	var line map[string]any
	if err := json.Unmarshal([]byte(lines[0]), &line); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]any{
		"client": "airflow", "method": "POST", "path": "/v1.41/services/create", "rule": "job.create",
		"object": "airflow-breweries-ingest-f0dd92c26d", "outcome": "allowed", "status": 201.0,
	} {
		if line[key] != want {
			t.Errorf("%s is %v, not %v", key, line[key], want)
		}
	}
	_, counts := b.call(prometheus, "GET", "/metrics", "")
	for _, series := range []string{
		`{client="airflow",rule="job.create",outcome="allowed"} 1`, `{client="airflow",rule="read",outcome="allowed"} 1`,
	} {
		if !strings.Contains(counts, "docker_guard_decisions_total"+series+"\n") {
			t.Error(counts)
		}
	}
	for _, other := range []client{reconciler, airflow} {
		if status, _ := b.call(other, "GET", "/metrics", ""); status != http.StatusForbidden {
			t.Errorf("%s reads the counts: %d", other.name, status)
		}
	}
}

func TestAnEventComesAtOnceAndAnEndIsQuick(t *testing.T) {
	requestPatience = 200 * time.Millisecond
	t.Cleanup(func() { requestPatience = time.Minute })
	b := newBench(t)
	reader, stop, ended := b.follow()
	for _, want := range []string{"one\n", "two\n"} {
		time.Sleep(2 * requestPatience)
		b.fake.events <- want
		if got, err := reader.ReadString('\n'); got != want {
			t.Fatal(got, err)
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if _, err := reader.ReadString('\n'); err == nil {
		t.Error("the stream goes on")
	}
}

func TestAStreamThatTheEngineEndsIsNotCut(t *testing.T) {
	writePatience = 200 * time.Millisecond
	t.Cleanup(func() { writePatience = 30 * time.Second })
	b := newBench(t)
	reader, stop, ended := b.follow()
	b.fake.events <- "one\n"
	if got, err := reader.ReadString('\n'); got != "one\n" {
		t.Fatal(got, err)
	}
	time.Sleep(2 * writePatience)
	close(b.fake.events)
	if rest, err := io.ReadAll(reader); err != nil || len(rest) > 0 {
		t.Error(rest, err)
	}
	stop()
	<-ended
}

// follow opens the stream of events at a guard that listens; stop ends the guard.
func (b *bench) follow() (reader *bufio.Reader, stop func(), ended chan error) {
	t := b.t
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	address := make(chan string, 1)
	ended = make(chan error, 1)
	go func() {
		free := httptest.NewServer(http.NotFoundHandler())
		host := strings.TrimPrefix(free.URL, "http://")
		free.Close()
		address <- host
		ended <- serve(ctx, map[string]http.Handler{host: newPort(b.guard, reconciler, token, required)})
	}()
	r, _ := http.NewRequest("GET", "http://"+<-address+"/v1.41/events?since=1", nil)
	r.SetBasicAuth("reconciler", token)
	var answer *http.Response
	for start := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		var err error
		if answer, err = http.DefaultClient.Do(r); err == nil {
			break
		}
		if time.Since(start) > time.Minute {
			t.Fatal(err)
		}
	}
	return bufio.NewReader(answer.Body), stop, ended
}
