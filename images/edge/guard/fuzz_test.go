package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// A stored job as the engine reads it: encoding/json, which ignores the case of keys.
type stored struct {
	Labels       map[string]string
	TaskTemplate struct {
		Runtime       string
		PluginSpec    any
		ContainerSpec struct {
			Image, User    string
			Groups         []string
			CapabilityAdd  []string
			CapabilityDrop []string
			Sysctls        map[string]string
			Hosts          []string
			Mounts         []struct {
				Type, Source               string
				BindOptions, VolumeOptions any
			}
			Secrets    []struct{ SecretName string }
			Configs    []struct{ ConfigName string }
			Privileges map[string]any
		}
		Networks []struct{ Target string }
	}
	Networks     []any
	EndpointSpec struct {
		Mode  string
		Ports []any
	}
	Mode map[string]any
}

// FuzzJob holds the one thing that matters: what the engine gets has no bind, no capability, no foreign secret, image
// or network, however the body was written.
func FuzzJob(f *testing.F) {
	b := newBench(f)
	whole := encoded(f, fileTree(f, "operator.json"))
	f.Add(whole)
	f.Add(encoded(f, fileTree(f, "stock.json")))
	for _, e := range forbiddenJobs {
		f.Add(edited(f, e))
	}
	for _, spelling := range forbiddenSpellings {
		f.Add(strings.Replace(spelling, "%s", strings.TrimSuffix(whole, "}"), 1))
	}
	f.Fuzz(func(t *testing.T, body string) {
		tree, err := decode([]byte(body))
		if err != nil {
			return
		}
		made, err := b.guard.createJob(t.Context(), request{api: "/v1.44", body: tree})
		if err != nil {
			return
		}
		if why := flaw(encoded(t, made.body)); why != "" {
			t.Errorf("the engine gets %s in %s for %q", why, encoded(t, made.body), body)
		}
	})
}

// flaw returns what no job may have, "" when the specification has none of it.
func flaw(spec string) string {
	var job stored
	if err := json.Unmarshal([]byte(spec), &job); err != nil {
		return err.Error()
	}
	task, container := job.TaskTemplate, job.TaskTemplate.ContainerSpec
	for what, has := range map[string]bool{
		"a capability":        len(container.CapabilityAdd) > 0 || !slices.Equal(container.CapabilityDrop, []string{"ALL"}),
		"a kernel setting":    len(container.Sysctls) > 0 || isPrivileged(container.Privileges),
		"a foreign host":      len(container.Hosts) > 0,
		"a group or user":     len(container.Groups) > 0 || container.User == "0",
		"a network":           len(job.Networks) > 0,
		"a port":              len(job.EndpointSpec.Ports) > 0 || job.EndpointSpec.Mode != "dnsrr",
		"a mode":              len(job.Mode) != 1,
		"a label of the kit":  job.Labels[managedLabel] != "" || job.Labels[jobLabel] == "",
		"another runtime":     task.Runtime != "" && task.Runtime != "container" || task.PluginSpec != nil,
		"an image of another": !strings.HasPrefix(container.Image, "127.0.0.1:5000/lakeswarm/wsl-python-apps"),
	} {
		if has {
			return what
		}
	}
	for _, m := range container.Mounts {
		named := m.Type == "volume" && strings.HasPrefix(m.Source, "jobs_") && !strings.Contains(m.Source, "/")
		if m.BindOptions != nil || m.VolumeOptions != nil || m.Type != "tmpfs" && !named {
			return "a mount"
		}
	}
	for _, s := range container.Secrets {
		if s.SecretName != "aws_credentials_01234567" {
			return "a secret"
		}
	}
	for _, c := range container.Configs {
		if c.ConfigName != "settings_01234567" {
			return "a config"
		}
	}
	return ""
}

// isPrivileged leaves out what an engine from 25 on adds: null for each field that the body does not have.
func isPrivileged(privileges map[string]any) bool {
	for name, value := range privileges {
		if value != nil && (name != "NoNewPrivileges" || value != true) {
			return true
		}
	}
	return false
}
