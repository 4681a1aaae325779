// The guard stands before the engine's socket. It understands each request, asks the engine about what the request
// names, and sends its own words on, never the client's.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// How long a call that is under way may take when the guard ends.
const farewell = 4 * time.Second

// How long a client may take to send a request.
var requestPatience = time.Minute

func main() {
	socket := flag.String("socket", "/var/run/docker.sock", "the engine's socket")
	secrets := flag.String("secrets", "/run/secrets", "the folder with a file docker_<client> for each client's token")
	jobs := flag.String("jobs", "/etc/lakeswarm/jobs.json", "what jobs may use")
	host := flag.String("host", "", "the address to listen on")
	needs := required
	flag.Var(&needs, "login", "required, or optional: a request without a login is judged as the port's client")
	flag.Parse()
	if err := run(*socket, *secrets, *jobs, *host, needs); err != nil {
		fmt.Fprintf(os.Stderr, "%v.\n", err)
		os.Exit(1)
	}
}

// A login is what clients must send. Clients of a release without logins are served while a deploy replaces them.
type login string

const (
	required login = "required"
	optional login = "optional"
)

func (l *login) String() string { return string(*l) }

// Set accepts the two values, and nothing that looks like one of them.
func (l *login) Set(value string) error {
	if *l = login(value); *l != required && *l != optional {
		return fmt.Errorf("want %s or %s", required, optional)
	}
	return nil
}

func run(socket, secrets, jobs, host string, needs login) error {
	allowed, err := readPolicy(jobs)
	if err != nil {
		return err
	}
	g := newGuard(newEngine(socket), allowed, newAudit(os.Stdout))
	servers := map[string]http.Handler{"127.0.0.1:8404": g.health()}
	for number, c := range map[string]client{"2375": reconciler, "2381": airflow, "2382": prometheus} {
		token, err := readToken(filepath.Join(secrets, "docker_"+c.name))
		if err != nil {
			return err
		}
		servers[net.JoinHostPort(host, number)] = newPort(g, c, token, needs)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	return serve(ctx, servers)
}

func readToken(path string) (string, error) {
	raw, err := os.ReadFile(path)
	token := strings.TrimSpace(string(raw))
	if err != nil || len(token) < 16 {
		return "", fmt.Errorf(
			"Cannot guard the engine: %s holds no token of 16 letters or more (%v). Deploy again", path, err)
	}
	return token, nil
}

// serve listens until ctx ends. Calls under way are finished, streams are ended at once: their readers connect again.
func serve(ctx context.Context, handlers map[string]http.Handler) error {
	streams, endStreams := context.WithCancel(context.Background())
	defer endStreams()
	failed := make(chan error, len(handlers))
	var servers []*http.Server
	for address, handler := range handlers {
		server := &http.Server{
			Addr: address, Handler: handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: requestPatience,
			IdleTimeout: 90 * time.Second, MaxHeaderBytes: 16 << 10,
			BaseContext: func(net.Listener) context.Context { return streams },
		}
		servers = append(servers, server)
		go func() {
			if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
				failed <- fmt.Errorf("Cannot listen on %s: %w", address, err)
			}
		}()
	}
	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	limit, cancel := context.WithTimeout(context.Background(), farewell)
	defer cancel()
	time.AfterFunc(farewell/4, endStreams)
	done := make(chan struct{})
	for _, server := range servers {
		go func() {
			_ = server.Shutdown(limit)
			done <- struct{}{}
		}()
	}
	for range servers {
		<-done
	}
	return err
}

// health is good when the engine answers.
func (g *guard) health() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer, err := g.engine.do(r.Context(), http.MethodGet, "/_ping", nil)
		if err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		_ = answer.Body.Close()
		w.WriteHeader(answer.StatusCode)
	})
}
