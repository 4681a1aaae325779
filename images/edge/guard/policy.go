package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
)

// policy is what jobs may use by name. It comes from a file of the deploy, never from the desired state, which the
// reconciler can write.
type policy struct {
	Images   []string // repositories, without a tag
	Networks []string
	Volumes  []string // besides jobs_*
	Secrets  []string // besides those with the label lakeswarm.jobs=true
	Configs  []string // besides those with the label lakeswarm.jobs=true
}

const jobsLabel = "lakeswarm.jobs"

var (
	nameShape   = text(128, `[A-Za-z0-9][A-Za-z0-9._-]*`)
	names       = listOf(nameShape, 64)
	policyShape = object(fields{
		"images":   listOf(text(256, `[a-z0-9][A-Za-z0-9.:_/-]*`), 64),
		"networks": names,
		"volumes":  names,
		"secrets":  names,
		"configs":  names,
	})
	hashed = regexp.MustCompile(`_[0-9a-f]{8}\z`)
)

func readPolicy(path string) (policy, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return policy{}, fmt.Errorf("Cannot read what jobs may use: %w", err)
	}
	tree, err := decode(raw)
	if err == nil {
		err = policyShape.check("jobs", tree)
	}
	if err != nil {
		return policy{}, fmt.Errorf("Cannot read what jobs may use: %s: %w. Correct it and deploy again", path, err)
	}
	texts := func(key string) []string {
		var all []string
		for _, v := range listAt(tree, key) {
			all = append(all, v.(string))
		}
		return all
	}
	return policy{texts("images"), texts("networks"), texts("volumes"), texts("secrets"), texts("configs")}, nil
}

// image accepts <repository>:<tag> and <repository>@sha256:… of the listed repositories.
func (p policy) image(path string, v any) error {
	reference, _ := v.(string)
	repository, digest, hasDigest := strings.Cut(reference, "@")
	if i := strings.LastIndex(repository, ":"); i > strings.LastIndex(repository, "/") {
		repository = repository[:i]
	} else if !hasDigest {
		return wrong(path, "must have a tag or a digest")
	}
	if hasDigest && !digestPattern.MatchString(digest) {
		return wrong(path, "must have a sha256 digest")
	}
	if !slices.Contains(p.Images, repository) || !referencePattern.MatchString(reference) {
		return wrong(path, "is not one of the images for jobs: %s", strings.Join(p.Images, ", "))
	}
	return nil
}

var (
	digestPattern    = regexp.MustCompile(`\Asha256:[0-9a-f]{64}\z`)
	referencePattern = regexp.MustCompile(`\A[A-Za-z0-9.:_/@-]{1,300}\z`)
)

func (p policy) network(path string, v any) error {
	if name, _ := v.(string); !slices.Contains(p.Networks, name) {
		return wrong(path, "is not one of the networks for jobs: %s", strings.Join(p.Networks, ", "))
	}
	return nil
}

func (p policy) volume(path string, v any) error {
	if err := nameShape.check(path, v); err != nil {
		return err
	}
	if name := v.(string); !strings.HasPrefix(name, "jobs_") && !slices.Contains(p.Volumes, name) {
		return wrong(path, "must begin with jobs_ or be one of the volumes for jobs")
	}
	return nil
}

// lends returns whether jobs may use the secret or config with this specification.
func (p policy) lends(kind string, spec any) bool {
	listed := p.Secrets
	if kind == "configs" {
		listed = p.Configs
	}
	name := textAt(spec, "Name")
	return label(spec, jobsLabel) == "true" || slices.Contains(listed, hashed.ReplaceAllString(name, ""))
}
