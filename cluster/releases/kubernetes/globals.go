//go:build !proxy && (v1_29 || v1_30 || v1_31 || v1_32 || v1_33)

package main

import (
	"github.com/spf13/pflag"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app/options"
)

// addGlobals adds the flags that the API server's command takes from packages that declare them globally.
func addGlobals(set *pflag.FlagSet) {
	apiserver.AddCustomGlobalFlags(set)
	addProviders(set, "cloud-provider-gce-lb-src-cidrs", "cloud-provider-gce-l7lb-src-cidrs")
}
