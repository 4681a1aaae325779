package main

import (
	"context"
	"encoding/json"
	"reflect"
	"regexp"
	"strings"
)

const (
	jobLabel     = "lakeswarm.job"
	managedLabel = "lakeswarm.managed"
	stackLabel   = "com.docker.stack.namespace"
	mib          = 1 << 20
	gib          = 1 << 30
)

var (
	anyText   = text(4096, `[^\x00]*`)
	jobLabels = entriesShape{
		regexp.MustCompile(`\A(name|lakeswarm\.job(\.(dag|task|run|map|owner|try))?)\z`),
		text(300, `[^\x00-\x1f\x7f]*`),
	}
	memory   = number(16*mib, 64*gib)
	replicas = object(fields{"Replicas": only(json.Number("1"))})
	file     = object(fields{
		"Name": text(64, `[A-Za-z0-9_-][A-Za-z0-9._-]*`),
		"UID":  text(5, `[0-9]+`), "GID": text(5, `[0-9]+`), "Mode": number(0, 0o444),
	}, "Name")
	constraint = text(256,
		`node\.(id|hostname|role|platform\.(os|arch)|labels\.[A-Za-z0-9._-]+) ?(==|!=) ?[A-Za-z0-9._-]+`)
	resources = object(fields{
		"Limits": object(fields{
			"MemoryBytes": memory, "NanoCPUs": number(1e6, 64e9), "Pids": number(1, 32768),
		}, "MemoryBytes"),
		"Reservations": object(fields{"MemoryBytes": number(0, 64*gib), "NanoCPUs": number(0, 64e9)}),
	}, "Limits")
	restartNever = object(fields{
		"Condition": only("none"), "Delay": number(0, 0), "MaxAttempts": number(0, 0), "Window": number(0, 0),
	}, "Condition")
	logDriver = map[string]any{
		"Name": "json-file", "Options": map[string]any{"max-size": "10m", "max-file": "3"},
	}
)

// completeJob adds what every job of the platform has and Airflow's stock operator does not send. It replaces nothing.
func completeJob(body any) any {
	name := label(body, "name")
	if name == "" {
		name = textAt(body, "Name")
	}
	body = orElse(body, name, "Labels", jobLabel)
	body = orElse(body, "dnsrr", "EndpointSpec", "Mode")
	body = orElse(body, "none", "TaskTemplate", "RestartPolicy", "Condition")
	body = orElse(body, logDriver, "TaskTemplate", "LogDriver")
	body = orElse(body, json.Number("1073741824"), "TaskTemplate", "Resources", "Limits", "MemoryBytes")
	body = orElse(body, true, "TaskTemplate", "ContainerSpec", "Init")
	return orElse(body, []any{"NONE"}, "TaskTemplate", "ContainerSpec", "Healthcheck", "Test")
}

// hardenJob takes away what no job needs, whatever the client sent.
func hardenJob(body any, noNewPrivileges bool) any {
	body = with(body, map[string]any{"Replicated": map[string]any{"Replicas": json.Number("1")}}, "Mode")
	body = with(body, []any{"ALL"}, "TaskTemplate", "ContainerSpec", "CapabilityDrop")
	body = orElse(body, json.Number("1024"), "TaskTemplate", "Resources", "Limits", "Pids")
	if noNewPrivileges {
		body = with(body, true, "TaskTemplate", "ContainerSpec", "Privileges", "NoNewPrivileges")
	}
	return body
}

