//go:build !proxy && (v1_29 || v1_30 || v1_31 || v1_32 || v1_33 || v1_34 || v1_35)

package main

// addControllerGates adds nothing: up to 1.35 the controller manager has no gates of its own.
func addControllerGates() {}
