//go:build !proxy && (v1_29 || v1_30)

package main

import (
	"os"
	"strings"

	"github.com/spf13/pflag"
)

// The flags of the cloud providers in the tree. The tag "providerless" leaves these out, since their clients of
// clouds are more code than all the rest. They are declared as k8s.io/legacy-cloud-providers v0.29.6 has them in
// gce/gce_loadbalancer.go, and k8s.io/kubernetes v1.29.6 in pkg/credentialprovider/azure/azure_credentials.go.
var providerFlags = map[string]struct{ kind, value string }{
	"cloud-provider-gce-lb-src-cidrs":   {"cidrs", "130.211.0.0/22,209.85.152.0/22,209.85.204.0/22,35.191.0.0/16"},
	"cloud-provider-gce-l7lb-src-cidrs": {"cidrs", "130.211.0.0/22,35.191.0.0/16"},
	"azure-container-registry-config":   {"string", ""},
}

type providerFlag struct{ kind, value string }

func (f *providerFlag) String() string         { return f.value }
func (f *providerFlag) Set(value string) error { f.value = value; return nil }
func (f *providerFlag) Type() string           { return f.kind }

func addProviders(set *pflag.FlagSet, names ...string) {
	for _, name := range names {
		// 1.30 has no Azure registry in its kubelet any more.
		if name == "azure-container-registry-config" && !strings.HasPrefix(os.Args[1], "v1.29.") {
			continue
		}
		set.Var(&providerFlag{providerFlags[name].kind, providerFlags[name].value}, name, "")
	}
}
