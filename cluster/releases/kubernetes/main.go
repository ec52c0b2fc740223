// Command flags prints what a Kubernetes component's own code declares: its flags, so that Plumbline's parser
// knows what pflag knows; its feature gates; the fields of its configuration file with their defaults; and which
// flag sets which field.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/spf13/pflag"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	"k8s.io/component-base/featuregate"
	"sigs.k8s.io/yaml"
)

// flag is what pflag knows of one flag.
type flag struct {
	Name        string `json:"name"`
	Type        string `json:"type"`
	Shorthand   string `json:"shorthand,omitempty"`
	NoOptDefVal string `json:"noOptDefVal,omitempty"`
	Default     string `json:"default,omitempty"`
	// Values are the only ones that the component takes, where its help lists them as plugins.
	Values []string `json:"values,omitempty"`
	// Field is the field of the configuration file that the flag sets.
	Field string `json:"field,omitempty"`
}

// plugins finds the admission plugins in the help of the flags that take their names.
var plugins = regexp.MustCompile(`Comma-delimited list of admission plugins: ([A-Za-z, ]+)\.`)

// gate is a feature gate that --feature-gates accepts.
type gate struct {
	Name string `json:"name"`
	// Stage is ALPHA, BETA, DEPRECATED or PRE-ALPHA; none is general availability.
	Stage         string `json:"stage,omitempty"`
	Default       bool   `json:"default"`
	LockToDefault bool   `json:"lockToDefault,omitempty"`
	// Needs are the gates that must be on while this one is.
	Needs []string `json:"needs,omitempty"`
}

// document is a kind of file in one version.
type document struct {
	// Name is the version and the kind as the file states them, with a blank between.
	Name string `json:"name"`
	// Fields are those of the whole document, without apiVersion and kind.
	Fields []string `json:"fields"`
}

type component struct {
	Component    string `json:"component"`
	Version      string `json:"version"`
	Flags        []flag `json:"flags"`
	FeatureGates []gate `json:"featureGates"`
	// AdmissionPlugins are those that are on unless they are disabled.
	AdmissionPlugins []string `json:"admissionPlugins,omitempty"`
	// Documents are the files beside the flags that the release knows, each in every version that it knows.
	Documents []document `json:"documents,omitempty"`
	// ConfigDefaults holds the fields' values when there is a configuration file that doesn't name them.
	ConfigDefaults map[string]any `json:"configDefaults,omitempty"`
	// FlagDefaults holds those that differ when there is no configuration file.
	FlagDefaults map[string]any `json:"flagDefaults,omitempty"`
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: flags VERSION COMPONENT, e.g. flags v1.36.3 kubelet")
		os.Exit(2)
	}
	out := describe(os.Args[2])
	out.Component, out.Version, out.FeatureGates = os.Args[2], os.Args[1], gates()
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", " ")
	must(encoder.Encode(out))
}

// describers are by component. kube-proxy is in a program of its own: it takes every flag that a package which is linked
// declares globally, and the other components link more.
var describers = map[string]func() component{}

func describe(name string) component {
	describer, known := describers[name]
	if !known {
		fmt.Fprintln(os.Stderr, "no such component:", name)
		os.Exit(2)
	}
	return describer()
}

func flags(set *pflag.FlagSet) []flag {
	var all []flag
	set.VisitAll(func(f *pflag.Flag) {
		var values []string
		if listed := plugins.FindStringSubmatch(f.Usage); listed != nil {
			values = strings.Split(listed[1], ", ")
		}
		all = append(all, flag{f.Name, f.Value.Type(), f.Shorthand, f.NoOptDefVal, f.DefValue, values, ""})
	})
	return all
}

func gates() []gate {
	// Releases up to 1.34 have no dependencies between gates.
	needs := map[featuregate.Feature][]featuregate.Feature{}
	var registry any = utilfeature.DefaultMutableFeatureGate
	if r, ok := registry.(interface {
		Dependencies() map[featuregate.Feature][]featuregate.Feature
	}); ok {
		needs = r.Dependencies()
	}
	var all []gate
	for name, spec := range utilfeature.DefaultMutableFeatureGate.GetAll() {
		one := gate{Name: string(name), Stage: string(spec.PreRelease), Default: spec.Default, LockToDefault: spec.LockToDefault}
		for _, other := range needs[name] {
			one.Needs = append(one.Needs, string(other))
		}
		slices.Sort(one.Needs)
		all = append(all, one)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Name < all[j].Name })
	return append(all, gate{Name: "AllAlpha"}, gate{Name: "AllBeta"})
}

func empty(codecs serializer.CodecFactory, version, kind string) map[string]any {
	document := fmt.Sprintf(`{"apiVersion":%q,"kind":%q}`, version, kind)
	object, _, err := codecs.UniversalDecoder().Decode([]byte(document), nil, nil)
	must(err)
	group, err := schema.ParseGroupVersion(version)
	must(err)
	return fields(codecs, object, group)
}

// fields are an object's values by path; a list is a value, and so is an empty map.
func fields(codecs serializer.CodecFactory, object runtime.Object, version schema.GroupVersion) map[string]any {
	info, _ := runtime.SerializerInfoForMediaType(codecs.SupportedMediaTypes(), "application/yaml")
	text, err := runtime.Encode(codecs.EncoderForVersion(info.Serializer, version), object)
	must(err)
	var tree map[string]any
	must(yaml.Unmarshal(text, &tree))
	delete(tree, "apiVersion")
	delete(tree, "kind")
	flat := map[string]any{}
	flatten("", tree, flat)
	return flat
}

func flatten(prefix string, tree map[string]any, into map[string]any) {
	for key, value := range tree {
		if below, ok := value.(map[string]any); ok && len(below) > 0 {
			flatten(prefix+key+".", below, into)
		} else {
			into[prefix+key] = value
		}
	}
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
