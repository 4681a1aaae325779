package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// A call that a client may not make, or may; the body is JSON.
type call struct {
	client       client
	method, path string
	body         string
}

func specOf(t testing.TB, b *bench, path string) any {
	t.Helper()
	return at(b.fake.objects[path], "Spec")
}

func TestForbiddenUpdatesOfServices(t *testing.T) {
	b := newBench(t)
	nessie, worker := specOf(t, b, "/services/"+nessieID), specOf(t, b, "/services/"+workerID)
	job := specOf(t, b, "/services/"+jobID)
	try := func(name, id, query string, body any) {
		status, answer := b.call(reconciler, "POST", "/v1.41/services/"+id+"/update?"+query, encoded(t, body))
		if status == 201 {
			t.Errorf("%s passes: %s", name, answer)
		}
	}
	for _, e := range forbiddenJobs {
		keys := strings.Split(e.keys, ".")
		value := at(loose(t, `{"v":`+e.value+`}`), "v")
		try("nessie "+e.keys+" "+e.value, nessieID, "version=7", with(nessie, value, keys...))
		if e != thousand { // Workers may be as many.
			try("worker "+e.keys+" "+e.value, workerID, "version=7", with(worker, value, keys...))
		}
	}
	try("replicas of another", nessieID, "version=7", with(nessie, json.Number("3"), "Mode", "Replicated", "Replicas"))
	try("too many workers", workerID, "version=7", with(worker, json.Number("1001"), "Mode", "Replicated", "Replicas"))
	try("negative", workerID, "version=7", with(worker, json.Number("-1"), "Mode", "Replicated", "Replicas"))
	try("the guard", proxyID, "version=7", specOf(t, b, "/services/"+proxyID))
	try("a job", jobID, "version=7", job)
	try("an older version", nessieID, "version=6", nessie)
	try("no version", nessieID, "", nessie)
	try("rollback", nessieID, "version=7&rollback=previous", nessie)
	try("registry", nessieID, "version=7&registryAuthFrom=spec", nessie)
	try("another service's name", nessieID, "version=7", with(nessie, "lakehouse_minio", "Name"))
	try("another label", nessieID, "version=7", with(nessie, "reconciler", "Labels", serviceLabel))
	try("no label", nessieID, "version=7", without(nessie, "Labels", managedLabel))
	try("half of it", nessieID, "version=7", without(nessie, "TaskTemplate", "ContainerSpec", "User"))
	if written := b.written(); len(written) > 0 {
		t.Errorf("the engine got %s", written)
	}
}

func TestAServiceMayGoBackToItsDeployment(t *testing.T) {
	b := newBench(t)
	deployed := with(specOf(t, b, "/services/"+nessieID), []any{"A=0"}, "TaskTemplate", "ContainerSpec", "Env")
	status, answer := b.call(reconciler, "POST", "/v1.41/services/lakehouse_nessie/update?version=7", encoded(t, deployed))
	if status != 201 {
		t.Fatal(status, answer)
	}
	if got := b.written()[0].path; got != "/v1.41/services/"+nessieID+"/update?version=7" {
		t.Error(got)
	}
}

func TestWorkersMayBeScaled(t *testing.T) {
	b := newBench(t)
	body := with(specOf(t, b, "/services/"+workerID), json.Number("9"), "Mode", "Replicated", "Replicas")
	if status, answer := b.call(reconciler, "POST", "/services/"+workerID+"/update?version=7", encoded(t, body)); status != 201 {
		t.Fatal(status, answer)
	}
	if !strings.Contains(b.lines.String(), `"rule":"service.scale","outcome":"allowed"`) {
		t.Error(b.lines)
	}
}

func TestConfigs(t *testing.T) {
	good := memoryOf(t, "status", "20261129")
	progress := with(memoryOf(t, "operation", "20261129-000000-0001"), "RUNNING", "Labels", "lakeswarm.operation.state")
	for name, one := range map[string]struct {
		method, path string
		body         any
		passes       bool
	}{
		"its memory":           {"POST", "/configs/create", good, true},
		"progress":             {"POST", "/configs/" + configID + "/update?version=7", progress, true},
		"removal":              {"DELETE", "/configs/" + configID, nil, true},
		"a record of a deploy": {"POST", "/configs/create", memoryOf(t, "baseline", "999999"), false},
		"a marker of a deploy": {"POST", "/configs/create", memoryOf(t, "deploy", "1"), false},
		"two kinds":            {"POST", "/configs/create", with(good, "desired", "Labels", memoryLabel), false},
		"a label of a stack":   {"POST", "/configs/create", with(good, "x", "Labels", stackLabel), false},
		"a label for jobs":     {"POST", "/configs/create", with(good, "true", "Labels", jobsLabel), false},
		"a template":           {"POST", "/configs/create", with(good, map[string]any{"Name": "golang"}, "Templating"), false},
		"another name":         {"POST", "/configs/create", with(good, "gateway_01234567", "Name"), false},
		"other data":           {"POST", "/configs/" + configID + "/update?version=7", with(progress, "e30K", "Data"), false},
		"another kind":         {"POST", "/configs/" + configID + "/update?version=7", with(progress, "status", "Labels", memoryLabel), false},
		"over a record":        {"POST", "/configs/" + recordID + "/update?version=7", progress, false},
		"removal of a record":  {"DELETE", "/configs/" + recordID, nil, false},
		"removal with a query": {"DELETE", "/configs/" + configID + "?force=1", nil, false},
		"an older version":     {"POST", "/configs/" + configID + "/update?version=6", progress, false},
		"removal of a service": {"DELETE", "/services/" + nessieID, nil, false},
		"a service of its own": {"POST", "/services/create", fileTree(t, "operator.json"), false},
		"a secret":             {"POST", "/secrets/create", good, false},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			body := ""
			if one.body != nil {
				body = encoded(t, one.body)
			}
			status, answer := b.call(reconciler, one.method, "/v1.41"+one.path, body)
			if passes := status == 201; passes != one.passes || passes != (len(b.written()) == 1) {
				t.Error(status, answer, b.written())
			}
		})
	}
}

func TestRelabelOfAJob(t *testing.T) {
	b := newBench(t)
	job := specOf(t, b, "/services/"+jobID)
	mine := with(with(job, "7a", "Labels", "lakeswarm.job.owner"), "2", "Labels", "lakeswarm.job.try")
	for name, body := range map[string]any{
		"image":   with(mine, "127.0.0.1:5000/lakeswarm/wsl-python-apps:ffffffffffff", "TaskTemplate", "ContainerSpec", "Image"),
		"managed": with(mine, "true", "Labels", managedLabel),
		"task":    with(mine, "other", "Labels", "lakeswarm.job.task"),
		"control": with(mine, "a\nb", "Labels", "lakeswarm.job.owner"),
		"mode":    with(mine, map[string]any{"Global": map[string]any{}}, "Mode"),
		"nothing": map[string]any{},
	} {
		if status, answer := b.call(airflow, "POST", "/v1.41/services/"+jobID+"/update?version=7", encoded(t, body)); status != 403 {
			t.Error(name, status, answer)
		}
	}
	if status, _ := b.call(airflow, "POST", "/v1.41/services/"+nessieID+"/update?version=7", encoded(t, mine)); status != 403 {
		t.Error("a service of the kit", status)
	}
	if status, answer := b.call(airflow, "POST", "/v1.41/services/"+jobID+"/update?version=7", encoded(t, mine)); status != 201 {
		t.Error(status, answer)
	}
}
