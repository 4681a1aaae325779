package main

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

var anything = ruleShape(func(string, any) error { return nil })

// A mutant is a shape with one rule less.
type mutant struct {
	lost  string
	shape shape
}

// mutants returns every shape that lacks one rule of s, at any depth.
func mutants(path string, s shape) []mutant {
	all := []mutant{}
	inside := func(name string, part shape, whole func(shape) shape) {
		for _, m := range mutants(path+name, part) {
			all = append(all, mutant{m.lost, whole(m.shape)})
		}
	}
	switch s := s.(type) {
	case objectShape:
		for _, key := range sortedNames(s.fields) {
			inside("."+key, s.fields[key], func(part shape) shape {
				changed := fields{}
				for k, v := range s.fields {
					changed[k] = v
				}
				changed[key] = part
				return objectShape{changed, s.required}
			})
		}
		for i, key := range s.required {
			fewer := slices.Delete(slices.Clone(s.required), i, i+1)
			all = append(all, mutant{path + "." + key + " is required", objectShape{s.fields, fewer}})
		}
	case listShape:
		all = append(all, mutant{path + " has a limit", listShape{s.element, math.MaxInt}})
		inside("[]", s.element, func(part shape) shape { return listShape{part, s.most} })
	case entriesShape:
		inside("{}", s.value, func(part shape) shape { return entriesShape{s.key, part} })
	case oneOfShape:
		for _, key := range sortedNames(s.shapes) {
			inside("("+key+")", s.shapes[key], func(part shape) shape {
				changed := fields{}
				for k, v := range s.shapes {
					changed[k] = v
				}
				changed[key] = part
				return oneOfShape{s.key, changed}
			})
		}
	}
	return append(all, mutant{path, anything})
}

// Rules whose loss lets nothing through, because another rule says the same.
var redundant = []string{
	"body.TaskTemplate is required",                           // What it requires is completed, but for the image.
	"body.TaskTemplate.ContainerSpec is required",             // The same.
	"body.TaskTemplate.ContainerSpec.Healthcheck is required", // Completed.
	"body.TaskTemplate.ContainerSpec.Healthcheck.Test is required",
	"body.TaskTemplate.ContainerSpec.Init is required",
	"body.TaskTemplate.Resources is required",
	"body.TaskTemplate.Resources.Limits is required",
	"body.TaskTemplate.Resources.Limits.MemoryBytes is required",
	"body.TaskTemplate.RestartPolicy is required",
	"body.TaskTemplate.RestartPolicy.Condition is required",
	"body.TaskTemplate.LogDriver is required",
	"body.EndpointSpec is required",
	"body.EndpointSpec.Mode is required",
	"body.Labels is required",
	"body.TaskTemplate.ContainerSpec.Mounts[](tmpfs).Type",             // Chosen by it.
	"body.TaskTemplate.ContainerSpec.Mounts[](tmpfs).Type is required", // Chosen by it.
	"body.TaskTemplate.ContainerSpec.Mounts[](volume).Type",
	"body.TaskTemplate.ContainerSpec.Mounts[](volume).Type is required",
}

// Takes each rule of the shape of a job away in turn: a forbidden body must then pass.
func TestEachRuleIsNeeded(t *testing.T) {
	b := newBench(t)
	bodies := []any{}
	for _, e := range forbiddenJobs {
		if v, err := decode([]byte(edited(t, e))); err == nil {
			bodies = append(bodies, completeJob(v))
		}
	}
	for _, body := range limits(t) {
		bodies = append(bodies, body)
	}
	for _, m := range mutants("body", b.guard.jobShape) {
		passed := slices.ContainsFunc(bodies, func(body any) bool {
			return b.guard.jobShape.check("body", body) != nil && m.shape.check("body", body) == nil
		})
		if passed == slices.Contains(redundant, m.lost) {
			t.Errorf("without the rule %s: a forbidden body passes: %v", m.lost, passed)
		}
	}
}

// limits returns bodies that exceed one length each.
func limits(t *testing.T) []any {
	own := fileTree(t, "operator.json")
	repeated := func(n int, keys ...string) any {
		list := []any{}
		for range n {
			list = append(list, listAt(own, keys...)[0])
		}
		return with(own, list, keys...)
	}
	all := []any{}
	for keys, most := range map[string]int{"Args": 256, "Env": 128, "Mounts": 8, "Secrets": 16} {
		all = append(all, repeated(most+1, "TaskTemplate", "ContainerSpec", keys))
	}
	command := []any{}
	configs := []any{}
	constraints := []any{}
	for i := range 65 {
		command = append(command, "x")
		constraints = append(constraints, fmt.Sprintf("node.labels.x%d == y", i))
		configs = append(configs, tree(t, `{"ConfigID":"`+configID+`","ConfigName":"x","File":{"Name":"x"}}`))
	}
	return append(all,
		with(own, command, "TaskTemplate", "ContainerSpec", "Command"),
		with(own, configs, "TaskTemplate", "ContainerSpec", "Configs"),
		with(own, constraints, "TaskTemplate", "Placement", "Constraints"))
}