// jobShape is the whole of what Airflow's operators send for a job, and no more.
func (p policy) jobShape() shape {
	tmpfs := object(fields{
		"Type": only("tmpfs"), "Target": text(128, `/tmp(/[A-Za-z0-9_-]+)*|/scratch`), "ReadOnly": only(false),
		"TmpfsOptions": object(fields{"SizeBytes": number(1, gib), "Mode": number(0, 0o1777)}, "SizeBytes"),
	}, "Type", "Target", "TmpfsOptions")
	volume := object(fields{
		"Type": only("volume"), "Source": ruleShape(p.volume), "ReadOnly": only(true, false),
		"Target": text(256, `(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+`),
	}, "Type", "Source", "Target")
	reference := func(kind string) shape {
		return listOf(object(fields{
			kind + "Name": text(64, `[A-Za-z0-9_.-]+`), kind + "ID": text(25, `[a-z0-9]{25}`), "File": file,
		}, kind+"Name", kind+"ID", "File"), 16)
	}
	container := object(fields{
		"Image": ruleShape(p.image), "Command": listOf(anyText, 64), "Args": listOf(anyText, 256),
		"Env":  listOf(text(8192, `[A-Za-z_][A-Za-z0-9_]*=(?s:[^\x00]*)`), 128),
		"User": text(5, `[1-9][0-9]{1,4}`), "StopGracePeriod": number(0, 600e9), "Labels": jobLabels,
		"Mounts":  listOf(oneOf("Type", fields{"tmpfs": tmpfs, "volume": volume}), 8),
		"Secrets": reference("Secret"), "Configs": reference("Config"),
		"Healthcheck": object(fields{"Test": only([]any{"NONE"})}, "Test"), "Init": only(true), "TTY": only(false),
	}, "Image", "Healthcheck", "Init")
	template := object(fields{
		"ContainerSpec": container, "Resources": resources, "RestartPolicy": restartNever, "LogDriver": only(logDriver),
		"Placement":   object(fields{"Constraints": listOf(constraint, 16)}),
		"Networks":    listOf(object(fields{"Target": ruleShape(p.network)}, "Target"), 4),
		"ForceUpdate": number(0, 0),
	}, "ContainerSpec", "Resources", "RestartPolicy", "LogDriver")
	return object(fields{
		"Name": text(63, `[A-Za-z0-9][A-Za-z0-9-]*`), "Labels": jobLabels, "TaskTemplate": template,
		"Mode":         object(fields{"replicated": replicas, "Replicated": replicas}),
		"EndpointSpec": object(fields{"Mode": only("dnsrr")}, "Mode"),
	}, "Name", "Labels", "TaskTemplate", "EndpointSpec")
}

func isJob(spec any) bool {
	return label(spec, jobLabel) != "" && label(spec, managedLabel) == "" && label(spec, stackLabel) == ""
}

// createJob judges a new service: a job, with secrets and configs that jobs may have.
func (g *guard) createJob(ctx context.Context, r request) (write, error) {
	body := completeJob(r.body)
	if err := g.jobShape.check("body", body); err != nil {
		return write{}, refuse("job.shape", "%v", err)
	}
	if label(body, jobLabel) == "" {
		return write{}, refuse("job.shape", "body.Labels.%s must not be empty", jobLabel)
	}
	for _, kind := range []string{"Secret", "Config"} {
		for _, reference := range listAt(body, "TaskTemplate", "ContainerSpec", kind+"s") {
			if err := g.mayLend(ctx, r.api, kind, reference); err != nil {
				return write{}, err
			}
		}
	}
	api, hardened := g.engine.apiFor(ctx, r.api)
	return write{
		rule: "job.create", object: textAt(body, "Name"), path: api + "/services/create", body: hardenJob(body, hardened),
	}, nil
}

// mayLend reads the object that the reference names: its name is what the client says, and jobs may have it.
func (g *guard) mayLend(ctx context.Context, api, kind string, reference any) error {
	plural := strings.ToLower(kind) + "s"
	live, err := g.engine.live(ctx, api, plural, textAt(reference, kind+"ID"))
	if err != nil {
		return err
	}
	if live.name() != textAt(reference, kind+"Name") || !g.policy.lends(plural, live.spec) {
		return refuse("job."+plural, "%s %s is not for jobs", strings.ToLower(kind), textAt(reference, kind+"Name"))
	}
	return nil
}

// relabelJob judges an update of a job: it may name another owner and try, and change nothing else.
func (g *guard) relabelJob(ctx context.Context, r request) (write, error) {
	live, err := g.engine.atVersion(ctx, r, "services")
	if err != nil {
		return write{}, err
	}
	if !isJob(live.spec) {
		return write{}, refuse("job.identity", "%s is no job", live.name())
	}
	if err := jobLabels.check("body.Labels", at(r.body, "Labels")); err != nil {
		return write{}, refuse("job.labels", "%v", err)
	}
	allowed := live.spec
	for _, key := range []string{jobLabel + ".owner", jobLabel + ".try"} {
		if v := at(r.body, "Labels", key); v != nil {
			allowed = with(allowed, v, "Labels", key)
		}
	}
	if !reflect.DeepEqual(r.body, allowed) {
		return write{}, refuse("job.update", "an update of a job may change its owner and try, nothing else")
	}
	return live.update("job.relabel", r), nil
}

// removeJob judges the removal of a service: jobs only.
func (g *guard) removeJob(ctx context.Context, r request) (write, error) {
	live, err := g.engine.live(ctx, r.api, "services", r.ref)
	if err != nil {
		return write{}, err
	}
	if !isJob(live.spec) {
		return write{}, refuse("job.identity", "%s is no job", live.name())
	}
	return write{rule: "job.remove", object: live.name(), path: r.api + "/services/" + live.id}, nil
}
