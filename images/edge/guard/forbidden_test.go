package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// An edit makes a forbidden body from the operator's own: the value below the keys is replaced by this JSON.
type edit struct{ keys, value string }

const (
	container = "TaskTemplate.ContainerSpec"
	mount     = container + ".Mounts"
)

// Each is a way out of the container, or onto the platform, that was tried.
var forbiddenJobs = slices.Concat(forbiddenParts,
	references("Secret", secretID, "aws_credentials_01234567"), references("Config", lentID, "settings_01234567"))

var thousand = edit{"Mode", `{"Replicated":{"Replicas":1000}}`}

// references makes forbidden ones to an object that jobs may have.
func references(kind, id, name string) []edit {
	all := []edit{}
	for _, value := range []string{
		`[{"KindID":"ID","KindName":"NAME","File":{"Name":"../x"}}]`,
		`[{"KindID":"ID","KindName":"NAME","File":{"Name":".."}}]`,
		`[{"KindID":"ID","KindName":"NAME","File":{"Name":"x","Mode":2560}}]`,
		`[{"KindID":"ID","KindName":"NAME","File":{"Name":"x","UID":"root"}}]`,
		`[{"KindID":"ID","KindName":"NAME","File":{"Name":"x","GID":"a"}}]`,
		`[{"KindID":"ID","KindName":"NAME","File":{}}]`,
		`[{"KindID":"ID","KindName":"NAME","File":"x"}]`,
		`[{"KindID":"ID","KindName":"NAME"}]`,
		`[{"KindID":"ID","KindName":"another","File":{"Name":"x"}}]`,
		`[{"KindID":"ID","KindName":"a b","File":{"Name":"x"}}]`,
		`[{"KindID":"../secrets/x","KindName":"NAME","File":{"Name":"x"}}]`,
		`[{"KindName":"NAME","File":{"Name":"x"}}]`,
		`[{"KindID":"ID","File":{"Name":"x"}}]`,
		`[{"KindID":"ID","KindName":"NAME","File":{"Name":"x"},"Runtime":{}}]`,
	} {
		value = strings.NewReplacer("Kind", kind, `"ID"`, `"`+id+`"`, "NAME", name).Replace(value)
		all = append(all, edit{container + "." + kind + "s", value})
	}
	return all
}

