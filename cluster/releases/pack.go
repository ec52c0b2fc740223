// Command pack merges the dumps of one component, oldest release first, into one table: every entry is there once for
// each range of releases in which it is the same. "from" and "to" are the first and last of the range; an entry without
// one holds since the oldest release or up to the newest.
package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
)

// dump is what the programs beside this print of a release.
type dump struct {
	Component        string                     `json:"component"`
	Version          string                     `json:"version"`
	Syntax           string                     `json:"syntax"`
	Flags            []json.RawMessage          `json:"flags"`
	FeatureGates     []json.RawMessage          `json:"featureGates"`
	AdmissionPlugins []string                   `json:"admissionPlugins"`
	Documents        []json.RawMessage          `json:"documents"`
	ConfigDefaults   map[string]json.RawMessage `json:"configDefaults"`
	FlagDefaults     map[string]json.RawMessage `json:"flagDefaults"`
}

// entry is a part of the table that holds from one release to another, which are indices.
type entry struct {
	name     string
	text     string
	from, to int
}

func main() {
	var dumps []dump
	for _, file := range os.Args[1:] {
		text, err := os.ReadFile(file)
		must(err)
		var one dump
		must(json.Unmarshal(text, &one))
		dumps = append(dumps, one)
	}
	var versions []string
	for _, one := range dumps {
		versions = append(versions, fmt.Sprintf("%q", one.Version))
	}
	newest := dumps[len(dumps)-1]
	fmt.Printf("{\n\"component\":%q,\n\"syntax\":%q,\n\"versions\":[%s],\n", newest.Component, newest.Syntax, strings.Join(versions, ","))
	section(dumps, "flags", func(d dump) []string { return objects(d.Flags) }, ",")
	section(dumps, "featureGates", func(d dump) []string { return objects(d.FeatureGates) }, ",")
	section(dumps, "admissionPlugins", func(d dump) []string { return names(d.AdmissionPlugins) }, ",")
	section(dumps, "documents", func(d dump) []string { return objects(d.Documents) }, ",")
	section(dumps, "configDefaults", func(d dump) []string { return values(d.ConfigDefaults) }, ",")
	section(dumps, "flagDefaults", func(d dump) []string { return values(d.FlagDefaults) }, "")
	fmt.Println("}")
}

// section prints the entries of all releases, one a line, by name and age.
func section(dumps []dump, title string, of func(dump) []string, after string) {
	var all []entry
	for release, one := range dumps {
		for _, text := range of(one) {
			same := slices.IndexFunc(all, func(e entry) bool { return e.text == text && e.to == release-1 })
			if same >= 0 {
				all[same].to = release
			} else {
				all = append(all, entry{name(text), text, release, release})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b entry) int { return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.from, b.from)) })
	var lines []string
	for _, e := range all {
		lines = append(lines, e.line(dumps))
	}
	fmt.Printf("%q:[\n%s\n]%s\n", title, strings.Join(lines, ",\n"), after)
}

func (e entry) line(dumps []dump) string {
	line := strings.TrimSuffix(e.text, "}")
	if e.from > 0 {
		line += fmt.Sprintf(`,"from":%q`, minor(dumps[e.from].Version))
	}
	if e.to < len(dumps)-1 {
		line += fmt.Sprintf(`,"to":%q`, minor(dumps[e.to].Version))
	}
	return line + "}"
}

func minor(version string) string {
	parts := strings.Split(strings.TrimPrefix(version, "v"), ".")
	return parts[0] + "." + parts[1]
}

func objects(raw []json.RawMessage) []string {
	var all []string
	for _, one := range raw {
		var compact bytes.Buffer
		must(json.Compact(&compact, one))
		all = append(all, compact.String())
	}
	return all
}

func names(plugins []string) []string {
	var all []string
	for _, plugin := range plugins {
		all = append(all, fmt.Sprintf(`{"name":%q}`, plugin))
	}
	return all
}

func values(fields map[string]json.RawMessage) []string {
	var all []string
	for path, value := range fields {
		var compact bytes.Buffer
		must(json.Compact(&compact, value))
		all = append(all, fmt.Sprintf(`{"name":%q,"value":%s}`, path, compact.String()))
	}
	slices.Sort(all)
	return all
}

func name(text string) string {
	var named struct{ Name string }
	must(json.Unmarshal([]byte(text), &named))
	return named.Name
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
