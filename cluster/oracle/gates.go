package main

import (
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/version"
	"k8s.io/component-base/featuregate"
)

// gate is a feature gate of a table.
type gate struct {
	Name          string   `json:"name"`
	Stage         string   `json:"stage"`
	Default       bool     `json:"default"`
	LockToDefault bool     `json:"lockToDefault"`
	Needs         []string `json:"needs"`
	From          string   `json:"from"`
	To            string   `json:"to"`
}

var stages = map[string]featuregate.FeatureSpec{
	"ALPHA": {PreRelease: featuregate.Alpha}, "BETA": {PreRelease: featuregate.Beta}, "": {PreRelease: featuregate.GA},
	"DEPRECATED": {PreRelease: featuregate.Deprecated}, "PRE-ALPHA": {PreRelease: featuregate.PreAlpha},
}

// all has AllAlpha and AllBeta, which every registry has of itself.
func all(name string) bool {
	return name == "AllAlpha" || name == "AllBeta"
}

// releases have a table each: 1.29 takes every use of the flag by itself, 1.36 joins them first.
var releases = []string{"1.29", "1.36"}

func oneByOne(question request) bool {
	components := []string{"kube-apiserver", "kube-controller-manager", "kube-scheduler"}
	return question.Release == "1.29" && slices.Contains(components, question.Component)
}

func (t table) gatesOf(minor string) []gate {
	return slices.DeleteFunc(slices.Clone(t.Gates), func(g gate) bool { return !holds(g.From, g.To, minor) })
}

// enabled is what Kubernetes' own registry of gates makes of the uses of a flag.
func enabled(table table, question request) (map[string]bool, string) {
	registry := featuregate.NewVersionedFeatureGate(version.MajorMinor(1, 36))
	specs := map[featuregate.Feature]featuregate.VersionedSpecs{}
	needs := map[featuregate.Feature][]featuregate.Feature{}
	for _, g := range table.gatesOf(question.Release) {
		if all(g.Name) {
			continue
		}
		spec := stages[g.Stage]
		spec.Default, spec.LockToDefault, spec.Version = g.Default, g.LockToDefault, version.MajorMinor(1, 0)
		specs[featuregate.Feature(g.Name)] = featuregate.VersionedSpecs{spec}
		for _, other := range g.Needs {
			needs[featuregate.Feature(g.Name)] = append(needs[featuregate.Feature(g.Name)], featuregate.Feature(other))
		}
	}
	if err := registry.AddVersioned(specs); err != nil {
		fail(err)
	}
	if err := registry.AddDependencies(needs); err != nil {
		fail(err)
	}
	uses := question.Gates
	if !oneByOne(question) {
		uses = []string{strings.Join(uses, ",")}
	}
	for _, use := range uses {
		if err := registry.Set(use); err != nil {
			return nil, err.Error()
		}
	}
	states := map[string]bool{}
	for _, name := range question.Asked {
		states[name] = registry.Enabled(featuregate.Feature(name))
	}
	return states, ""
}

// gates are values of --feature-gates of which half name a stage.
func (g *generator) gates() request {
	component := g.pick(slices.DeleteFunc(slices.Clone(g.components), func(c string) bool { return c == "etcd" })...)
	release := g.pick(releases...)
	gates := g.tables[component].gatesOf(release)
	uses, asked := []string{}, []string{}
	for range 12 {
		asked = append(asked, gates[g.random.IntN(len(gates))].Name)
	}
	for range 1 + g.random.IntN(3) {
		pairs := []string{}
		for range 1 + g.random.IntN(3) {
			name := gates[g.random.IntN(len(gates))].Name
			if g.oneIn(2) {
				name = g.pick("AllAlpha", "AllBeta")
			} else if g.oneIn(40) {
				name = "NoSuchGate"
			} else {
				asked = append(asked, name)
			}
			pairs = append(pairs, name+"="+g.pick("true", "false", "true", "false", "1", "f", " true "))
		}
		uses = append(uses, strings.Join(pairs, ","))
	}
	return request{Component: component, Gates: uses, Release: release, Asked: asked}
}
