package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"time"
)

// What the trivial client took.
type baselineFigures struct {
	Time            time.Duration
	ClusterRequests int
}

// The least that anyone could do: creates a Job for each node, so many at a time, waits for it by a watch, deletes it.
func measureBaseline(arguments []string) error {
	set := flags("baseline")
	to := accessFlags(set)
	nodes, folder := set.Int("nodes", 0, "how many there are"), set.String("folder", "", "with audit.log and job.json; figures are written there")
	_ = set.Parse(arguments)
	client, err := to.connect()
	if err != nil {
		return err
	}
	var template object
	if err := load(filepath.Join(*folder, "job.json"), &template); err != nil {
		return err
	}
	log, err := auditFromNow(filepath.Join(*folder, "audit.log"))
	if err != nil {
		return err
	}
	start := time.Now()
	if err := runJobs(client, template, *nodes); err != nil {
		return err
	}
	took := time.Since(start)
	if err := untilNothingRuns(client); err != nil {
		return err
	}
	if err := untilAtRest(filepath.Join(*folder, "audit.log")); err != nil {
		return err
	}
	all, err := log.requests()
	if err != nil {
		return err
	}
	fmt.Printf("a trivial client: %v, %d requests in the cluster\n", took.Round(time.Second/10), len(all))
	return save(filepath.Join(*folder, "baseline.json"), baselineFigures{took, len(all)})
}

type jobEvent struct {
	Type   string `json:"type"`
	Object struct {
		Metadata struct {
			Name              string  `json:"name"`
			DeletionTimestamp *string `json:"deletionTimestamp"`
		} `json:"metadata"`
		Status struct {
			Conditions []struct {
				Type   string `json:"type"`
				Status string `json:"status"`
			} `json:"conditions"`
		} `json:"status"`
	} `json:"object"`
}

func (e jobEvent) completed() bool {
	for _, condition := range e.Object.Status.Conditions {
		if condition.Type == "Complete" && condition.Status == "True" {
			return e.Object.Metadata.DeletionTimestamp == nil && e.Type != "DELETED"
		}
	}
	return false
}

func runJobs(client *api, template object, nodes int) error {
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	watch, err := client.open(ctx, "GET", jobsPath+"?watch=1&timeoutSeconds=3600&labelSelector=scale=baseline", nil)
	if err != nil {
		return err
	}
	defer watch.Body.Close()
	done := make(chan string, nodes)
	broken := make(chan error, 1)
	go func() {
		events, seen := json.NewDecoder(watch.Body), map[string]bool{}
		for {
			var event jobEvent
			if err := events.Decode(&event); err != nil {
				broken <- fmt.Errorf("watch: %w", err)
				return
			}
			if name := event.Object.Metadata.Name; event.completed() && !seen[name] {
				seen[name] = true
				done <- name
			}
		}
	}()
	for next, ended := 0, 0; ended < nodes; {
		for ; next < nodes && next-ended < window; next++ {
			if err := client.do("POST", jobsPath, job(template, next), nil); err != nil {
				return err
			}
		}
		select {
		case name := <-done:
			ended++
			if err := client.do("DELETE", jobsPath+"/"+name, object{"propagationPolicy": "Background"}, nil); err != nil {
				return err
			}
		case err := <-broken:
			return err
		}
	}
	return nil
}

// The operator's Job, for another node and without what ties it to a scan.
func job(template object, index int) object {
	spec := template["spec"].(object)["template"].(object)["spec"].(object)
	pod := object{}
	for key, value := range spec {
		pod[key] = value
	}
	pod["affinity"] = object{"nodeAffinity": object{"requiredDuringSchedulingIgnoredDuringExecution": object{
		"nodeSelectorTerms": []object{{"matchFields": []object{{"key": "metadata.name", "operator": "In", "values": []string{nodeName(index)}}}}}}}}
	return object{
		"apiVersion": "batch/v1",
		"kind":       "Job",
		"metadata":   object{"name": fmt.Sprintf("baseline-%05d", index), "labels": object{"scale": "baseline"}},
		"spec": object{
			"backoffLimit": 0, "activeDeadlineSeconds": 3600, "ttlSecondsAfterFinished": 3600,
			"template": object{"metadata": object{"labels": object{"scale": "baseline"}}, "spec": pod}},
	}
}
