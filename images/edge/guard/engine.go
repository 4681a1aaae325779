package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

const (
	// From this version of its API on the engine knows Privileges.NoNewPrivileges.
	noNewPrivilegesAPI = "/v1.44"
	largestAnswer      = 32 << 20
)

// engine is the Docker API behind its socket.
type engine struct {
	client *http.Client
	mu     sync.Mutex
	newest string // of the API, "1.41" for example; "" before the first answer
}

func newEngine(socket string) *engine {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{Timeout: 2 * time.Second}).DialContext(ctx, "unix", socket)
	}
	return &engine{client: &http.Client{Transport: &http.Transport{
		DialContext: dial, MaxIdleConnsPerHost: 16, IdleConnTimeout: time.Minute, DisableCompression: true,
	}}}
}

// do sends a request of the guard's own words.
func (e *engine) do(ctx context.Context, method, path string, body any) (*http.Response, error) {
	var content io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		content = bytes.NewReader(raw)
	}
	request, err := http.NewRequestWithContext(ctx, method, "http://engine"+path, content)
	if err != nil {
		return nil, err
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	answer, err := e.client.Do(request)
	if err != nil {
		return nil, refuseAs(http.StatusBadGateway, "engine", "the engine does not answer: %v", errors.Unwrap(err))
	}
	return answer, nil
}

// get returns the engine's answer as a tree; what it refuses is a refusal with its status and words.
func (e *engine) get(ctx context.Context, path string) (any, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	answer, err := e.do(ctx, http.MethodGet, path, nil)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(answer.Body, largestAnswer))
	if err != nil {
		return nil, refuseAs(http.StatusBadGateway, "engine", "the engine's answer broke off: %v", err)
	}
	tree, err := decode(raw)
	if answer.StatusCode != http.StatusOK {
		message := textAt(tree, "message")
		if message == "" {
			message = fmt.Sprintf("the engine answers %d", answer.StatusCode)
		}
		return nil, refuseAs(answer.StatusCode, "engine", "%s", message)
	}
	if err != nil {
		return nil, refuseAs(http.StatusBadGateway, "engine", "the engine's answer is %v", err)
	}
	return tree, nil
}

// newestAPI returns the engine's newest API version, asked for once; "" while the engine does not say it.
func (e *engine) newestAPI(ctx context.Context) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.newest == "" {
		if tree, err := e.get(ctx, "/version"); err == nil {
			e.newest = textAt(tree, "ApiVersion")
		}
	}
	return e.newest
}

// apiFor returns the API version for the creation of a job, and whether it knows no-new-privileges: the client's, or
// a newer one if the engine has it.
func (e *engine) apiFor(ctx context.Context, client string) (string, bool) {
	if isBefore("/v"+e.newestAPI(ctx), noNewPrivilegesAPI) {
		return client, false
	}
	if isBefore(client, noNewPrivilegesAPI) {
		return noNewPrivilegesAPI, true
	}
	return client, true
}

// isBefore compares two versions such as /v1.41; an unreadable one is before every other.
func isBefore(a, b string) bool {
	number := func(v string) (n int) {
		if _, err := fmt.Sscanf(v, "/v1.%d", &n); err != nil {
			return 0
		}
		return n
	}
	return number(a) < number(b)
}

// A liveObject is a service, secret or config as the engine has it now.
type liveObject struct {
	kind, id, version string
	spec              any
}

func (o liveObject) name() string { return textAt(o.spec, "Name") }

// update returns the write of the client's body over the version that was judged: the engine refuses it if the object
// changed meanwhile.
func (o liveObject) update(rule string, r request) write {
	return write{
		rule: rule, object: o.name(), path: r.api + "/" + o.kind + "/" + o.id + "/update?version=" + o.version, body: r.body,
	}
}

func (e *engine) live(ctx context.Context, api, kind, ref string) (liveObject, error) {
	tree, err := e.get(ctx, api+"/"+kind+"/"+ref)
	if err != nil {
		return liveObject{}, err
	}
	version, _ := at(tree, "Version", "Index").(json.Number)
	found := liveObject{kind: kind, id: textAt(tree, "ID"), version: version.String(), spec: at(tree, "Spec")}
	if !idPattern.MatchString(found.id) || found.version == "" || found.spec == nil {
		return liveObject{}, refuseAs(http.StatusBadGateway, "engine", "the engine's answer has no ID, version or spec")
	}
	return found, nil
}

// atVersion returns the object if it still has the version that the client wants to replace.
func (e *engine) atVersion(ctx context.Context, r request, kind string) (liveObject, error) {
	found, err := e.live(ctx, r.api, kind, r.ref)
	if err == nil && r.version != found.version {
		// The engine's own words, by which its clients know it.
		err = refuseAs(http.StatusInternalServerError, "version", "rpc error: code = Unknown desc = update out of sequence")
	}
	return found, err
}