var forbiddenParts = []edit{
	{mount, `[{"Type":"bind","Source":"/","Target":"/host"}]`},
	{mount, `[{"Type":"bind","Source":"/var/run/docker.sock","Target":"/tmp"}]`},
	{mount, `[{"Type":"bind","Source":"/etc","Target":"/tmp","ReadOnly":true}]`},
	{mount, `[{"Type":"bind","Source":"/proc/1/root","Target":"/scratch"}]`},
	{mount, `[{"Type":"bind","Source":"/","Target":"/tmp","BindOptions":{"Propagation":"rshared"}}]`},
	{mount, `[{"Type":"Bind","Source":"/","Target":"/tmp"}]`},
	{mount, `[{"type":"bind","Type":"tmpfs","Target":"/tmp","TmpfsOptions":{"SizeBytes":1}}]`},
	{mount, `[{"Source":"/","Target":"/tmp"}]`},
	{mount, `[{"Type":"npipe","Source":"x","Target":"/tmp"}]`},
	{mount, `[{"Type":"cluster","Source":"jobs_x","Target":"/x"}]`},
	{mount, `[{"Type":"volume","Source":"lakehouse_minio","Target":"/x"}]`},
	{mount, `[{"Type":"volume","Source":"/","Target":"/x"}]`},
	{mount, `[{"Type":"volume","Source":"jobs_/../../etc","Target":"/x"}]`},
	{mount, `[{"Type":"volume","Target":"/x"}]`},
	{mount, `[{"Type":"volume","Source":"jobs_x"}]`},
	{mount, `[{"Type":"volume","Source":"jobs_x","Target":"/x","ReadOnly":1}]`},
	{mount, `[{"Type":"volume","Source":"jobs_x","Target":"/../x"}]`},
	{mount, `[{"Type":"volume","Source":"jobs_x","Target":"/x","VolumeOptions":{"DriverConfig":{"Name":"local","Options":{"type":"none","o":"bind","device":"/"}}}}]`},
	{mount, `[{"Type":"volume","Source":"jobs_x","Target":"/x","VolumeOptions":{"DriverConfig":{"Options":{"type":"nfs","device":":/"}}}}]`},
	{mount, `[{"Type":"tmpfs","Target":"/tmp","TmpfsOptions":{"SizeBytes":1099511627776}}]`},
	{mount, `[{"Type":"tmpfs","Target":"/tmp"}]`},
	{mount, `[{"Type":"tmpfs","Target":"/tmp","TmpfsOptions":{}}]`},
	{mount, `[{"Type":"tmpfs","Target":"/etc","TmpfsOptions":{"SizeBytes":1}}]`},
	{mount, `[{"Type":"tmpfs","TmpfsOptions":{"SizeBytes":1}}]`},
	{mount, `[{"Type":"tmpfs","Target":"/tmp","ReadOnly":true,"TmpfsOptions":{"SizeBytes":1}}]`},
	{mount, `[{"Type":"tmpfs","Target":"/tmp","TmpfsOptions":{"SizeBytes":1,"Mode":2047}}]`},
	{mount, `[{"Type":"tmpfs","Target":"/tmp","TmpfsOptions":{"SizeBytes":1,"Options":[["exec"]]}}]`},
	{mount, `[{"Type":"volume","Source":"jobs_x","Target":"relative"}]`},
	{mount, `{"Type":"tmpfs"}`},
	{mount, `[1,2,3,4,5,6,7,8,9]`},
	{container + ".User", `"0"`},
	{container + ".User", `"root"`},
	{container + ".User", `"00"`},
	{container + ".User", `"1000:0"`},
	{container + ".User", `1000`},
	{container + ".Groups", `["0"]`},
	{container + ".CapabilityAdd", `["CAP_SYS_ADMIN"]`},
	{container + ".CapabilityDrop", `[]`},
	{container + ".Sysctls", `{"net.ipv4.ip_forward":"1"}`},
	{container + ".Ulimits", `[{"Name":"nofile","Hard":1000000,"Soft":1000000}]`},
	{container + ".Privileges", `{"SELinuxContext":{"Disable":true}}`},
	{container + ".Privileges", `{"Seccomp":{"Mode":"unconfined"}}`},
	{container + ".Privileges", `{"AppArmor":{"Mode":"disabled"}}`},
	{container + ".Privileges", `{"CredentialSpec":{"File":"x"}}`},
	{container + ".Hosts", `["10.0.0.1 minio"]`},
	{container + ".DNSConfig", `{"Nameservers":["10.0.0.1"]}`},
	{container + ".Hostname", `"minio"`},
	{container + ".Dir", `"/"`},
	{container + ".Isolation", `"hyperv"`},
	{container + ".TTY", `true`},
	{container + ".OpenStdin", `true`},
	{container + ".ReadOnly", `false`},
	{container + ".OomScoreAdj", `-1000`},
	{container + ".Init", `false`},
	{container + ".StopSignal", `"SIGKILL"`},
	{container + ".StopGracePeriod", `86400000000000`},
	{container + ".StopGracePeriod", `1e9`},
	{container + ".Healthcheck", `{"Test":["CMD","true"]}`},
	{container + ".Healthcheck", `{"Test":["NONE"],"Interval":1}`},
	{container + ".Env", `["=x"]`},
	{container + ".Env", `["A"]`},
	{container + ".Env", `[1]`},
	{container + ".Env", `["A=\u0000"]`},
	{container + ".Env", `"A=b"`},
	{container + ".Args", `["\u0000"]`},
	{container + ".Command", `["\u0000"]`},
	{container + ".Labels", `{"lakeswarm.managed":"true"}`},
	{container + ".Labels", `{"lakeswarm.job":"a\nb"}`},
	{container + ".Image", `"alpine"`},
	{container + ".Image", `"docker.io/library/alpine:3"`},
	{container + ".Image", `"127.0.0.1:5000/lakeswarm/edge:0123456789ab"`},
	{container + ".Image", `"127.0.0.1:5000/lakeswarm/wsl-python-apps"`},
	{container + ".Image", `"127.0.0.1:5000/lakeswarm/wsl-python-apps@sha256:12"`},
	{container + ".Image", `"127.0.0.1:5000/lakeswarm/wsl-python-apps:a b"`},
	{container + ".Image", `7`},
	{container + ".Image", `null`},
	{container + ".Secrets", `[{"SecretID":"` + foreignID + `","SecretName":"minio_root_password_01234567","File":{"Name":"x"}}]`},
	{container + ".Secrets", `[{"SecretID":"` + foreignID + `","SecretName":"aws_credentials_01234567","File":{"Name":"x"}}]`},
	{container + ".Secrets", `[{"SecretID":"../secrets/x","SecretName":"x","File":{"Name":"x"}}]`},
	{container + ".Configs", `[{"ConfigID":"` + recordID + `","ConfigName":"lakeswarm-baseline-000003","File":{"Name":"x"}}]`},
	{container + ".Configs", `[{"ConfigID":"` + recordID + `","ConfigName":"lakeswarm-baseline-000003","Runtime":{}}]`},
	{"TaskTemplate.Networks", `[{"Target":"host"}]`},
	{"TaskTemplate.Networks", `[{"Target":"lakeswarm_control"}]`},
	{"TaskTemplate.Networks", `[{"Target":"bridge"}]`},
	{"TaskTemplate.Networks", `[{"Target":"lakeswarm","Aliases":["minio"]}]`},
	{"TaskTemplate.Networks", `[{"Target":"lakeswarm","DriverOpts":{"a":"b"}}]`},
	{"TaskTemplate.Networks", `[{}]`},
	{"TaskTemplate.Networks", `[` + strings.Repeat(`{"Target":"lakeswarm"},`, 4) + `{"Target":"lakeswarm"}]`},
	{"Networks", `[{"Target":"host"}]`},
	{"EndpointSpec", `{"Mode":"vip"}`},
	{"EndpointSpec", `{"Mode":"dnsrr","Ports":[{"TargetPort":80,"PublishedPort":80}]}`},
	{"Mode", `{"Global":{}}`},
	thousand,
	{"Mode", `{"replicated":{"Replicas":0}}`},
	{"Mode", `{"ReplicatedJob":{}}`},
	{"TaskTemplate.RestartPolicy", `{"Condition":"any"}`},
	{"TaskTemplate.RestartPolicy", `{"Condition":"none","MaxAttempts":1}`},
	{"TaskTemplate.RestartPolicy", `{"Condition":"none","Delay":1}`},
	{"TaskTemplate.RestartPolicy", `{"Condition":"none","Window":1}`},
	{"TaskTemplate.Resources.Limits", `{"MemoryBytes":0}`},
	{"TaskTemplate.Resources.Limits", `{"MemoryBytes":-1}`},
	{"TaskTemplate.Resources.Limits", `{"MemoryBytes":1000000000000000}`},
	{"TaskTemplate.Resources.Limits", `{"MemoryBytes":536870912.5}`},
	{"TaskTemplate.Resources.Limits", `{"MemoryBytes":536870912,"NanoCPUs":0}`},
	{"TaskTemplate.Resources.Limits", `{"MemoryBytes":536870912,"Pids":0}`},
	{"TaskTemplate.Resources.Limits", `{"MemoryBytes":536870912,"GenericResources":[]}`},
	{"TaskTemplate.Resources.Reservations", `{"MemoryBytes":-1}`},
	{"TaskTemplate.Resources.Reservations", `{"NanoCPUs":-1}`},
	{"TaskTemplate.Resources.Reservations", `{"GenericResources":[]}`},
	{"TaskTemplate.Placement", `{"Constraints":["engine.labels.x == y"]}`},
	{"TaskTemplate.Placement", `{"MaxReplicas":1}`},
	{"TaskTemplate.LogDriver", `{"Name":"syslog","Options":{"syslog-address":"udp://10.0.0.1"}}`},
	{"TaskTemplate.LogDriver", `{"Name":"json-file","Options":{}}`},
	{"TaskTemplate.LogDriver", `{"Name":"none"}`},
	{"TaskTemplate.Runtime", `"plugin"`},
	{"TaskTemplate.PluginSpec", `{"Name":"x"}`},
	{"TaskTemplate.NetworkAttachmentSpec", `{"ContainerID":"x"}`},
	{"TaskTemplate.ForceUpdate", `1`},
	{"UpdateConfig", `{"Parallelism":1}`},
	{"RollbackConfig", `{"Parallelism":1}`},
	{"Labels", `{"lakeswarm.job":"x","lakeswarm.managed":"true"}`},
	{"Labels", `{"lakeswarm.job":"x","prometheus-job":"x"}`},
	{"Labels", `{"lakeswarm.job":"x","com.docker.stack.namespace":"lakehouse"}`},
	{"Labels", `{"lakeswarm.job":""}`},
	{"Labels", `{"lakeswarm.job":"a\u0000b"}`},
	{"Labels", `["lakeswarm.job"]`},
	{"Name", `"lakehouse_minio"`},
	{"Name", `"-x"`},
	{"Name", `""`},
	{"Name", `null`},
	{"TaskTemplate", `null`},
	{"TaskTemplate", `[]`},
}

