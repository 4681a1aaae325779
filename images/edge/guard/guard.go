package main

import (
	"context"
	"net/http"
	"regexp"
)

const readRule = "read"

// guard judges requests. It reads the live objects that a request names, and sends its own words to the engine.
type guard struct {
	engine   *engine
	policy   policy
	jobShape shape
	audit    *audit
}

func newGuard(e *engine, p policy, a *audit) *guard {
	return &guard{engine: e, policy: p, jobShape: p.jobShape(), audit: a}
}

// A request is what a client asks for, as far as it was understood.
type request struct {
	api     string // "/v1.41", or "" for the engine's newest
	path    string // without the API version
	ref     string // name or ID in the path
	version string // of ?version=, "" when there is none
	body    any
}

// A write is what the guard sends in place of the client's request.
type write struct {
	rule, object string
	path         string
	body         any
}

// A route is one kind of write that a client may ask for.
type route struct {
	method    string
	path      *regexp.Regexp // its first group is the ref
	versioned bool           // needs ?version=N; the others take no query at all
	judge     func(g *guard, ctx context.Context, r request) (write, error)
}

// A client is one port: what it may read, and what it may ask to change.
type client struct {
	name   string
	reads  *regexp.Regexp
	routes []route
	// Answers to these paths are read by the guard, and data of configs and secrets is left out.
	withoutData *regexp.Regexp
	// These paths belong to services; the service must be a job.
	jobsOnly *regexp.Regexp
	// The guard answers this path itself, with its counts.
	counts string
}

const ref = `([A-Za-z0-9][A-Za-z0-9_.-]{0,127})`

var (
	idPattern      = regexp.MustCompile(`\A[a-z0-9]{25}\z`)
	apiPattern     = regexp.MustCompile(`\A/v1\.[0-9]{1,3}/`)
	versionPattern = regexp.MustCompile(`\Aversion=([0-9]{1,18})\z`)

	servicePath  = regexp.MustCompile(`\A/services/` + ref + `\z`)
	updatePath   = regexp.MustCompile(`\A/services/` + ref + `/update\z`)
	logsPath     = regexp.MustCompile(`\A/services/` + ref + `/logs\z`)
	configPath   = regexp.MustCompile(`\A/configs/` + ref + `\z`)
	relabelPath  = regexp.MustCompile(`\A/configs/` + ref + `/update\z`)
	namesPath    = regexp.MustCompile(`\A/(secrets|configs)\z`)
	createPath   = regexp.MustCompile(`\A/services/create\z`)
	rememberPath = regexp.MustCompile(`\A/configs/create\z`)
	pingPath     = regexp.MustCompile(`\A/_ping\z`)
	eventsPath   = regexp.MustCompile(`\A/events\z`)
)

var (
	reconciler = client{
		name:  "reconciler",
		reads: regexp.MustCompile(`\A/(_ping|version|events|(services|tasks|nodes|configs|networks)(/` + ref + `)?)\z`),
		routes: []route{
			{http.MethodPost, rememberPath, false, (*guard).createConfig},
			{http.MethodPost, relabelPath, true, (*guard).updateConfig},
			{http.MethodDelete, configPath, false, (*guard).removeConfig},
			{http.MethodPost, updatePath, true, (*guard).updateService},
			{http.MethodDelete, servicePath, false, (*guard).removeJob},
		},
	}
	airflow = client{
		name: "airflow",
		reads: regexp.MustCompile(
			`\A/(_ping|version|tasks|secrets|configs|(services|nodes)/` + ref + `|services/` + ref + `/logs)\z`),
		withoutData: namesPath,
		jobsOnly:    logsPath,
		routes: []route{
			{http.MethodPost, createPath, false, (*guard).createJob},
			{http.MethodPost, updatePath, true, (*guard).relabelJob},
			{http.MethodDelete, servicePath, false, (*guard).removeJob},
		},
	}
	prometheus = client{
		name:   "prometheus",
		reads:  regexp.MustCompile(`\A/(_ping|version|services|tasks|nodes|networks)\z`),
		counts: "/metrics",
	}
)
