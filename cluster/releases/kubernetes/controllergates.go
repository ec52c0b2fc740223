//go:build !proxy && !(v1_29 || v1_30 || v1_31 || v1_32 || v1_33 || v1_34 || v1_35)

package main

import (
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	"k8s.io/controller-manager/pkg/features"
)

// addControllerGates adds the gates that the controller manager alone has.
func addControllerGates() {
	must(features.SetupCurrentKubernetesSpecificFeatureGates(utilfeature.DefaultMutableFeatureGate))
}
