package main

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"
)

const (
	largestBody  = 2 << 20 // a config of 1 MB, in base64
	callPatience = 90 * time.Second
)

// A reader that takes nothing for so long is cut off.
var writePatience = 30 * time.Second

// A port serves one client of the guard.
type port struct {
	guard  *guard
	client client
	token  [sha256.Size]byte
	login  login
}

func newPort(g *guard, c client, token string, needs login) *port {
	return &port{g, c, sha256.Sum256([]byte(token)), needs}
}

// ServeHTTP answers one request and records what was decided.
func (p *port) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began := time.Now()
	e := event{client: p.client.name, from: r.RemoteAddr, method: r.Method, path: r.URL.EscapedPath()}
	err := p.serve(w, r, &e)
	e.outcome = "allowed"
	var refused refusal
	if err != nil && !errors.As(err, &refused) {
		err = refusal{http.StatusBadRequest, "request", err.Error()}
	}
	if errors.As(err, &refused) {
		e.outcome, e.why, e.status = "refused", refused.why, refused.status
		if refused.rule == "engine" || refused.rule == "version" {
			e.outcome = "failed"
		}
		e.rule = refused.rule
		answer(w, refused)
	}
	e.took = time.Since(began)
	p.guard.audit.add(e)
}

// answer says no in the form of the engine, so that its clients show the words.
func answer(w http.ResponseWriter, r refusal) {
	if r.status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Basic realm="docker"`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(r.status)
	why := r.why
	if r.rule != "engine" && r.rule != "version" {
		why = "The Docker guard refuses this: " + why + "."
	}
	_ = json.NewEncoder(w).Encode(map[string]string{"message": why})
}

func (p *port) isKnown(r *http.Request) bool {
	if p.login == optional && len(r.Header.Values("Authorization")) == 0 {
		return true
	}
	name, token, ok := r.BasicAuth()
	given := sha256.Sum256([]byte(token))
	return subtle.ConstantTimeCompare(given[:], p.token[:]) == 1 && ok && name == p.client.name
}

func (p *port) serve(w http.ResponseWriter, r *http.Request, e *event) error {
	if !p.isKnown(r) {
		return refuseAs(http.StatusUnauthorized, "login", "the login of client %s is missing or wrong", p.client.name)
	}
	asked := request{path: r.URL.EscapedPath()}
	if prefix := apiPattern.FindString(asked.path); prefix != "" {
		asked.api = strings.TrimSuffix(prefix, "/")
		asked.path = strings.TrimPrefix(asked.path, asked.api)
	}
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return p.read(w, r, asked, e)
	}
	return p.write(w, r, asked, e)
}

func (p *port) read(w http.ResponseWriter, r *http.Request, asked request, e *event) error {
	e.rule = readRule
	if p.client.counts != "" && asked.path == p.client.counts {
		e.status = http.StatusOK
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		p.guard.audit.writeTo(w)
		return nil
	}
	if !p.client.reads.MatchString(asked.path) || r.Method == http.MethodHead && !pingPath.MatchString(asked.path) {
		return refuse("path", "%s %s is not for client %s", r.Method, asked.path, p.client.name)
	}
	if p.client.jobsOnly != nil {
		if found := p.client.jobsOnly.FindStringSubmatch(asked.path); found != nil {
			live, err := p.guard.engine.live(r.Context(), asked.api, "services", found[1])
			if err != nil {
				return err
			}
			if !isJob(live.spec) {
				return refuse("job.identity", "%s is no job", live.name())
			}
		}
	}
	path := asked.api + asked.path
	if r.URL.RawQuery != "" {
		path += "?" + r.URL.RawQuery
	}
	if p.client.withoutData != nil && p.client.withoutData.MatchString(asked.path) {
		return p.names(w, r.Context(), path, e)
	}
	return p.forward(w, r, r.Method, path, nil, e)
}

// names answers with a list of secrets or configs, without what is in them.
func (p *port) names(w http.ResponseWriter, ctx context.Context, path string, e *event) error {
	tree, err := p.guard.engine.get(ctx, path)
	if err != nil {
		return err
	}
	list, _ := tree.([]any)
	for i, one := range list {
		list[i] = without(one, "Spec", "Data")
	}
	e.status = http.StatusOK
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(list) // It fails only when the client has gone.
	return nil
}

func (p *port) write(w http.ResponseWriter, r *http.Request, asked request, e *event) error {
	var taken *route
	for i := range p.client.routes {
		candidate := &p.client.routes[i]
		found := candidate.path.FindStringSubmatch(asked.path)
		if candidate.method == r.Method && found != nil {
			taken = candidate
			if len(found) > 1 {
				asked.ref = found[1]
			}
			break
		}
	}
	if taken == nil {
		return refuse("path", "%s %s is not for client %s", r.Method, asked.path, p.client.name)
	}
	query := versionPattern.FindStringSubmatch(r.URL.RawQuery)
	if taken.versioned != (query != nil) || query == nil && r.URL.RawQuery != "" {
		return refuse("query", "the query %q is not allowed here", r.URL.RawQuery)
	}
	if query != nil {
		asked.version = query[1]
	}
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, largestBody))
	if err != nil {
		return refuseAs(http.StatusRequestEntityTooLarge, "body", "the body exceeds %d bytes or broke off", largestBody)
	}
	hash := sha256.Sum256(raw)
	e.bodyHash = hex.EncodeToString(hash[:8])
	if r.Method == http.MethodPost {
		if asked.body, err = decode(raw); err != nil {
			return refuseAs(http.StatusBadRequest, "json", "the body is %v", err)
		}
	}
	judged, err := taken.judge(p.guard, r.Context(), asked)
	if err != nil {
		return err
	}
	e.rule, e.object = judged.rule, judged.object
	return p.forward(w, r, r.Method, judged.path, judged.body, e)
}

// forward sends the guard's own request and passes the answer on as it comes.
func (p *port) forward(w http.ResponseWriter, r *http.Request, method, path string, body any, e *event) error {
	ctx := r.Context()
	if !isStream(path) {
		limited, cancel := context.WithTimeout(ctx, callPatience)
		defer cancel()
		ctx = limited
	}
	answer, err := p.guard.engine.do(ctx, method, path, body)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	e.status = answer.StatusCode
	for _, name := range []string{"Content-Type", "Api-Version", "Docker-Experimental", "Ostype", "Server"} {
		if v := answer.Header.Get(name); v != "" {
			w.Header().Set(name, v)
		}
	}
	w.WriteHeader(answer.StatusCode)
	return copyAsItComes(w, answer.Body)
}

// isStream returns whether the answer ends when the reader or the engine ends it.
func isStream(path string) bool {
	resource, _, _ := strings.Cut(path, "?")
	return strings.HasSuffix(resource, "/events") || strings.HasSuffix(resource, "/logs")
}

// copyAsItComes delays nothing: an event that waits for the next one would delay a repair.
func copyAsItComes(w http.ResponseWriter, from io.Reader) error {
	control := http.NewResponseController(w)
	// The end of the answer is written after this returns: the limit of the last piece may be over by then.
	defer func() { _ = control.SetWriteDeadline(time.Now().Add(writePatience)) }()
	_ = control.Flush() // A reader of events waits for the status before the first event.
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		if n > 0 {
			_ = control.SetWriteDeadline(time.Now().Add(writePatience))
			if _, broken := w.Write(buffer[:n]); broken != nil {
				return nil // The client has gone.
			}
			_ = control.Flush()
		}
		if err != nil {
			return nil // The end, or the engine's: the client sees that the answer is cut.
		}
	}
}
