package main

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// The operator's process, by its id.
type process int

// Linux counts in hundredths of a second on every platform that there are images for.
const tick = 10 * time.Millisecond

// How long it has used the CPU since it was started.
func (p process) cpu() (time.Duration, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p))
	if err != nil {
		return 0, err
	}
	// The name, in brackets, may have blanks.
	fields := strings.Fields(string(stat[strings.LastIndex(string(stat), ")")+1:]))
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * tick, nil
}

// The largest resident set so far, in KiB.
func (p process) peak() (int, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p))
	if err != nil {
		return 0, err
	}
	found := regexp.MustCompile(`VmHWM:\s*(\d+) kB`).FindSubmatch(status)
	if found == nil {
		return 0, fmt.Errorf("process %d has no VmHWM", p)
	}
	return strconv.Atoi(string(found[1]))
}

var used = regexp.MustCompile(`(?:def new generation|tenured generation|garbage-first heap).*used (\d+)K`)

// What lives in the heap, in KiB, after a collection; and what CPU it took to find out. The objects by class are written
// to a file.
func (p process) liveHeap(histogram string) (int, time.Duration, error) {
	before, err := p.cpu()
	if err != nil {
		return 0, 0, err
	}
	// It collects first.
	classes, err := p.jcmd("GC.class_histogram")
	if err != nil {
		return 0, 0, err
	}
	if err := os.WriteFile(histogram, classes, 0o644); err != nil {
		return 0, 0, err
	}
	info, err := p.jcmd("GC.heap_info")
	if err != nil {
		return 0, 0, err
	}
	after, err := p.cpu()
	if err != nil {
		return 0, 0, err
	}
	live := 0
	for _, generation := range used.FindAllSubmatch(info, -1) {
		kib, _ := strconv.Atoi(string(generation[1]))
		live += kib
	}
	if live == 0 {
		return 0, 0, fmt.Errorf("jcmd GC.heap_info: %s", info)
	}
	return live, after - before, nil
}

func (p process) jcmd(command string) ([]byte, error) {
	output, err := exec.Command("jcmd", strconv.Itoa(int(p)), command).CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("jcmd %s: %w: %s", command, err, output)
	}
	return output, nil
}
