package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode"
	"unicode/utf8"
)

const maxDepth = 16

var errBehind = errors.New("more than one JSON document")

// decode reads exactly one JSON value. The engine reads keys without regard to case and lets the last of two win, so
// a key that occurs twice in any spelling is refused. Numbers keep their digits. null is left out: the engine takes it
// for absent.
func decode(body []byte) (any, error) {
	if !utf8.Valid(body) {
		return nil, errors.New("not UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	v, err := decodeValue(d, 0)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errBehind
	}
	return v, nil
}

func decodeValue(d *json.Decoder, depth int) (any, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("nested deeper than %d", maxDepth)
	}
	token, err := d.Token()
	if err != nil {
		return nil, fmt.Errorf("not JSON: %w", err)
	}
	switch token {
	case json.Delim('{'):
		return decodeObject(d, depth)
	case json.Delim('['):
		return decodeList(d, depth)
	}
	return token, nil
}

func decodeObject(d *json.Decoder, depth int) (any, error) {
	object, seen := map[string]any{}, map[string]bool{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return nil, fmt.Errorf("not JSON: %w", err)
		}
		key := token.(string)
		if folded := fold(key); seen[folded] {
			return nil, fmt.Errorf("key %q occurs twice", key)
		} else {
			seen[folded] = true
		}
		v, err := decodeValue(d, depth+1)
		if err != nil {
			return nil, err
		}
		if v != nil {
			object[key] = v
		}
	}
	_, err := d.Token()
	return object, err
}

func decodeList(d *json.Decoder, depth int) (any, error) {
	list := []any{}
	for d.More() {
		v, err := decodeValue(d, depth+1)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	_, err := d.Token()
	return list, err
}

// fold maps every spelling that encoding/json takes for the same key to one: K, k and the Kelvin sign, for example.
func fold(key string) string {
	smallest := func(r rune) rune {
		least := r
		for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
			least = min(least, next)
		}
		return least
	}
	folded := make([]rune, 0, len(key))
	for _, r := range key {
		folded = append(folded, smallest(r))
	}
	return string(folded)
}
