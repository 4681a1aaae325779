package main

import (
	"fmt"
	"net/http"
)

// A refusal is an answer without a call to the engine, or the engine's own refusal.
type refusal struct {
	status int
	rule   string
	why    string
}

func (r refusal) Error() string { return r.why }

func refuse(rule, format string, a ...any) error {
	return refusal{http.StatusForbidden, rule, fmt.Sprintf(format, a...)}
}

func refuseAs(status int, rule, format string, a ...any) error {
	return refusal{status, rule, fmt.Sprintf(format, a...)}
}
