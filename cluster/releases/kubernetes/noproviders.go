//go:build !proxy && !(v1_29 || v1_30)

package main

import "github.com/spf13/pflag"

// addProviders adds nothing: 1.31 has no cloud providers in its tree.
func addProviders(*pflag.FlagSet, ...string) {}
