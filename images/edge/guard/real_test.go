package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"os"
	"reflect"
	"strings"
	"testing"
)

// A realBench is a guard before a real engine: the manager of an empty swarm, in the variable GUARD_TEST_SOCKET. Its
// node should be drained, so that what is stored there is never run. e2e/guard-tables.sh starts such an engine.
type realBench struct {
	*bench
	ids *strings.Replacer // from the IDs of the tables to the engine's
}

var kindsOfObjects = []string{"services", "secrets", "configs"}

func newRealBench(t *testing.T) *realBench {
	socket := os.Getenv("GUARD_TEST_SOCKET")
	if socket == "" {
		t.Skip("GUARD_TEST_SOCKET names no engine")
	}
	b := &realBench{bench: &bench{t: t, lines: &bytes.Buffer{}}}
	b.guard = newGuard(newEngine(socket), tablePolicy, newAudit(b.lines))
	for _, kind := range kindsOfObjects {
		if found := b.all(kind); len(found) > 0 {
			t.Fatalf("Cannot test on this engine: it has %s, and the test removes all. Give it an empty swarm.", kind)
		}
	}
	t.Cleanup(b.removeAll)
	b.mustCreate("networks", map[string]any{"Name": "lakeswarm", "Driver": "overlay", "Attachable": true})
	b.ids = strings.NewReplacer(
		secretID, b.secret("aws_credentials_01234567", map[string]any{jobsLabel: "true"}),
		foreignID, b.secret("minio_root_password_01234567", map[string]any{}),
		lentID, b.config("settings_01234567", map[string]any{jobsLabel: "true"}),
		recordID, b.config("lakeswarm-baseline-000003", map[string]any{memoryLabel: "baseline"}),
	)
	return b
}

func (b *realBench) secret(name string, labels any) string {
	return b.mustCreate("secrets", map[string]any{"Name": name, "Labels": labels, "Data": "e30="})
}

func (b *realBench) config(name string, labels any) string {
	return b.mustCreate("configs", map[string]any{"Name": name, "Labels": labels, "Data": "e30="})
}

