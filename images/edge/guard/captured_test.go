package main

import (
	"encoding/base64"
	"strings"
	"testing"
)

// What jobs/airflow/tests/test_captured.py took down from the kit's DAGs, a take-over, and the stock operator.
func TestWhatAirflowSendsPasses(t *testing.T) {
	shipped := tablePolicy
	shipped.Images = append([]string{"127.0.0.1:5000/lakeswarm/wsl-spark-apps"}, shipped.Images...)
	calls := fileTree(t, "captured-jobs.json").([]any)
	if len(calls) < 9 {
		t.Fatalf("only %d calls", len(calls))
	}
	for _, one := range calls {
		b := newBench(t)
		b.guard = newGuard(b.guard.engine, shipped, b.guard.audit)
		body := at(one, "body")
		path := "/v1.41/services/create"
		if textAt(one, "call") == "update" {
			b.fake.put("services", jobID, at(one, "live"))
			path = "/v1.41/services/" + jobID + "/update?version=7"
		}
		if status, answer := b.call(airflow, "POST", path, encoded(t, body)); status != 201 || len(b.written()) != 1 {
			t.Errorf("%s of %s: %d %s", textAt(one, "call"), textAt(body, "Name"), status, answer)
		}
	}
}

// What GuardRecordIT took down from the reconciler: each kind of call, with the object that it changes.
func TestWhatTheReconcilerSendsPasses(t *testing.T) {
	calls := fileTree(t, "captured-reconciler.json").([]any)
	seen := map[string]bool{}
	for _, one := range calls {
		b := newBench(t)
		what, body := textAt(one, "call"), ""
		method, rest, _ := strings.Cut(what, " ")
		kind, action, _ := strings.Cut(rest, "/")
		path := "/v1.41/" + kind
		if live := at(one, "live"); live != nil {
			id := map[string]string{"configs": configID, "services": nessieID}[kind]
			b.fake.put(kind, id, live)
			path += "/" + id
		}
		if deployed := at(one, "deployed"); deployed != nil {
			b.fake.put("configs", recordID, recordOf(t, deployed))
		}
		if action != "" {
			path += "/" + action
		}
		if action == "update" {
			path += "?version=7"
		}
		if sent := at(one, "body"); sent != nil {
			body = encoded(t, sent)
		}
		if status, answer := b.call(reconciler, method, path, body); status != 201 || len(b.written()) != 1 {
			t.Errorf("%s %s: %d %s", what, body, status, answer)
		}
		seen[what] = true
	}
	if len(seen) < 5 {
		t.Errorf("only %v", seen)
	}
}

func recordOf(t testing.TB, specs ...any) any {
	t.Helper()
	return map[string]any{
		"Name": "lakeswarm-baseline-000003", "Labels": map[string]any{memoryLabel: "baseline"},
		"Data": base64.StdEncoding.EncodeToString([]byte(encoded(t, specs))),
	}
}
