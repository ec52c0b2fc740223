// Command flags prints the flags of a Kubernetes component as its own flag set declares them, so that
// Plumbline's parser knows what pflag knows: which flags take no separate value, and of what type each is.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"sort"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
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
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: flags VERSION, e.g. flags v1.36.3")
		os.Exit(2)
	}
	command := apiserver.NewAPIServerCommand()
	command.InitDefaultHelpFlag()
	out := component{Component: command.Name(), Version: os.Args[1], Flags: flags(command), FeatureGates: gates()}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(out); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func flags(command *cobra.Command) []flag {
	var all []flag
	command.Flags().VisitAll(func(f *pflag.Flag) {
		var values []string
		if listed := plugins.FindStringSubmatch(f.Usage); listed != nil {
			values = strings.Split(listed[1], ", ")
		}
		all = append(all, flag{f.Name, f.Value.Type(), f.Shorthand, f.NoOptDefVal, f.DefValue, values})
	})
	return all
}

func gates() []gate {
	var all []gate
	for name, spec := range utilfeature.DefaultMutableFeatureGate.GetAll() {
		all = append(all, gate{string(name), spec.Default, spec.LockToDefault})
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Name < all[j].Name })
	return append(all, gate{Name: "AllAlpha"}, gate{Name: "AllBeta"})
}
