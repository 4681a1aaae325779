package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
)

// A shape accepts a value or says what is wrong with it. Shapes are closed: what none names is refused. They are data,
// so that the tests can take away one rule at a time.
type shape interface {
	check(path string, v any) error
}

func wrong(path, format string, a ...any) error {
	return fmt.Errorf("%s %s", path, fmt.Sprintf(format, a...))
}

type fields map[string]shape

// objectShape accepts its fields and no others; the required ones must be there.
type objectShape struct {
	fields   fields
	required []string
}

func object(known fields, required ...string) shape { return objectShape{known, required} }

func (s objectShape) check(path string, v any) error {
	m, ok := v.(map[string]any)
	if !ok {
		return wrong(path, "must be an object")
	}
	for _, key := range sortedKeys(m) {
		field, ok := s.fields[key]
		if !ok {
			return wrong(path+"."+key, "is not allowed")
		}
		if err := field.check(path+"."+key, m[key]); err != nil {
			return err
		}
	}
	for _, key := range s.required {
		if _, ok := m[key]; !ok {
			return wrong(path+"."+key, "is missing")
		}
	}
	return nil
}

// entriesShape accepts any keys that match, each with a value of one shape.
type entriesShape struct {
	key   *regexp.Regexp
	value shape
}

func (s entriesShape) check(path string, v any) error {
	m, ok := v.(map[string]any)
	if !ok {
		return wrong(path, "must be an object")
	}
	for _, key := range sortedKeys(m) {
		if !s.key.MatchString(key) {
			return wrong(path+"."+key, "is not allowed")
		}
		if err := s.value.check(path+"."+key, m[key]); err != nil {
			return err
		}
	}
	return nil
}

type listShape struct {
	element shape
	most    int
}

func listOf(element shape, most int) shape { return listShape{element, most} }

func (s listShape) check(path string, v any) error {
	list, ok := v.([]any)
	if !ok || len(list) > s.most {
		return wrong(path, "must be a list of at most %d", s.most)
	}
	for i, x := range list {
		if err := s.element.check(fmt.Sprintf("%s[%d]", path, i), x); err != nil {
			return err
		}
	}
	return nil
}

// textShape accepts a string of at most so many bytes that matches as a whole.
type textShape struct {
	most  int
	whole *regexp.Regexp
}

func text(most int, pattern string) shape {
	return textShape{most, regexp.MustCompile(`\A(?:` + pattern + `)\z`)}
}

func (s textShape) check(path string, v any) error {
	t, ok := v.(string)
	switch {
	case !ok:
		return wrong(path, "must be a text")
	case len(t) > s.most:
		return wrong(path, "must not exceed %d bytes", s.most)
	case !s.whole.MatchString(t):
		return wrong(path, "must match %s", s.whole)
	}
	return nil
}

// numberShape accepts a whole number in plain digits.
type numberShape struct{ from, to int64 }

func number(from, to int64) shape { return numberShape{from, to} }

func (s numberShape) check(path string, v any) error {
	n, _ := v.(json.Number)
	if i, err := n.Int64(); err != nil || i < s.from || i > s.to {
		return wrong(path, "must be a whole number from %d to %d", s.from, s.to)
	}
	return nil
}

type onlyShape struct{ values []any }

// only accepts exactly these values.
func only(values ...any) shape { return onlyShape{values} }

func (s onlyShape) check(path string, v any) error {
	if !slices.ContainsFunc(s.values, func(want any) bool { return reflect.DeepEqual(v, want) }) {
		return wrong(path, "must be one of %v", s.values)
	}
	return nil
}

// oneOfShape accepts what the shape for the value's text below key accepts.
type oneOfShape struct {
	key    string
	shapes fields
}

func oneOf(key string, shapes fields) shape { return oneOfShape{key, shapes} }

func (s oneOfShape) check(path string, v any) error {
	chosen, ok := s.shapes[textAt(v, s.key)]
	if !ok {
		return wrong(path+"."+s.key, "must be one of %v", sortedNames(s.shapes))
	}
	return chosen.check(path, v)
}

func sortedNames(all fields) []string {
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// ruleShape is a rule in code.
type ruleShape func(path string, v any) error

func (s ruleShape) check(path string, v any) error { return s(path, v) }
