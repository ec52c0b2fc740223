package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

const (
	scanPath   = "/apis/plumbline.dev/v1alpha1/compliancescans"
	reportPath = "/apis/plumbline.dev/v1alpha1/compliancereports"
	jobsPath   = "/apis/batch/v1/namespaces/" + namespace + "/jobs"
	podsPath   = "/api/v1/namespaces/" + namespace + "/pods"
	// As many nodes at a time as the trivial client has Jobs at a time.
	window = 50
	// Longer than any scan takes that is worth a figure.
	patience = 40 * time.Minute
)

// What a scan took; sizes in KiB.
type scanFigures struct {
	Nodes           int
	Ready           time.Duration
	Requests        int
	ClusterRequests int
	CPU             time.Duration
	Peak, Live      int
	Report          int
	StatusWrites    int
	// The most within one second.
	StatusWritesAtOnce int
	IdleRequests       int
}

type listing struct {
	Items []object `json:"items"`
}

type scanned struct {
	Status struct {
		Nodes struct {
			Selected  int `json:"selected"`
			Evaluated int `json:"evaluated"`
		} `json:"nodes"`
		Conditions []struct {
			Type    string `json:"type"`
			Status  string `json:"status"`
			Message string `json:"message"`
		} `json:"conditions"`
	} `json:"status"`
}

func (s scanned) condition(kind string) (string, string) {
	for _, condition := range s.Status.Conditions {
		if condition.Type == kind {
			return condition.Status, condition.Message
		}
	}
	return "", ""
}

// An observation of a scan from its creation on.
type observation struct {
	client  *api
	process process
	folder  string
	figures scanFigures
	// What was spent to look into the heap, which is not the operator's doing.
	looking time.Duration
}

func measureScan(arguments []string) error {
	set := flags("scan")
	to := accessFlags(set)
	nodes, pid := set.Int("nodes", 0, "how many there are"), set.Int("pid", 0, "of the operator")
	folder, idle := set.String("folder", "", "with audit.log; figures are written there"), set.Duration("idle", time.Minute, "how long to look at it doing nothing")
	_ = set.Parse(arguments)
	client, err := to.connect()
	if err != nil {
		return err
	}
	o := &observation{client: client, process: process(*pid), folder: *folder, figures: scanFigures{Nodes: *nodes}}
	auditLog := filepath.Join(*folder, "audit.log")
	if err := untilAtRest(auditLog); err != nil {
		return err
	}
	log, err := auditFromNow(auditLog)
	if err != nil {
		return err
	}
	if err := o.untilReady(); err != nil {
		return err
	}
	if err := untilNothingRuns(client); err != nil {
		return err
	}
	if err := untilAtRest(auditLog); err != nil {
		return err
	}
	if err := o.count(log); err != nil {
		return err
	}
	after, err := auditFromNow(auditLog)
	if err != nil {
		return err
	}
	time.Sleep(*idle)
	all, err := after.requests()
	if err != nil {
		return err
	}
	idling := by(operator, all)
	o.figures.IdleRequests = len(idling)
	fmt.Printf("while idle for %v:\n%s", *idle, kinds(idling))
	return save(filepath.Join(*folder, "scan.json"), o.figures)
}

func (o *observation) untilReady() error {
	before, err := o.process.cpu()
	if err != nil {
		return err
	}
	start := time.Now()
	err = o.client.do("POST", scanPath, object{
		"apiVersion": "plumbline.dev/v1alpha1",
		"kind":       "ComplianceScan",
		"metadata":   object{"name": "scale"},
		"spec":       object{"parallelism": window, "timeout": "1h"}}, nil)
	if err != nil {
		return err
	}
	atHalf, shown := false, time.Now()
	for {
		var now scanned
		if err := o.client.do("GET", scanPath+"/scale", nil, &now); err != nil {
			return err
		}
		ready, message := now.condition("Ready")
		if ready == "True" {
			fmt.Printf("Ready after %v: %s\n", time.Since(start).Round(time.Second/10), message)
			break
		}
		if status, why := now.condition("Stalled"); status == "True" {
			return fmt.Errorf("the scan is stalled: %s", why)
		}
		if time.Since(start) > patience {
			return fmt.Errorf("not ready after %v: %s", patience, message)
		}
		if time.Since(shown) > 20*time.Second {
			shown = time.Now()
			fmt.Printf("  %v: %d of %d\n", time.Since(start).Round(time.Second), now.Status.Nodes.Evaluated, o.figures.Nodes)
		}
		if err := o.keepOneJob(); err != nil {
			return err
		}
		if !atHalf && now.Status.Nodes.Evaluated >= o.figures.Nodes/2 {
			atHalf = true
			if err := o.lookIntoHeap("heap-at-half.txt"); err != nil {
				return err
			}
		}
		time.Sleep(300 * time.Millisecond)
	}
	o.figures.Ready = time.Since(start)
	after, err := o.process.cpu()
	if err != nil {
		return err
	}
	o.figures.CPU = after - before - o.looking
	if o.figures.Peak, err = o.process.peak(); err != nil {
		return err
	}
	return o.lookIntoHeap("heap-at-end.txt")
}

// The trivial client is to run the same Jobs.
func (o *observation) keepOneJob() error {
	file := filepath.Join(o.folder, "job.json")
	if _, err := os.Stat(file); err == nil {
		return nil
	}
	var jobs listing
	if err := o.client.do("GET", jobsPath+"?limit=1", nil, &jobs); err != nil || len(jobs.Items) == 0 {
		return err
	}
	return save(file, jobs.Items[0])
}

func (o *observation) lookIntoHeap(histogram string) error {
	live, cost, err := o.process.liveHeap(filepath.Join(o.folder, histogram))
	o.looking += cost
	o.figures.Live = max(o.figures.Live, live)
	return err
}

func (o *observation) count(log audit) error {
	all, err := log.requests()
	if err != nil {
		return err
	}
	own := by(operator, all)
	o.figures.Requests, o.figures.ClusterRequests = len(own), len(all)
	var times []time.Time
	for _, one := range own {
		if one.what() == "patch compliancescans/status" {
			times = append(times, one.Time)
		}
	}
	o.figures.StatusWrites = len(times)
	for i := range times {
		within := 0
		for _, other := range times[i:] {
			if other.Sub(times[i]) < time.Second {
				within++
			}
		}
		o.figures.StatusWritesAtOnce = max(o.figures.StatusWritesAtOnce, within)
	}
	response, err := o.client.open(context.Background(), "GET", reportPath+"/scale", nil)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	bytes, err := io.Copy(io.Discard, response.Body)
	o.figures.Report = int(bytes+1023) / 1024
	fmt.Printf("the operator's requests:\n%s", kinds(own))
	return err
}

// Until the Jobs and their pods are gone.
func untilNothingRuns(client *api) error {
	for start := time.Now(); time.Since(start) < patience; time.Sleep(time.Second) {
		var jobs, pods listing
		if err := client.do("GET", jobsPath+"?limit=1", nil, &jobs); err != nil {
			return err
		}
		if err := client.do("GET", podsPath+"?limit=1", nil, &pods); err != nil {
			return err
		}
		if len(jobs.Items)+len(pods.Items) == 0 {
			return nil
		}
	}
	return fmt.Errorf("Jobs or pods are left after %v", patience)
}

func save(file string, what any) error {
	encoded, err := json.MarshalIndent(what, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, encoded, 0o644)
}

func load(file string, into any) error {
	encoded, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return json.Unmarshal(encoded, into)
}
