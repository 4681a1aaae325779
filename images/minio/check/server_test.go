// Package check sends requests to a real MinIO, whose binary MINIO names, and asks what it stores and what it refuses.
package check

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// The clerk may do everything in the bucket "open" and nothing elsewhere.
var (
	root    = key{"root-of-the-check", "password-of-root"}
	clerk   = key{"clerk-of-the-check", "password-of-clerk"}
	address string
)

// A deadline for a busy machine; the server is there in a second or two.
const startDeadline = 5 * time.Minute

func TestMain(m *testing.M) {
	exit, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "Cannot check MinIO:", err)
		exit = 1
	}
	os.Exit(exit)
}

func run(m *testing.M) (int, error) {
	binary := os.Getenv("MINIO")
	if binary == "" {
		return 0, fmt.Errorf("MINIO is not set. Give it the path of the binary")
	}
	data, err := os.MkdirTemp("", "minio-check")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(data)
	if address, err = freeAddress(); err != nil {
		return 0, err
	}
	server := exec.Command(binary, "server", "--quiet", "--address", address, data)
	server.Env = append(os.Environ(), "MINIO_ROOT_USER="+root.id, "MINIO_ROOT_PASSWORD="+root.secret,
		"MINIO_BROWSER=off", "MINIO_CI_CD=on", "MC_CONFIG_DIR="+data+"/.mc")
	var log bytes.Buffer
	server.Stdout, server.Stderr = &log, &log
	if err := server.Start(); err != nil {
		return 0, err
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Wait() }()
	defer func() {
		server.Process.Kill()
		<-ended
	}()
	if err := awaitServer(ended); err != nil {
		return 0, fmt.Errorf("%w. Its log: %s", err, log.String())
	}
	if err := furnish(); err != nil {
		return 0, err
	}
	return m.Run(), nil
}

func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer listener.Close()
	return listener.Addr().String(), nil
}

func awaitServer(ended chan error) error {
	for deadline := time.Now().Add(startDeadline); time.Now().Before(deadline); {
		select {
		case err := <-ended:
			ended <- err
			return fmt.Errorf("the server ended: %v", err)
		case <-time.After(100 * time.Millisecond):
		}
		answer, err := http.Get("http://" + address + "/minio/health/cluster")
		if err == nil && answer.Body.Close() == nil && answer.StatusCode == http.StatusOK {
			return nil
		}
	}
	return fmt.Errorf("no answer within %s", startDeadline)
}

// furnish makes the buckets "open" and "closed", an object in "closed", and the clerk.
func furnish() error {
	files := map[string]any{
		"users": map[string]any{clerk.id: map[string]string{"secretKey": clerk.secret, "status": "enabled"}},
		"policies": map[string]any{"open": map[string]any{"Version": "2012-10-17", "Statement": []any{map[string]any{
			"Effect": "Allow", "Action": []string{"s3:*"}, "Resource": []string{"arn:aws:s3:::open/*", "arn:aws:s3:::open"}}}}},
		"user_mappings": map[string]any{clerk.id: map[string]any{"version": 1, "policy": "open"}},
	}
	var assets bytes.Buffer
	archive := zip.NewWriter(&assets)
	for name, content := range files {
		file, err := archive.Create("iam-assets/" + name + ".json")
		if err != nil {
			return err
		}
		if err := json.NewEncoder(file).Encode(content); err != nil {
			return err
		}
	}
	if err := archive.Close(); err != nil {
		return err
	}
	for _, step := range []struct {
		path string
		body []byte
	}{{"/open", nil}, {"/closed", nil}, {"/closed/old", []byte("old")}, {"/minio/admin/v3/import-iam", assets.Bytes()}} {
		r := request("PUT", step.path, step.body)
		root.signHeader(r)
		if status, text, err := send(r); err != nil || status != http.StatusOK {
			return fmt.Errorf("PUT %s: %d %s %v", step.path, status, text, err)
		}
	}
	return nil
}

func request(method, path string, content []byte) *http.Request {
	r, err := http.NewRequest(method, "http://"+address+path, bytes.NewReader(content))
	if err != nil {
		panic(err)
	}
	return r
}

func send(r *http.Request) (int, string, error) {
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return answer.StatusCode, string(text), err
}

// stored returns an object as root sees it, and whether it is there.
func stored(t *testing.T, path string) (string, bool) {
	t.Helper()
	r := request("GET", path, nil)
	root.signHeader(r)
	status, text, err := send(r)
	if err != nil || status != http.StatusOK && status != http.StatusNotFound {
		t.Fatalf("GET %s: %d %s %v", path, status, text, err)
	}
	return text, status == http.StatusOK
}

func between(text, from, to string) string {
	_, rest, _ := strings.Cut(text, from)
	value, _, _ := strings.Cut(rest, to)
	return value
}
