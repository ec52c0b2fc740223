package main

import (
	"fmt"
	"os"
	"strings"
)

// Nodes are ready as they are created; without a stage of theirs KWOK leaves their pods alone. Pods that are deleted go at
// once. Scan pods end a moment after they are bound, with the receipt for their node's
// evidence: length and digest of the line that the node's log has, and what else the collector's own receipt has.
const kwokConfiguration = `apiVersion: kwok.x-k8s.io/v1alpha1
kind: Stage
metadata: {name: node-ready}
spec:
  resourceRef: {apiGroup: v1, kind: Node}
  selector:
    matchExpressions: [{key: .status.phase, operator: In, values: [Pending]}]
  next:
    statusTemplate: "phase: Running"
---
apiVersion: kwok.x-k8s.io/v1alpha1
kind: Stage
metadata: {name: pod-delete}
spec:
  resourceRef: {apiGroup: v1, kind: Pod}
  selector:
    matchExpressions: [{key: .metadata.deletionTimestamp, operator: Exists}]
  next: {delete: true}
---
apiVersion: kwok.x-k8s.io/v1alpha1
kind: Stage
metadata: {name: pod-ends}
spec:
  resourceRef: {apiGroup: v1, kind: Pod}
  selector:
    matchExpressions:
    - {key: .metadata.deletionTimestamp, operator: DoesNotExist}
    - {key: .status.phase, operator: In, values: [Pending]}
    - {key: .spec.nodeName, operator: Exists}
  delay: {durationMilliseconds: 500}
  next:
    statusTemplate: |
      {{ $now := Now }}
      {{ $node := .spec.nodeName | trimPrefix "node-" | atoi }}
      {{ $variant := VARIANT }}
      {{ $address := printf "10.0.%d.%d" (div $variant 256) (mod $variant 256) }}
      {{ $evidence := replace "ADDRESS" $address DOCUMENT }}
      phase: Succeeded
      startTime: {{ $now | Quote }}
      conditions:
      - {type: Initialized, status: "True", lastTransitionTime: {{ $now | Quote }}}
      - {type: Ready, status: "False", reason: PodCompleted, lastTransitionTime: {{ $now | Quote }}}
      containerStatuses:
      {{ range .spec.containers }}
      {{ $run := "" }}{{ $uid := "" }}
      {{ range .env }}
      {{ if eq .name "PLUMBLINE_RUN" }}{{ $run = .value }}{{ end }}
      {{ if eq .name "PLUMBLINE_NODE_UID" }}{{ $uid = .value }}{{ end }}
      {{ end }}
      - name: {{ .name | Quote }}
        image: {{ .image | Quote }}
        imageID: ""
        ready: false
        restartCount: 0
        started: false
        state:
          terminated:
            exitCode: 0
            reason: Completed
            startedAt: {{ $now | Quote }}
            finishedAt: {{ $now | Quote }}
            message: {{ merge (dict "length" (len $evidence) "sha256" (sha256sum $evidence) "run" $run "nodeUid" $uid) (fromJson RECEIPT) | toJson | Quote }}
      {{ end }}
`

func stages(arguments []string) error {
	set := flags("stages")
	file, kind := set.String("evidence", "", "the document"), set.String("kind", identical, "of the cluster")
	receipt := set.String("receipt", "", "the receipt that the collector wrote for it")
	_ = set.Parse(arguments)
	document, err := readDocument(*file)
	if err != nil {
		return err
	}
	own, err := os.ReadFile(*receipt)
	if err != nil {
		return err
	}
	many, err := variants(*kind)
	if err != nil {
		return err
	}
	variant := "$node"
	if many > 0 {
		variant = fmt.Sprintf("mod $node %d", many)
	}
	fmt.Print(strings.NewReplacer("VARIANT", variant, "ADDRESS", documentAddress, "DOCUMENT", "`"+document+"`", "RECEIPT", "`"+strings.TrimSpace(string(own))+"`").Replace(kwokConfiguration))
	return nil
}
