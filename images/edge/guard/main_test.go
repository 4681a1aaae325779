package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestLoginIsRequiredOrOptionalAndNothingElse(t *testing.T) {
	for value, good := range map[string]bool{"required": true, "optional": true, "": false, "Optional": false, "off": false} {
		if err := new(login).Set(value); (err == nil) != good {
			t.Errorf("%q: %v", value, err)
		}
	}
}

func TestAShortOrAbsentTokenEndsTheStart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "docker_airflow")
	if _, err := readToken(path); err == nil {
		t.Error("no file")
	}
	for content, good := range map[string]bool{"": false, "0123456789abcde\n": false, "0123456789abcdef\n": true} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readToken(path); (err == nil) != good {
			t.Errorf("%q: %v", content, err)
		}
	}
}
