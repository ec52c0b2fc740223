package main

import (
	"encoding/json"

	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

// document is a document as JSON, which is what Kubernetes' decoders make of it before they look at types. What is
// JSON already is not read as YAML.
func document(text string) (json.RawMessage, string) {
	if utilyaml.IsJSONBuffer([]byte(text)) && json.Valid([]byte(text)) {
		return json.RawMessage(text), ""
	}
	converted, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		return nil, err.Error()
	}
	return converted, ""
}
