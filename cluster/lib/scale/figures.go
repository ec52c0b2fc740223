package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"
)

// A row of the table: one size of a cluster with one kind of evidence.
type row struct {
	Nodes    int
	Evidence string
	values   map[string]float64
}

// The columns of the CSV after nodes and evidence, in their order.
var columns = []string{
	"ready_seconds", "baseline_seconds", "operator_requests", "cluster_requests", "baseline_cluster_requests", "operator_cpu_ms",
	"operator_peak_rss_kib", "operator_live_heap_kib", "report_kib", "status_writes", "status_writes_within_a_second",
	"operator_requests_in_an_idle_minute",
}

func (r row) perNode(column string) float64 { return r.values[column] / float64(r.Nodes) }

func measured(folder, evidence string) (row, error) {
	var scan scanFigures
	var baseline baselineFigures
	if err := load(filepath.Join(folder, "scan.json"), &scan); err != nil {
		return row{}, err
	}
	if err := load(filepath.Join(folder, "baseline.json"), &baseline); err != nil {
		return row{}, err
	}
	seconds := func(d time.Duration) float64 { return float64(d.Round(time.Second/10)) / float64(time.Second) }
	figures := []float64{
		seconds(scan.Ready), seconds(baseline.Time), float64(scan.Requests), float64(scan.ClusterRequests),
		float64(baseline.ClusterRequests), float64(scan.CPU.Milliseconds()), float64(scan.Peak), float64(scan.Live),
		float64(scan.Report), float64(scan.StatusWrites), float64(scan.StatusWritesAtOnce), float64(scan.IdleRequests),
	}
	values := map[string]float64{}
	for i, column := range columns {
		values[column] = figures[i]
	}
	return row{scan.Nodes, evidence, values}, nil
}

func readTable(file string) ([]row, error) {
	open, err := os.Open(file)
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer open.Close()
	lines, err := csv.NewReader(open).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if len(lines) == 0 || !slices.Equal(lines[0][2:], columns) {
		return nil, fmt.Errorf("%s has other columns: delete it, and measure anew", file)
	}
	var rows []row
	for number, line := range lines[1:] {
		one := row{Evidence: line[1], values: map[string]float64{}}
		if one.Nodes, err = strconv.Atoi(line[0]); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, number+2, err)
		}
		for i, column := range columns {
			if one.values[column], err = strconv.ParseFloat(line[i+2], 64); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", file, number+2, err)
			}
		}
		rows = append(rows, one)
	}
	return rows, nil
}

// With the row in place of an older one of the same cluster.
func with(added row, rows []row) []row {
	rows = slices.DeleteFunc(rows, func(r row) bool { return r.Nodes == added.Nodes && r.Evidence == added.Evidence })
	rows = append(rows, added)
	order := []string{identical, ten, different}
	slices.SortFunc(rows, func(a, b row) int {
		if a.Nodes != b.Nodes {
			return a.Nodes - b.Nodes
		}
		return slices.Index(order, a.Evidence) - slices.Index(order, b.Evidence)
	})
	return rows
}

func writeTable(file string, rows []row) error {
	open, err := os.Create(file)
	if err != nil {
		return err
	}
	defer open.Close()
	writer := csv.NewWriter(open)
	_ = writer.Write(append([]string{"nodes", "evidence"}, columns...))
	for _, r := range rows {
		line := []string{strconv.Itoa(r.Nodes), r.Evidence}
		for _, column := range columns {
			line = append(line, strconv.FormatFloat(r.values[column], 'f', -1, 64))
		}
		_ = writer.Write(line)
	}
	writer.Flush()
	return writer.Error()
}
