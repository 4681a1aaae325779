package main

import "testing"

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
