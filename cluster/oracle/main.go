// Command oracle says what Go's and Kubernetes' own libraries make of argument lists, values and YAML documents, so
// that Plumbline's parsers can be held to it. It answers requests, one JSON object a line, or writes a file of random
// requests and their answers.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"

	"github.com/go-logr/logr"
	"k8s.io/klog/v2"
)

// request has one of a list of arguments, a value of a type, a document, or values of --feature-gates.
type request struct {
	Component string   `json:"component,omitempty"`
	Arguments []string `json:"arguments,omitempty"`
	Type      string   `json:"type,omitempty"`
	Text      *string  `json:"text,omitempty"`
	YAML      *string  `json:"yaml,omitempty"`
	// Gates are the values of the uses of --feature-gates, in order.
	Gates []string `json:"gates,omitempty"`
	// Release is the minor release that has the gates.
	Release string `json:"release,omitempty"`
	// Asked are the gates whose state is the answer.
	Asked []string `json:"asked,omitempty"`
}

// answer has either what was made of a request or why it was refused.
type answer struct {
	request
	Values     map[string]any  `json:"values,omitempty"`
	Positional []string        `json:"positional,omitempty"`
	Value      any             `json:"value,omitempty"`
	JSON       json.RawMessage `json:"json,omitempty"`
	Enabled    map[string]bool `json:"enabled,omitempty"`
	Refused    string          `json:"refused,omitempty"`
}

func main() {
	tables := flag.String("tables", "", "the directory of flag tables")
	record := flag.String("record", "", "write random requests of this kind with their answers: pflag, values, yaml or gates")
	seed := flag.Uint64("seed", 1, "of the random requests")
	rows := flag.Int("rows", 1000, "how many random requests")
	flag.Parse()

	// Kubernetes' registry of gates warns of every gate that is no longer needed.
	klog.SetLogger(logr.Discard())
	oracle := oracle{tables: readTables(*tables)}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	if *record == "" {
		oracle.answerAll(os.Stdin, out)
		return
	}
	write(out, map[string]any{"seed": *seed, "rows": *rows, "versions": versions()})
	random := newGenerator(*seed, oracle.tables)
	for row := range *rows {
		write(out, oracle.row(random, *record, row%2 == 0))
	}
}

// row has a random request; one that should be right is made anew until it is accepted, or for long enough.
func (o oracle) row(random *generator, kind string, right bool) answer {
	result := o.answer(random.request(kind))
	for attempt := 0; right && result.Refused != "" && attempt < 50; attempt++ {
		result = o.answer(random.request(kind))
	}
	return result
}

func (o oracle) answerAll(in io.Reader, out *bufio.Writer) {
	decoder := json.NewDecoder(in)
	for {
		var question request
		if err := decoder.Decode(&question); err == io.EOF {
			return
		} else if err != nil {
			fail(err)
		}
		write(out, o.answer(question))
		out.Flush()
	}
}

func write(out io.Writer, value any) {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		fail(err)
	}
}

// versions has the libraries that decide the answers.
func versions() map[string]string {
	versions := map[string]string{"go": runtime.Version()}
	build, _ := debug.ReadBuildInfo()
	for _, module := range build.Deps {
		switch module.Path {
		case "github.com/spf13/pflag", "k8s.io/component-base", "sigs.k8s.io/yaml", "go.yaml.in/yaml/v2":
			versions[module.Path] = module.Version
		}
	}
	return versions
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "oracle:", err)
	os.Exit(1)
}
