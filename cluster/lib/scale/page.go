package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const (
	beginning = "<!-- Written by cluster/scale from scale.csv: -->\n"
	ending    = "<!-- until here. -->\n"
)

// Adds what was measured to the table, and writes page and curves anew.
func writePage(arguments []string) error {
	set := flags("page")
	folder, evidence := set.String("add", "", "folder with new figures"), set.String("evidence", "", "their kind")
	table, page := set.String("table", "", "CSV of all figures"), set.String("page", "", "Markdown with the table")
	images := set.String("images", "", "folder of the curves")
	_ = set.Parse(arguments)
	rows, err := readTable(*table)
	if err != nil {
		return err
	}
	if *folder != "" {
		added, err := measured(*folder, *evidence)
		if err != nil {
			return err
		}
		rows = with(added, rows)
		if err := writeTable(*table, rows); err != nil {
			return err
		}
	}
	text, err := os.ReadFile(*page)
	if err != nil {
		return err
	}
	before, rest, found := strings.Cut(string(text), beginning)
	_, after, ended := strings.Cut(rest, ending)
	if !found || !ended {
		return fmt.Errorf("%s lacks the lines %q and %q", *page, beginning, ending)
	}
	if err := os.MkdirAll(*images, 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(*images, "scale.svg"), []byte(curves(rows)), 0o644); err != nil {
		return err
	}
	return os.WriteFile(*page, []byte(before+beginning+"\n"+markdown(rows)+"\n"+ending+after), 0o644)
}

// A column of the page: what it is, and how a row has it.
type column struct {
	title string
	value func(r row) string
}

const mebi = 1024

var shown = []column{
	{"nodes", func(r row) string { return fmt.Sprintf("%d", r.Nodes) }},
	{"evidence", func(r row) string { return r.Evidence }},
	{"apply to Ready", func(r row) string { return seconds(r.values["ready_seconds"]) }},
	{"trivial client", func(r row) string { return seconds(r.values["baseline_seconds"]) }},
	{"× of it", func(r row) string { return fmt.Sprintf("%.2f", timeRatio(r)) }},
	{"operator's requests a node", func(r row) string { return fmt.Sprintf("%.2f", r.perNode("operator_requests")) }},
	{"all requests a node", func(r row) string { return fmt.Sprintf("%.1f", r.perNode("cluster_requests")) }},
	{"trivial client", func(r row) string { return fmt.Sprintf("%.1f", r.perNode("baseline_cluster_requests")) }},
	{"× of it", func(r row) string { return fmt.Sprintf("%.2f", requestRatio(r)) }},
	{"CPU a node", func(r row) string { return fmt.Sprintf("%.1f ms", r.perNode("operator_cpu_ms")) }},
	{"peak RSS", func(r row) string { return fmt.Sprintf("%.0f MiB", r.values["operator_peak_rss_kib"]/mebi) }},
	{"live heap", func(r row) string { return fmt.Sprintf("%.0f MiB", r.values["operator_live_heap_kib"]/mebi) }},
	{"report", func(r row) string { return fmt.Sprintf("%.0f KiB", r.values["report_kib"]) }},
	{"status writes a second", func(r row) string {
		return fmt.Sprintf("%.2f, at most %.0f", r.values["status_writes"]/r.values["ready_seconds"], r.values["status_writes_within_a_second"])
	}},
	{"requests in an idle minute", func(r row) string { return fmt.Sprintf("%.0f", r.values["operator_requests_in_an_idle_minute"]) }},
}

func seconds(s float64) string { return fmt.Sprintf("%.0f s", s) }

func timeRatio(r row) float64 { return r.values["ready_seconds"] / r.values["baseline_seconds"] }

func requestRatio(r row) float64 {
	return r.values["cluster_requests"] / r.values["baseline_cluster_requests"]
}

func markdown(rows []row) string {
	var text strings.Builder
	for _, c := range shown {
		fmt.Fprintf(&text, "| %s ", c.title)
	}
	text.WriteString("|\n")
	for i := range shown {
		if i == 1 {
			text.WriteString("| --- ")
		} else {
			text.WriteString("| ---: ")
		}
	}
	text.WriteString("|\n")
	for _, r := range rows {
		for _, c := range shown {
			fmt.Fprintf(&text, "| %s ", c.value(r))
		}
		text.WriteString("|\n")
	}
	text.WriteString("\n![Time, requests, CPU and memory by the number of nodes](images/scale.svg)\n")
	return text.String()
}
