//go:build !proxy

package main

import (
	"fmt"
	"io"

	"github.com/spf13/pflag"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	cliflag "k8s.io/component-base/cli/flag"
	kubelet "k8s.io/kubernetes/cmd/kubelet/app/options"
	// It gives flags of cAdvisor other defaults.
	_ "k8s.io/kubernetes/pkg/kubelet/cadvisor"
	kubeletscheme "k8s.io/kubernetes/pkg/kubelet/apis/config/scheme"
)

// The kubelet's flags are a set of their own beside its command's.
func describeKubelet() component {
	set := pflag.NewFlagSet("kubelet", pflag.ContinueOnError)
	set.SetNormalizeFunc(cliflag.WordSepNormalizeFunc)
	kubelet.NewKubeletFlags().AddFlags(set)
	config, err := kubelet.NewKubeletConfiguration()
	must(err)
	kubelet.AddKubeletConfigFlags(set, config)
	kubelet.AddGlobalFlags(set)
	addProviders(set, "azure-container-registry-config")
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
	// Nearly all are deprecated, and each says so when it is set.
	set.SetOutput(io.Discard)
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
