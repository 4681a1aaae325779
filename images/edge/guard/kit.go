package main

import (
	"context"
	"encoding/base64"
	"reflect"
	"slices"
	"strings"
)

const (
	memoryLabel  = "lakeswarm.memory"
	serviceLabel = "lakeswarm.service"
	kinds        = `desired|status|operation|drain|identity`
)

// Services whose number of replicas the reconciler sets. The others keep the number of their deployment.
var scalable = []string{"spark-worker"}

// The reconciler and the guard itself: who changes them could change what is judged here.
var lifeLine = []string{"reconciler", "docker-proxy"}

var configShape = object(fields{
	"Name": text(64, `lakeswarm-(`+kinds+`)-[a-z0-9-]{1,48}`),
	"Data": text(1400000, `[A-Za-z0-9+/=]*`),
	"Labels": object(fields{
		memoryLabel: text(16, kinds), "lakeswarm.operation.outcome": anyText,
		"lakeswarm.operation.state": anyText, "lakeswarm.operation.steps": text(65536, `[^\x00]*`),
	}, memoryLabel),
}, "Name", "Data", "Labels")

// isMemory returns whether the reconciler may write this config: never the record of a deploy, for drift is repaired
// to that.
func isMemory(spec any) bool {
	return configShape.check("body", spec) == nil &&
		strings.HasPrefix(textAt(spec, "Name"), "lakeswarm-"+label(spec, memoryLabel)+"-")
}

func (g *guard) createConfig(_ context.Context, r request) (write, error) {
	if err := configShape.check("body", r.body); err != nil {
		return write{}, refuse("config.shape", "%v", err)
	}
	if !isMemory(r.body) {
		return write{}, refuse("config.shape", "body.Name and the label %s must name one kind", memoryLabel)
	}
	return write{
		rule: "config.create", object: textAt(r.body, "Name"), path: r.api + "/configs/create", body: r.body,
	}, nil
}

func (g *guard) updateConfig(ctx context.Context, r request) (write, error) {
	live, err := g.engine.atVersion(ctx, r, "configs")
	if err != nil {
		return write{}, err
	}
	if !isMemory(live.spec) || !isMemory(r.body) {
		return write{}, refuse("config.identity", "%s is not the reconciler's memory", live.name())
	}
	if !reflect.DeepEqual(r.body, with(live.spec, at(r.body, "Labels"), "Labels")) ||
		label(r.body, memoryLabel) != label(live.spec, memoryLabel) {
		return write{}, refuse("config.update", "only labels of a config may change")
	}
	return live.update("config.label", r), nil
}

func (g *guard) removeConfig(ctx context.Context, r request) (write, error) {
	live, err := g.engine.live(ctx, r.api, "configs", r.ref)
	if err != nil {
		return write{}, err
	}
	if !isMemory(live.spec) {
		return write{}, refuse("config.identity", "%s is not the reconciler's memory", live.name())
	}
	return write{rule: "config.remove", object: live.name(), path: r.api + "/configs/" + live.id}, nil
}

// updateService judges a change of a service of the kit: back to what its deployment recorded, or another number of
// replicas where the reconciler sets it.
func (g *guard) updateService(ctx context.Context, r request) (write, error) {
	live, err := g.engine.atVersion(ctx, r, "services")
	if err != nil {
		return write{}, err
	}
	service := label(live.spec, serviceLabel)
	if label(live.spec, managedLabel) != "true" || service == "" {
		return write{}, refuse("service.identity", "%s is not a service of the kit", live.name())
	}
	if slices.Contains(lifeLine, service) {
		return write{}, refuse("service.identity", "%s is changed by a deploy only", service)
	}
	rule, allowed := "service.repair", live.spec
	if count := at(r.body, "Mode", "Replicated", "Replicas"); slices.Contains(scalable, service) && count != nil {
		if err := number(0, 1000).check("body.Mode.Replicated.Replicas", count); err != nil {
			return write{}, refuse("service.scale", "%v", err)
		}
		allowed = with(allowed, count, "Mode", "Replicated", "Replicas")
	}
	if reflect.DeepEqual(r.body, allowed) {
		rule = "service.scale"
	} else if deployed, err := g.deployed(ctx, r.api, live.name()); err != nil {
		return write{}, err
	} else if err := chosen("body", r.body, allowed, deployed); err != nil {
		return write{}, refuse("service.repair", "%v", err)
	}
	for _, key := range []string{serviceLabel, managedLabel} {
		if label(r.body, key) != label(live.spec, key) {
			return write{}, refuse("service.identity", "the label %s may not change", key)
		}
	}
	return live.update(rule, r), nil
}

// deployed returns the specification that the newest deploy recorded for the service of this name.
func (g *guard) deployed(ctx context.Context, api, name string) (any, error) {
	list, err := g.engine.get(ctx, api+`/configs?filters=%7B%22label%22%3A%5B%22`+memoryLabel+`%3Dbaseline%22%5D%7D`)
	if err != nil {
		return nil, err
	}
	var newest any
	records, _ := list.([]any)
	for _, record := range records {
		if label(at(record, "Spec"), memoryLabel) == "baseline" &&
			textAt(record, "Spec", "Name") > textAt(newest, "Spec", "Name") {
			newest = record
		}
	}
	if newest == nil {
		return nil, refuse("service.repair", "no deploy has recorded the services")
	}
	raw, err := base64.StdEncoding.DecodeString(textAt(newest, "Spec", "Data"))
	if err != nil {
		return nil, refuse("service.repair", "the record of the deploy is not base64")
	}
	tree, err := decode(raw)
	if err != nil {
		return nil, refuse("service.repair", "the record of the deploy is unreadable: %v", err)
	}
	specs, _ := tree.([]any)
	for _, spec := range specs {
		if textAt(spec, "Name") == name {
			return spec, nil
		}
	}
	return nil, refuse("service.repair", "the last deploy did not record %s", name)
}

// chosen accepts a body of which every part is what is live now or what the deploy recorded; absent is a value too.
func chosen(path string, body, live, deployed any) error {
	if reflect.DeepEqual(body, live) || reflect.DeepEqual(body, deployed) {
		return nil
	}
	b, ok := body.(map[string]any)
	l, isLive := live.(map[string]any)
	d, isDeployed := deployed.(map[string]any)
	if !ok || !isLive || !isDeployed {
		return wrong(path, "is neither what is live nor what was deployed")
	}
	for _, key := range sortedKeys(b, l, d) {
		if err := chosen(path+"."+key, b[key], l[key], d[key]); err != nil {
			return err
		}
	}
	return nil
}