// What no decoder of JSON may take for something else than the engine does. %s is the operator's body without its
// closing brace.
var forbiddenSpellings = []string{
	`%s,"name":"x"}`, `%s,"NAME":"x"}`, `%s,"Name":"x"}`, `%s,"N\u0061me":"x"}`, `%s,"Labelſ":{}}`,
	`%s,"tasktemplate":{}}`, `%s,"TaſkTemplate":{}}`, `%s,"mode":{"Global":{}}}`, `%s}{}`, `%s}]`, `%s} x`, `%s`,
	"\ufeff%s}", `[%s}]`, `%s,"x":` + deep + `}`, "%s,\"x\":\"\xff\"}", `%s,"":1}`, `%s,"Labels":{}}`,
}

var deep = strings.Repeat("[", 40) + strings.Repeat("]", 40)

func edited(t testing.TB, e edit) string {
	t.Helper()
	body := fileTree(t, "operator.json")
	return encoded(t, with(body, loose(t, `{"v":`+e.value+`}`).(map[string]any)["v"], strings.Split(e.keys, ".")...))
}

func TestForbiddenJobs(t *testing.T) {
	b := newBench(t)
	try := func(name, body string) {
		if status, answer := b.call(airflow, "POST", "/v1.41/services/create", body); status != 403 && status != 400 {
			t.Errorf("%s: %d %s", name, status, answer)
		}
	}
	for _, e := range forbiddenJobs {
		try(e.keys+" "+e.value, edited(t, e))
	}
	whole := encoded(t, fileTree(t, "operator.json"))
	for _, spelling := range forbiddenSpellings {
		try(spelling, strings.Replace(spelling, "%s", strings.TrimSuffix(whole, "}"), 1))
	}
	if written := b.written(); len(written) > 0 {
		t.Errorf("the engine got %s", written)
	}
}

