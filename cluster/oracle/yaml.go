package main

import (
	"encoding/json"

	"sigs.k8s.io/yaml"
)

// document is a YAML document as JSON. Kubernetes' decoders read no further than that before they look at types.
func document(text string) (json.RawMessage, string) {
	converted, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		return nil, err.Error()
	}
	return converted, ""
}