// direct asks the engine itself.
func (b *realBench) direct(method, path string, body any) (int, any) {
	b.t.Helper()
	answer, err := b.guard.engine.do(context.Background(), method, path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	defer answer.Body.Close()
	var v any
	d := json.NewDecoder(answer.Body)
	d.UseNumber()
	_ = d.Decode(&v)
	return answer.StatusCode, v
}

func (b *realBench) mustCreate(kind string, body any) string {
	b.t.Helper()
	status, answer := b.direct("POST", "/"+kind+"/create", body)
	id := textAt(answer, "ID") + textAt(answer, "Id")
	if status != http.StatusCreated || id == "" {
		b.t.Fatalf("the engine does not make %v: %d %v", body, status, answer)
	}
	return id
}

func (b *realBench) all(kind string) []any {
	_, answer := b.direct("GET", "/"+kind, nil)
	list, _ := answer.([]any)
	return list
}

func (b *realBench) removeAll() {
	for _, kind := range kindsOfObjects {
		for _, one := range b.all(kind) {
			b.direct("DELETE", "/"+kind+"/"+textAt(one, "ID"), nil)
		}
	}
	b.direct("DELETE", "/networks/lakeswarm", nil)
}

// guarded sends a body of the tables through the guard.
func (b *realBench) guarded(c client, path, body string) (int, string) {
	return b.call(c, "POST", path, b.ids.Replace(body))
}

func TestARealEngineStoresNoForbiddenJob(t *testing.T) {
	b := newRealBench(t)
	accepted := 0
	for _, e := range forbiddenJobs {
		body := edited(t, e)
		if status, answer := b.guarded(airflow, "/v1.41/services/create", body); status < 400 {
			t.Errorf("%s %s: %d %s", e.keys, e.value, status, answer)
		}
		if found := b.all("services"); len(found) > 0 {
			t.Fatalf("%s %s: the engine has %v", e.keys, e.value, found)
		}
		// Control: what the engine does without the guard.
		if status, made := b.direct("POST", "/v1.41/services/create", loose(t, b.ids.Replace(body))); status < 400 {
			accepted++
			b.direct("DELETE", "/services/"+textAt(made, "ID"), nil)
		}
	}
	t.Logf("%d forbidden bodies: the guard refused all, the engine alone accepts %d", len(forbiddenJobs), accepted)
	if accepted < len(forbiddenJobs)/3 {
		t.Errorf("the table says little: the engine itself accepts only %d", accepted)
	}
}

func TestARealEngineStoresAnAllowedJobHardened(t *testing.T) {
	b := newRealBench(t)
	for _, name := range []string{"operator.json", "stock.json"} {
		status, answer := b.guarded(airflow, "/v1.41/services/create", encoded(t, fileTree(t, name)))
		if status != http.StatusCreated {
			t.Fatalf("%s: %d %s", name, status, answer)
		}
		_, service := b.direct("GET", "/services/"+textAt(tree(t, answer), "ID"), nil)
		spec := at(service, "Spec")
		if got := at(spec, "TaskTemplate", "ContainerSpec", "CapabilityDrop"); !reflect.DeepEqual(got, []any{"ALL"}) {
			t.Errorf("%s: capabilities dropped: %v", name, got)
		}
		if got := at(spec, "TaskTemplate", "Resources", "Limits", "Pids"); got != json.Number("1024") {
			t.Errorf("%s: limit of processes: %v", name, got)
		}
		if why := flaw(encoded(t, spec)); why != "" {
			t.Errorf("%s: the engine has %s in %v", name, why, spec)
		}
		api, hardened := b.guard.engine.apiFor(t.Context(), "/v1.41")
		if got := at(spec, "TaskTemplate", "ContainerSpec", "Privileges", "NoNewPrivileges"); hardened && got != true {
			t.Errorf("%s: no new privileges: %v", name, got)
		}
		// The operator relabels what it takes over, and removes it.
		version := at(service, "Version", "Index").(json.Number).String()
		owned := with(spec, "another", "Labels", jobLabel+".owner")
		path := api + "/services/" + textAt(service, "ID")
		if status, answer := b.call(airflow, "POST", path+"/update?version="+version, encoded(t, owned)); status != 200 {
			t.Errorf("%s: relabelled: %d %s", name, status, answer)
		}
		if status, answer := b.call(airflow, "DELETE", path, ""); status != 200 {
			t.Errorf("%s: removed: %d %s", name, status, answer)
		}
	}
}

func TestARealEngineKeepsItsServices(t *testing.T) {
	b := newRealBench(t)
	kit := func(name string) string { return b.mustCreate("services", kitService(t, name)) }
	nessie, worker, proxy := kit("nessie"), kit("spark-worker"), kit("docker-proxy")
	specs := []any{}
	for _, one := range b.all("services") {
		specs = append(specs, at(one, "Spec"))
	}
	b.mustCreate("configs", map[string]any{
		"Name": "lakeswarm-baseline-000004", "Labels": map[string]any{memoryLabel: "baseline"},
		"Data": base64.StdEncoding.EncodeToString([]byte(encoded(t, specs))),
	})
	accepted, tried := 0, 0
	for _, id := range []string{nessie, worker, proxy} {
		before := b.spec(id)
		for _, e := range forbiddenJobs {
			if id == worker && e == thousand {
				continue // Workers may be as many.
			}
			changed := with(before, at(loose(t, `{"v":`+e.value+`}`), "v"), strings.Split(e.keys, ".")...)
			tried++
			status, answer := b.update(id, func(path string) (int, string) {
				return b.guarded(reconciler, path, encoded(t, changed))
			})
			if status < 400 || !reflect.DeepEqual(b.spec(id), before) {
				t.Errorf("%s %s: %d %s", e.keys, e.value, status, answer)
			}
			// Control: what the engine does without the guard.
			status, _ = b.update(id, func(path string) (int, string) {
				return b.posted(path, loose(t, b.ids.Replace(encoded(t, changed))))
			})
			if status < 400 {
				accepted++
				b.update(id, func(path string) (int, string) { return b.posted(path, before) })
			}
		}
	}
	t.Logf("%d forbidden updates: the guard refused all, the engine alone accepts %d", tried, accepted)
	if accepted < tried/3 {
		t.Errorf("the table says little: the engine itself accepts only %d of %d", accepted, tried)
	}
	scaled := with(b.spec(worker), json.Number("9"), "Mode", "Replicated", "Replicas")
	status, answer := b.update(worker, func(path string) (int, string) {
		return b.call(reconciler, "POST", path, encoded(t, scaled))
	})
	if status != 200 || !reflect.DeepEqual(b.spec(worker), scaled) {
		t.Errorf("scaled: %d %s", status, answer)
	}
}

func (b *realBench) spec(id string) any {
	_, service := b.direct("GET", "/v1.41/services/"+id, nil)
	return at(service, "Spec")
}

func (b *realBench) posted(path string, body any) (int, string) {
	status, answer := b.direct("POST", path, body)
	return status, textAt(answer, "message")
}

// update calls with the path for the version of now, again while the engine changes the service by itself.
func (b *realBench) update(id string, call func(path string) (int, string)) (int, string) {
	for range 100 {
		_, service := b.direct("GET", "/v1.41/services/"+id, nil)
		version := at(service, "Version", "Index").(json.Number).String()
		status, answer := call("/v1.41/services/" + id + "/update?version=" + version)
		if !strings.Contains(answer, "out of sequence") {
			return status, answer
		}
	}
	b.t.Fatalf("service %s never rests", id)
	return 0, ""
}
