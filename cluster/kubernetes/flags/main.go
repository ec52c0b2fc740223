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
	cliflag "k8s.io/component-base/cli/flag"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllermanager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	proxy "k8s.io/kubernetes/cmd/kube-proxy/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	kubelet "k8s.io/kubernetes/cmd/kubelet/app/options"
	"k8s.io/kubernetes/pkg/kubeapiserver/options"
	kubeletscheme "k8s.io/kubernetes/pkg/kubelet/apis/config/scheme"
	proxyscheme "k8s.io/kubernetes/pkg/proxy/apis/config/scheme"
	schedulerscheme "k8s.io/kubernetes/pkg/scheduler/apis/config/scheme"
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
	Name          string `json:"name"`
	Default       bool   `json:"default"`
	LockToDefault bool   `json:"lockToDefault,omitempty"`
}

type component struct {
	Component    string `json:"component"`
	Version      string `json:"version"`
	Flags        []flag `json:"flags"`
	FeatureGates []gate `json:"featureGates"`
	// AdmissionPlugins are those that are on unless they are disabled.
	AdmissionPlugins []string `json:"admissionPlugins,omitempty"`
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

func describe(name string) component {
	switch name {
	case "kube-apiserver":
		command := apiserver.NewAPIServerCommand()
		command.InitDefaultHelpFlag()
		return component{Flags: flags(command.Flags()), AdmissionPlugins: defaultPlugins()}
	case "kube-controller-manager":
		command := controllermanager.NewControllerManagerCommand()
		command.InitDefaultHelpFlag()
		return component{Flags: flags(command.Flags())}
	case "kube-scheduler":
		command := scheduler.NewSchedulerCommand()
		command.InitDefaultHelpFlag()
		return component{
			Flags:          flags(command.Flags()),
			ConfigDefaults: empty(schedulerscheme.Codecs, "kubescheduler.config.k8s.io/v1", "KubeSchedulerConfiguration"),
		}
	case "kube-proxy":
		command := proxy.NewProxyCommand()
		command.InitDefaultHelpFlag()
		return component{
			Flags:          flags(command.Flags()),
			ConfigDefaults: empty(proxyscheme.Codecs, "kubeproxy.config.k8s.io/v1alpha1", "KubeProxyConfiguration"),
		}
	case "kubelet":
		return describeKubelet()
	}
	fmt.Fprintln(os.Stderr, "no such component:", name)
	os.Exit(2)
	return component{}
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

func defaultPlugins() []string {
	off := options.DefaultOffAdmissionPlugins()
	on := slices.DeleteFunc(slices.Clone(options.AllOrderedPlugins), off.Has)
	slices.Sort(on)
	return on
}

func gates() []gate {
	var all []gate
	for name, spec := range utilfeature.DefaultMutableFeatureGate.GetAll() {
		all = append(all, gate{string(name), spec.Default, spec.LockToDefault})
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Name < all[j].Name })
	return append(all, gate{Name: "AllAlpha"}, gate{Name: "AllBeta"})
}

// The kubelet's flags are a set of their own beside its command's.
func describeKubelet() component {
	set := pflag.NewFlagSet("kubelet", pflag.ContinueOnError)
	set.SetNormalizeFunc(cliflag.WordSepNormalizeFunc)
	kubelet.NewKubeletFlags().AddFlags(set)
	config, err := kubelet.NewKubeletConfiguration()
	must(err)
	kubelet.AddKubeletConfigFlags(set, config)
	kubelet.AddGlobalFlags(set)
	set.BoolP("help", "h", false, "")
	all := flags(set)
	_, codecs, err := kubeletscheme.NewSchemeAndCodecs()
	must(err)
	version := schema.GroupVersion{Group: "kubelet.config.k8s.io", Version: "v1beta1"}
	before := fields(*codecs, config, version)
	for i := range all {
		all[i].Field = fieldSetBy(all[i], *codecs, version, before)
	}
	withFile := empty(*codecs, version.String(), "KubeletConfiguration")
	without := map[string]any{}
	for path, value := range before {
		if fmt.Sprint(value) != fmt.Sprint(withFile[path]) {
			without[path] = value
		}
	}
	return component{Flags: all, ConfigDefaults: withFile, FlagDefaults: without}
}

// fieldSetBy finds the field that changes when a fresh kubelet is given the flag.
func fieldSetBy(f flag, codecs serializer.CodecFactory, version schema.GroupVersion, before map[string]any) string {
	config, err := kubelet.NewKubeletConfiguration()
	must(err)
	set := pflag.NewFlagSet("kubelet", pflag.ContinueOnError)
	kubelet.AddKubeletConfigFlags(set, config)
	if set.Lookup(f.Name) == nil {
		return ""
	}
	for _, value := range []string{"false", "true", "1234", "17s", "plumbline", "plumbline=true", "10.9.8.0/24", "memory.available<7%"} {
		if set.Set(f.Name, value) != nil {
			continue
		}
		for path, now := range fields(codecs, config, version) {
			if fmt.Sprint(now) != fmt.Sprint(before[path]) {
				return path
			}
		}
	}
	return ""
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
