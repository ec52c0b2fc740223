// Gitops tells what GitOps tools make of Kubernetes objects: it reads them as JSON from standard input, one
// after the other, and writes for each a line "KIND/NAME kstatus=STATUS argocd=HEALTH". With -lua the health
// is that of an Argo CD health script. With -openreports it only says whether the objects are what the
// OpenReports API's own types take.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/fluxcd/cli-utils/pkg/kstatus/status"
	openreports "github.com/openreports/reports-api/apis/openreports.io/v1alpha1"
	lua "github.com/yuin/gopher-lua"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

func main() {
	script := flag.String("lua", "", "file of an Argo CD health script")
	reports := flag.Bool("openreports", false, "decode OpenReports ClusterReports strictly")
	flag.Parse()
	if err := run(os.Stdin, os.Stdout, *script, *reports); err != nil {
		fmt.Fprintln(os.Stderr, "gitops:", err)
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer, script string, reports bool) error {
	decoder := json.NewDecoder(in)
	for {
		var raw json.RawMessage
		if err := decoder.Decode(&raw); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		line, err := judge(raw, script, reports)
		if err != nil {
			return err
		}
		fmt.Fprintln(out, line)
	}
}

func judge(raw json.RawMessage, script string, reports bool) (string, error) {
	if reports {
		return strictly(raw)
	}
	object := &unstructured.Unstructured{}
	if err := object.UnmarshalJSON(raw); err != nil {
		return "", err
	}
	seen, err := status.Compute(object)
	if err != nil {
		return "", err
	}
	argo, err := argoHealth(object, script)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s/%s kstatus=%s argocd=%s", object.GetKind(), object.GetName(), seen.Status, argo), nil
}

// argoHealth is empty without a script: Argo CD has no health of its own for kinds it doesn't know, and lets
// an application be healthy whatever becomes of them.
func argoHealth(object *unstructured.Unstructured, script string) (string, error) {
	if script == "" {
		return "", nil
	}
	return luaHealth(object, script)
}

// luaHealth runs a script as Argo CD does: the object is the global obj, the result a table with a status.
func luaHealth(object *unstructured.Unstructured, script string) (string, error) {
	state := lua.NewState()
	defer state.Close()
	state.SetGlobal("obj", value(state, object.Object))
	if err := state.DoFile(script); err != nil {
		return "", err
	}
	table, ok := state.Get(-1).(*lua.LTable)
	if !ok {
		return "", fmt.Errorf("%s returned no table", script)
	}
	return table.RawGetString("status").String(), nil
}

func value(state *lua.LState, from any) lua.LValue {
	switch v := from.(type) {
	case map[string]any:
		table := state.NewTable()
		for key, item := range v {
			table.RawSetString(key, value(state, item))
		}
		return table
	case []any:
		table := state.NewTable()
		for _, item := range v {
			table.Append(value(state, item))
		}
		return table
	case string:
		return lua.LString(v)
	case bool:
		return lua.LBool(v)
	case int64:
		return lua.LNumber(v)
	case float64:
		return lua.LNumber(v)
	default:
		return lua.LNil
	}
}

func strictly(raw json.RawMessage) (string, error) {
	report := &openreports.ClusterReport{}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(report); err != nil {
		return "", err
	}
	return fmt.Sprintf("%s/%s results=%d fail=%d", report.Kind, report.Name, len(report.Results), report.Summary.Fail), nil
}
