// Container metrics of one engine for Prometheus on /metrics, nothing else: the cAdvisor library without its web pages and its API.
package main

import (
	"crypto/subtle"
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/google/cadvisor/container/docker"
	"github.com/google/cadvisor/lib/cache/memory"
	"github.com/google/cadvisor/lib/container"
	_ "github.com/google/cadvisor/lib/container/raw"
	"github.com/google/cadvisor/lib/manager"
	"github.com/google/cadvisor/lib/metrics"
	"github.com/google/cadvisor/lib/model"
	"github.com/google/cadvisor/lib/utils/sysfs"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"k8s.io/utils/clock"
)

// kinds of metrics; what is left out costs more than it tells here (docs/decisions/014-what-watches-the-nodes.md).
var kinds = []container.MetricKind{container.CpuUsageMetrics, container.MemoryUsageMetrics, container.NetworkUsageMetrics,
	container.DiskIOMetrics}

// labels that Swarm gives to each container; anything else may hold secrets or be without bound.
var labels = []string{"com.docker.swarm.service.name", "com.docker.swarm.task.name", "com.docker.swarm.node.id", "com.docker.stack.namespace"}

func main() {
	listen := flag.String("listen", ":9101", "address to serve on")
	every := flag.Duration("every", 15*time.Second, "time between two looks at a container")
	passwordFile := flag.String("password-file", "/run/secrets/metrics_password", "file with the password of the user prometheus")
	flag.Parse()
	if err := serve(*listen, *every, *passwordFile); err != nil {
		log.Fatalf("Cannot serve container metrics: %v.", err)
	}
}

func serve(listen string, every time.Duration, passwordFile string) error {
	password, err := os.ReadFile(passwordFile)
	if err != nil {
		return fmt.Errorf("no password: %w. Give a secret file by -password-file", err)
	}
	wanted := container.MetricSet{}
	for _, kind := range kinds {
		wanted[kind] = struct{}{}
	}
	watched, err := watch(every, wanted)
	if err != nil {
		return err
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(
		metrics.NewPrometheusCollector(watched, metrics.BaseContainerLabels(labels), wanted, clock.RealClock{},
			model.RequestOptions{IdType: "name", Count: 1, Recursive: true}),
		metrics.NewPrometheusMachineCollector(watched, wanted))
	handler := promhttp.HandlerFor(registry, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError, ErrorLog: log.Default()})
	http.Handle("/metrics", authenticated(handler, strings.TrimSpace(string(password))))
	http.HandleFunc("/healthz", func(answer http.ResponseWriter, _ *http.Request) { fmt.Fprintln(answer, "ok") })
	server := &http.Server{Addr: listen, ReadHeaderTimeout: 5 * time.Second}
	return server.ListenAndServe()
}

// watch starts the cAdvisor manager for Docker's containers and the host's own root group.
func watch(every time.Duration, wanted container.MetricSet) (manager.Manager, error) {
	if err := container.RegisterPlugin("docker", docker.NewPlugin()); err != nil {
		return nil, err
	}
	// The host's file system is at /rootfs; engines with the containerd image store are asked there. The empty prefix means: no group but Docker's.
	settings := map[string]string{"docker_only": "true", "containerd": "/rootfs/run/containerd/containerd.sock",
		"machine_id_file": "/rootfs/etc/machine-id"}
	for name, value := range settings {
		if err := flag.Set(name, value); err != nil {
			return nil, err
		}
	}
	dynamic := false
	watched, err := manager.New(memory.New(2*every, nil), sysfs.NewRealSysFs(),
		manager.HousekeepingConfig{Interval: &every, AllowDynamic: &dynamic}, wanted, []string{""}, nil, "", 0)
	if err != nil {
		return nil, err
	}
	return watched, watched.Start()
}

func authenticated(next http.Handler, password string) http.Handler {
	return http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		user, given, _ := request.BasicAuth()
		if subtle.ConstantTimeCompare([]byte(user+":"+given), []byte("prometheus:"+password)) != 1 {
			answer.Header().Set("WWW-Authenticate", `Basic realm="metrics"`)
			http.Error(answer, "401 Unauthorized", http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(answer, request)
	})
}
