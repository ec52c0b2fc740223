// Command flags prints the flags that etcd's own code declares, so that Plumbline's parser knows what Go's flag
// package knows there.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"

	"plumbline.dev/release/flags/etcdmain"
)

type declared struct {
	Name    string `json:"name"`
	Type    string `json:"type"`
	Default string `json:"default,omitempty"`
	// NoOptDefVal is the value of a flag without one: Go's boolean flags take no separate value.
	NoOptDefVal string `json:"noOptDefVal,omitempty"`
}

type component struct {
	Component    string     `json:"component"`
	Version      string     `json:"version"`
	Syntax       string     `json:"syntax"`
	Flags        []declared `json:"flags"`
	FeatureGates []string   `json:"featureGates"`
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: flags VERSION etcd, e.g. flags v3.6.16 etcd")
		os.Exit(2)
	}
	out := component{Component: "etcd", Version: os.Args[1], Syntax: "go", FeatureGates: []string{}}
	etcdmain.Flags().VisitAll(func(f *flag.Flag) {
		out.Flags = append(out.Flags, describe(f))
	})
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(out); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func describe(f *flag.Flag) declared {
	d := declared{Name: f.Name, Type: "string", Default: f.DefValue}
	if strings.HasSuffix(fmt.Sprintf("%T", f.Value), "IgnoredFlag") {
		// It takes whatever is attached to it, and no argument of its own.
		d.NoOptDefVal = "true"
		return d
	}
	if b, ok := f.Value.(interface{ IsBoolFlag() bool }); ok && b.IsBoolFlag() {
		d.Type, d.NoOptDefVal = "bool", "true"
		return d
	}
	switch kind := fmt.Sprintf("%T", f.Value); {
	case strings.HasSuffix(kind, "durationValue"):
		d.Type = "duration"
	case strings.HasSuffix(kind, "uint64Value"), strings.HasSuffix(kind, "uintValue"), strings.HasSuffix(kind, "uint32Value"):
		d.Type = "uint"
	case strings.HasSuffix(kind, "int64Value"), strings.HasSuffix(kind, "intValue"):
		d.Type = "int"
	case strings.HasSuffix(kind, "float64Value"):
		d.Type = "float64"
	}
	return d
}