func TestTheOperatorsOwnBodiesPass(t *testing.T) {
	for _, name := range []string{"operator.json", "stock.json"} {
		b := newBench(t)
		b.guard.engine.newest = "1.44"
		if status, answer := b.call(airflow, "POST", "/v1.41/services/create", encoded(t, fileTree(t, name))); status != 201 {
			t.Fatalf("%s: %d %s", name, status, answer)
		}
		sent := b.written()[0]
		if sent.path != "/v1.44/services/create" {
			t.Error(sent.path)
		}
		spec := tree(t, string(sent.body))
		for keys, want := range map[string]any{
			"Mode":                               map[string]any{"Replicated": map[string]any{"Replicas": json.Number("1")}},
			"EndpointSpec":                       map[string]any{"Mode": "dnsrr"},
			container + ".CapabilityDrop":        []any{"ALL"},
			container + ".Init":                  true,
			container + ".Healthcheck":           map[string]any{"Test": []any{"NONE"}},
			container + ".Privileges":            map[string]any{"NoNewPrivileges": true},
			"TaskTemplate.LogDriver":             any(logDriver),
			"TaskTemplate.Resources.Limits.Pids": json.Number("1024"),
		} {
			if err := only(want).check(keys, at(spec, strings.Split(keys, ".")...)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		if label(spec, jobLabel) == "" || at(spec, "TaskTemplate", "Resources", "Limits", "MemoryBytes") == nil {
			t.Errorf("%s: %s", name, sent.body)
		}
	}
}
