//go:build !proxy && !(v1_29 || v1_30 || v1_31 || v1_32 || v1_33)

package main

import "github.com/spf13/pflag"

// addGlobals adds nothing: since 1.34 every flag of the API server is one of its options.
func addGlobals(*pflag.FlagSet) {}
