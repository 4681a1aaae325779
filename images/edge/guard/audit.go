package main

import (
	"cmp"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync"
	"time"
)

// An event is one decision: what a client asked for, and what became of it.
type event struct {
	client, from, method, path string
	object, rule, outcome, why string
	status                     int
	bodyHash                   string
	took                       time.Duration
}

type decision struct{ client, rule, outcome string }

// audit writes one line for each write and each refusal, and counts every decision.
type audit struct {
	log    *slog.Logger
	mu     sync.Mutex
	counts map[decision]int64
}

func newAudit(out io.Writer) *audit {
	return &audit{log: slog.New(slog.NewJSONHandler(out, nil)), counts: map[decision]int64{}}
}

func (a *audit) add(e event) {
	a.mu.Lock()
	a.counts[decision{e.client, e.rule, e.outcome}]++
	a.mu.Unlock()
	if e.rule == readRule && e.outcome == "allowed" {
		return
	}
	a.log.Info("docker", "client", e.client, "from", e.from, "method", e.method, "path", e.path, "object", e.object,
		"rule", e.rule, "outcome", e.outcome, "why", e.why, "status", e.status, "body", e.bodyHash,
		"ms", e.took.Milliseconds())
}

// writeTo writes the counts as Prometheus reads them.
func (a *audit) writeTo(w io.Writer) {
	a.mu.Lock()
	defer a.mu.Unlock()
	keys := make([]decision, 0, len(a.counts))
	for key := range a.counts {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(x, y decision) int {
		return cmp.Or(cmp.Compare(x.client, y.client), cmp.Compare(x.rule, y.rule), cmp.Compare(x.outcome, y.outcome))
	})
	fmt.Fprintln(w, "# HELP docker_guard_decisions_total Requests to the Docker API, by client, rule and outcome.")
	fmt.Fprintln(w, "# TYPE docker_guard_decisions_total counter")
	for _, key := range keys {
		fmt.Fprintf(w, "docker_guard_decisions_total{client=%q,rule=%q,outcome=%q} %d\n",
			key.client, key.rule, key.outcome, a.counts[key])
	}
}
