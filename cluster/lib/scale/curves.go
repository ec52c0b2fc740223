package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// One of the drawn figures.
type chart struct {
	title string
	// The most that it is to be for a kind of evidence; 0 where there is no such limit.
	limits map[string]float64
	value  func(r row) float64
	// What a line of its own is drawn of besides, if anything.
	beside func(r row) float64
}

var charts = []chart{
	{"Apply to Ready, seconds (dotted: a trivial client)", nil,
		func(r row) float64 { return r.values["ready_seconds"] }, func(r row) float64 { return r.values["baseline_seconds"] }},
	{"The operator's requests a node", map[string]float64{identical: 2.4, different: 4.2},
		func(r row) float64 { return r.perNode("operator_requests") }, nil},
	{"The operator's CPU a node, ms", map[string]float64{identical: 10},
		func(r row) float64 { return r.perNode("operator_cpu_ms") }, nil},
	{"Live heap, MiB (dotted: peak RSS)", map[string]float64{identical: 64, different: 256},
		func(r row) float64 { return r.values["operator_live_heap_kib"] / mebi },
		func(r row) float64 { return r.values["operator_peak_rss_kib"] / mebi }},
}

const (
	width, height = 430, 280
	left, right   = 52, 16
	top, bottom   = 40, 40
)

// Readable on light and on dark pages, which an image can't ask for its colours but for the reader's preference.
const style = `<style>
text { font: 12px system-ui, sans-serif; fill: #24292f }
.title { font-weight: 600 }
.axis, .grid { stroke: #8c959f; stroke-width: 1; fill: none }
.grid { stroke-opacity: .3 }
.limit { stroke: #cf222e; stroke-width: 1; stroke-dasharray: 6 4; fill: none }
.line { stroke-width: 2; fill: none }
.beside { stroke-dasharray: 2 3 }
.point { stroke-width: 6; stroke-linecap: round }
.identical { stroke: #0969da } .ten { stroke: #8250df } .different { stroke: #bc4c00 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .identical { stroke: #4493f8 } .ten { stroke: #ab7df8 } .different { stroke: #f0883e } .limit { stroke: #f85149 }
}
</style>
`

func curves(rows []row) string {
	var text strings.Builder
	fmt.Fprintf(&text, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img">`+"\n", 2*width, 2*height+30)
	text.WriteString("<title>The operator by the number of nodes and by how many nodes have evidence of their own</title>\n" + style)
	for i, c := range charts {
		fmt.Fprintf(&text, `<g transform="translate(%d %d)">`+"\n%s</g>\n", i%2*width, i/2*height, c.draw(rows))
	}
	for i, kind := range []string{identical, ten, different} {
		x := left + i*150
		fmt.Fprintf(&text, `<path class="line %s" d="M%d %d h24"/><text x="%d" y="%d">evidence: %s</text>`+"\n", kind, x, 2*height+12, x+30, 2*height+16, kind)
	}
	fmt.Fprintf(&text, `<path class="limit" d="M%d %d h24"/><text x="%d" y="%d">goal at 5,000 nodes</text>`+"\n", left+450, 2*height+12, left+480, 2*height+16)
	text.WriteString("</svg>\n")
	return text.String()
}

func (c chart) draw(rows []row) string {
	var sizes []int
	most := 0.0
	for _, r := range rows {
		if !slices.Contains(sizes, r.Nodes) {
			sizes = append(sizes, r.Nodes)
		}
		most = max(most, c.value(r))
		if c.beside != nil {
			most = max(most, c.beside(r))
		}
	}
	for _, limit := range c.limits {
		most = max(most, limit)
	}
	if len(sizes) == 0 {
		return ""
	}
	least, largest := math.Log(float64(slices.Min(sizes))), math.Log(float64(slices.Max(sizes)))
	x := func(nodes int) float64 {
		if largest == least {
			return float64(left+width-right) / 2
		}
		return left + (math.Log(float64(nodes))-least)/(largest-least)*(width-left-right)
	}
	step := roundStep(most)
	steps := math.Ceil(most / step)
	y := func(value float64) float64 { return height - bottom - value/(step*steps)*(height-top-bottom) }
	var text strings.Builder
	fmt.Fprintf(&text, `<text class="title" x="%d" y="22">%s</text>`+"\n", left, c.title)
	for i := 0.0; i <= steps; i++ {
		fmt.Fprintf(&text, `<path class="grid" d="M%d %.1f H%d"/><text x="%d" y="%.1f" text-anchor="end">%g</text>`+"\n", left, y(i*step), width-right, left-6, y(i*step)+4, i*step)
	}
	for _, size := range sizes {
		fmt.Fprintf(&text, `<text x="%.1f" y="%d" text-anchor="middle">%d</text>`+"\n", x(size), height-bottom+18, size)
	}
	for _, kind := range []string{identical, ten, different} {
		if limit := c.limits[kind]; limit > 0 {
			fmt.Fprintf(&text, `<path class="limit" d="M%d %.1f H%d"/>`+"\n", left, y(limit), width-right)
		}
		text.WriteString(line("line "+kind, kind, rows, x, y, c.value))
		if c.beside != nil {
			text.WriteString(line("line beside "+kind, kind, rows, x, y, c.beside))
		}
	}
	return text.String()
}

func line(class, kind string, rows []row, x func(int) float64, y func(float64) float64, value func(row) float64) string {
	var path, points strings.Builder
	for _, r := range rows {
		if r.Evidence == kind {
			command := "L"
			if path.Len() == 0 {
				command = "M"
			}
			fmt.Fprintf(&path, "%s%.1f %.1f ", command, x(r.Nodes), y(value(r)))
			// A line of no length, whose ends are round: a curve of one size alone is a point.
			fmt.Fprintf(&points, "M%.1f %.1f h0 ", x(r.Nodes), y(value(r)))
		}
	}
	if path.Len() == 0 {
		return ""
	}
	return fmt.Sprintf(`<path class="%s" d="%s"/><path class="point %s" d="%s"/>`+"\n", class, strings.TrimSpace(path.String()), kind, strings.TrimSpace(points.String()))
}

// At most six steps of 1, 2 or 5 times a power of ten.
func roundStep(most float64) float64 {
	if most <= 0 {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(most/6)))
	for _, factor := range []float64{1, 2, 5} {
		if most/(power*factor) <= 6 {
			return power * factor
		}
	}
	return power * 10
}
