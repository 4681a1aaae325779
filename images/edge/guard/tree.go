package main

import (
	"maps"
	"slices"
)

// A tree is what decode returns: map[string]any, []any, string, bool, json.Number.

// at returns the value below v, nil where a key or an object is missing.
func at(v any, keys ...string) any {
	for _, key := range keys {
		object, _ := v.(map[string]any)
		v = object[key]
	}
	return v
}

// textAt returns the text below v, "" where there is none.
func textAt(v any, keys ...string) string {
	text, _ := at(v, keys...).(string)
	return text
}

// listAt returns the list below v, nil where there is none.
func listAt(v any, keys ...string) []any {
	list, _ := at(v, keys...).([]any)
	return list
}

// with returns a copy of v in which the value below keys is x; missing objects are made. v stays as it is.
func with(v any, x any, keys ...string) any {
	if len(keys) == 0 {
		return x
	}
	object, _ := v.(map[string]any)
	changed := maps.Clone(object)
	if changed == nil {
		changed = map[string]any{}
	}
	changed[keys[0]] = with(object[keys[0]], x, keys[1:]...)
	return changed
}

// without returns a copy of v that has nothing below keys.
func without(v any, keys ...string) any {
	object, _ := v.(map[string]any)
	if object[keys[0]] == nil {
		return v
	}
	changed := maps.Clone(object)
	if len(keys) == 1 {
		delete(changed, keys[0])
	} else {
		changed[keys[0]] = without(object[keys[0]], keys[1:]...)
	}
	return changed
}

// orElse returns v with x below keys if nothing is there yet. It replaces nothing: where something else than an object
// is in the way, v stays as it is.
func orElse(v any, x any, keys ...string) any {
	for i := range keys {
		if part := at(v, keys[:i]...); part != nil {
			if _, ok := part.(map[string]any); !ok {
				return v
			}
		}
	}
	if at(v, keys...) != nil {
		return v
	}
	return with(v, x, keys...)
}

func label(spec any, name string) string { return textAt(spec, "Labels", name) }

func sortedKeys(objects ...map[string]any) []string {
	keys := map[string]bool{}
	for _, object := range objects {
		for key := range object {
			keys[key] = true
		}
	}
	return slices.Sorted(maps.Keys(keys))
}
