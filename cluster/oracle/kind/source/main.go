// Command plumbline-oracle writes the kubeadm configuration that kind generates for each node of the Clusters in a
// file of rows, so that Plumbline's reading of a Cluster can be held to it. It is built within kind's own module, whose
// packages are internal.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"sigs.k8s.io/yaml"

	"sigs.k8s.io/kind/pkg/cluster/internal/kubeadm"
	"sigs.k8s.io/kind/pkg/internal/apis/config"
	"sigs.k8s.io/kind/pkg/internal/apis/config/encoding"
	"sigs.k8s.io/kind/pkg/internal/patch"
)

// row is a Cluster, and the release of its nodes, which kind reads in their image.
type row struct {
	Name    string `json:"name"`
	Release string `json:"release"`
	Config  string `json:"config"`
}

// node has a role and its configuration, or why kind refuses to make one.
type node struct {
	Role    string `json:"role"`
	Config  string `json:"config,omitempty"`
	Refused string `json:"refused,omitempty"`
}

func main() {
	content, err := os.ReadFile(os.Args[1])
	must(err)
	var rows []row
	must(yaml.Unmarshal(content, &rows))
	answers := map[string][]node{}
	for _, row := range rows {
		answers[row.Name] = nodes(row)
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", " ")
	encoder.SetEscapeHTML(false)
	must(encoder.Encode(answers))
}

func nodes(row row) []node {
	cluster, err := encoding.Parse([]byte(row.Config))
	if err == nil {
		// As kind's own command does for a Cluster without a name.
		if cluster.Name == "" {
			cluster.Name = "kind"
		}
		err = cluster.Validate()
	}
	if err != nil {
		return []node{{Refused: err.Error()}}
	}
	var all []node
	for i, of := range cluster.Nodes {
		made, err := configuration(cluster, of, i, row.Release)
		if err != nil {
			all = append(all, node{Role: string(of.Role), Refused: err.Error()})
		} else {
			all = append(all, node{Role: string(of.Role), Config: made})
		}
	}
	return all
}

// configuration follows pkg/cluster/internal/create/actions/config/config.go.
func configuration(cluster *config.Cluster, of config.Node, index int, release string) (string, error) {
	made, err := kubeadm.Config(kubeadm.ConfigData{
		ClusterName:          "kind",
		KubernetesVersion:    release,
		ControlPlaneEndpoint: "kind-control-plane:6443",
		APIBindPort:          6443,
		APIServerAddress:     "127.0.0.1",
		NodeProvider:         "docker",
		ControlPlane:         of.Role == config.ControlPlaneRole,
		NodeAddress:          "10.0.0.1",
		NodeName:             fmt.Sprintf("node-%d", index),
		Token:                kubeadm.Token,
		KubeProxyMode:        string(cluster.Networking.KubeProxyMode),
		PodSubnet:            cluster.Networking.PodSubnet,
		ServiceSubnet:        cluster.Networking.ServiceSubnet,
		FeatureGates:         cluster.FeatureGates,
		RuntimeConfig:        cluster.RuntimeConfig,
		IPFamily:             cluster.Networking.IPFamily,
	})
	if err != nil {
		return "", err
	}
	made, err = patch.KubeYAML(made, cluster.KubeadmConfigPatches, cluster.KubeadmConfigPatchesJSON6902)
	if err != nil {
		return "", err
	}
	return patch.KubeYAML(made, of.KubeadmConfigPatches, of.KubeadmConfigPatchesJSON6902)
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "oracle:", err)
		os.Exit(1)
	}
}
