package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"sort"
	"strings"
	"time"
)

const (
	namespace = "plumbline-system"
	operator  = "system:serviceaccount:" + namespace + ":plumbline-operator"
	// Who looks on: what this asks costs the cluster nothing in the figures.
	onlooker = "scale-onlooker"
)

// One request that the API server answered, as its audit log has it.
type request struct {
	Stage string    `json:"stage"`
	Verb  string    `json:"verb"`
	Time  time.Time `json:"requestReceivedTimestamp"`
	User  struct {
		Name string `json:"username"`
	} `json:"user"`
	Object struct {
		Resource    string `json:"resource"`
		Subresource string `json:"subresource"`
	} `json:"objectRef"`
}

func (r request) what() string {
	return strings.TrimSuffix(r.Verb+" "+r.Object.Resource+"/"+r.Object.Subresource, "/")
}

// A watch counts when it begins, everything else when it has ended.
func (r request) counts() bool {
	return r.User.Name != onlooker && r.Object.Resource != "leases" && (r.Verb == "watch") == (r.Stage == "ResponseStarted")
}

type audit struct {
	file string
	from int64
}

// The log from now on.
func auditFromNow(file string) (audit, error) {
	info, err := os.Stat(file)
	if err != nil {
		return audit{}, err
	}
	return audit{file, info.Size()}, nil
}

// What was requested since; leases, by which simulated kubelets and leaders report that they live, do not count.
func (a audit) requests() ([]request, error) {
	file, err := os.Open(a.file)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if _, err := file.Seek(a.from, io.SeekStart); err != nil {
		return nil, err
	}
	var all []request
	lines := bufio.NewReaderSize(file, 1<<20)
	for {
		line, err := lines.ReadBytes('\n')
		if err == io.EOF {
			return all, nil // A line that is not whole yet is of a request that comes later.
		}
		if err != nil {
			return nil, err
		}
		var one request
		if err := json.Unmarshal(line, &one); err != nil {
			return nil, fmt.Errorf("%s: %w", a.file, err)
		}
		if one.counts() {
			all = append(all, one)
		}
	}
}

// How long nobody may have asked for anything about nodes, pods and events until the cluster counts as being at rest.
const rest = 6 * time.Second

// Until what was done before has no consequences any more. Controllers look at every node that was created, which takes the
// controller manager a minute for a thousand of them, and what they have asked for until then is nobody's Jobs' doing. Events
// come a while after what they are about.
func untilAtRest(file string) error {
	for start := time.Now(); time.Since(start) < patience; {
		log, err := auditFromNow(file)
		if err != nil {
			return err
		}
		time.Sleep(rest)
		all, err := log.requests()
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(all, request.isAboutNodes) {
			return nil
		}
	}
	return fmt.Errorf("the cluster is not at rest after %v", patience)
}

func (r request) isAboutNodes() bool {
	return slices.Contains([]string{"nodes", "pods", "events", "jobs"}, r.Object.Resource)
}

func by(user string, all []request) []request {
	var own []request
	for _, one := range all {
		if one.User.Name == user {
			own = append(own, one)
		}
	}
	return own
}

// How many of each kind there are, the most frequent first.
func kinds(all []request) string {
	counts := map[string]int{}
	for _, one := range all {
		counts[one.what()]++
	}
	var names []string
	for name := range counts {
		names = append(names, name)
	}
	sort.Slice(names, func(i, j int) bool {
		return counts[names[i]] > counts[names[j]] || counts[names[i]] == counts[names[j]] && names[i] < names[j]
	})
	var text strings.Builder
	for _, name := range names {
		fmt.Fprintf(&text, "%8d %s\n", counts[name], name)
	}
	return text.String()
}
