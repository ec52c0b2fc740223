//go:build !proxy

package main

import (
	"slices"

	"github.com/spf13/pflag"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	cliflag "k8s.io/component-base/cli/flag"
	"k8s.io/component-base/cli/globalflag"
	"k8s.io/component-base/logs"
	logsapi "k8s.io/component-base/logs/api/v1"
	metricsfeatures "k8s.io/component-base/metrics/features"
	"k8s.io/component-base/version/verflag"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app/options"
	controllermanager "k8s.io/kubernetes/cmd/kube-controller-manager/app/options"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app/options"
	"k8s.io/kubernetes/pkg/kubeapiserver/options"
	schedulerscheme "k8s.io/kubernetes/pkg/scheduler/apis/config/scheme"
)

func init() {
	// As the commands of the components do it.
	must(logsapi.AddFeatureGates(utilfeature.DefaultMutableFeatureGate))
	must(metricsfeatures.AddFeatureGates(utilfeature.DefaultMutableFeatureGate))
	describers["kube-apiserver"] = func() component {
		sets := apiserver.NewServerRunOptions().Flags()
		addGlobals(sets.FlagSet("generic"))
		return component{Flags: command(sets, "kube-apiserver"), AdmissionPlugins: defaultPlugins(), Documents: documents()}
	}
	describers["kube-controller-manager"] = func() component {
		addControllerGates()
		manager, err := controllermanager.NewKubeControllerManagerOptions()
		must(err)
		sets := manager.Flags(nil, nil, nil)
		addProviders(sets.FlagSet("generic"), "cloud-provider-gce-lb-src-cidrs")
		return component{Flags: command(sets, "kube-controller-manager")}
	}
	describers["kube-scheduler"] = func() component {
		return component{
			Flags:          command(*scheduler.NewOptions().Flags, "kube-scheduler"),
			ConfigDefaults: empty(schedulerscheme.Codecs, "kubescheduler.config.k8s.io/v1", "KubeSchedulerConfiguration"),
		}
	}
	describers["kubelet"] = describeKubelet
}

// command are the flags that a component's command makes of its options: importing the commands themselves would
// compile every controller and every registry of the release.
func command(sets cliflag.NamedFlagSets, name string) []flag {
	verflag.AddFlags(sets.FlagSet("global"))
	globalflag.AddGlobalFlags(sets.FlagSet("global"), name, logs.SkipLoggingConfigurationFlags())
	all := pflag.NewFlagSet(name, pflag.ContinueOnError)
	for _, set := range sets.FlagSets {
		all.AddFlagSet(set)
	}
	return flags(all)
}

func defaultPlugins() []string {
	off := options.DefaultOffAdmissionPlugins()
	on := slices.DeleteFunc(slices.Clone(options.AllOrderedPlugins), off.Has)
	slices.Sort(on)
	return on
}
