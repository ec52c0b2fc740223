package main

import (
	"encoding/json"
	goflag "flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"
	utilnet "k8s.io/apimachinery/pkg/util/net"
	cliflag "k8s.io/component-base/cli/flag"
	logsapi "k8s.io/component-base/logs/api/v1"
	"k8s.io/component-base/version/verflag"
)

// table is a flag table of Plumbline's, as far as a parser needs it.
type table struct {
	Component string       `json:"component"`
	Syntax    string       `json:"syntax"`
	Flags     []definition `json:"flags"`
	// Gates are those of all releases.
	Gates []gate `json:"featureGates"`
}

type definition struct {
	Name        string   `json:"name"`
	Type        string   `json:"type"`
	Shorthand   string   `json:"shorthand"`
	NoOptDefVal string   `json:"noOptDefVal"`
	Values      []string `json:"values"`
	From        string   `json:"from"`
	To          string   `json:"to"`
}

// holds tells whether a range of releases has a minor release. All have two digits behind the point, or all one.
func holds(from, to, minor string) bool {
	return (from == "" || from <= minor) && (to == "" || to >= minor)
}

// readTables reads the tables of the releases that the oracle's libraries are of.
func readTables(directory string) map[string]table {
	tables := map[string]table{}
	for name, minor := range map[string]string{
		"kube-apiserver": "1.36", "kube-controller-manager": "1.36", "kube-scheduler": "1.36", "kube-proxy": "1.36",
		"kubelet": "1.36", "etcd": "3.6",
	} {
		text, err := os.ReadFile(filepath.Join(directory, name+".json"))
		if err != nil {
			fail(err)
		}
		var table table
		if err := json.Unmarshal(text, &table); err != nil {
			fail(err)
		}
		table.Flags = slices.DeleteFunc(table.Flags, func(d definition) bool { return !holds(d.From, d.To, minor) })
		tables[table.Component] = table
	}
	return tables
}

type oracle struct {
	tables map[string]table
}

func (o oracle) answer(question request) answer {
	result := answer{request: question}
	switch {
	case question.YAML != nil:
		result.JSON, result.Refused = document(*question.YAML)
	case question.Text != nil:
		result.Value, result.Refused = value(question.Type, *question.Text)
	case question.Gates != nil:
		result.Enabled, result.Refused = enabled(o.tables[question.Component], question)
	default:
		o.parse(&result)
	}
	result.Refused = shortened(result.Refused)
	return result
}

// shortened keeps of a message what tells one from the next: a person reads it, the tests do not.
func shortened(message string) string {
	characters := []rune(message)
	return string(characters[:min(len(characters), 60)])
}

func (o oracle) parse(result *answer) {
	table := o.tables[result.Component]
	var given map[string]any
	var err error
	if table.Syntax == "go" {
		given, result.Positional, err = parseGo(table, result.Arguments)
	} else {
		given, result.Positional, err = parsePflag(table, result.Arguments)
	}
	if err != nil {
		result.Refused, result.Positional = err.Error(), nil
		return
	}
	result.Values = given
}

func parsePflag(table table, arguments []string) (map[string]any, []string, error) {
	flags := pflag.NewFlagSet(table.Component, pflag.ContinueOnError)
	flags.SetNormalizeFunc(cliflag.WordSepNormalizeFunc)
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	getters := map[string]func() any{}
	for _, definition := range table.Flags {
		flagValue, get := variable(definition.Type)
		added := flags.VarPF(flagValue, definition.Name, definition.Shorthand, "")
		added.NoOptDefVal = definition.NoOptDefVal
		getters[added.Name] = get
	}
	if err := flags.Parse(arguments); err != nil {
		return nil, nil, err
	}
	given := map[string]any{}
	flags.Visit(func(flag *pflag.Flag) { given[flag.Name] = getters[flag.Name]() })
	return given, flags.Args(), nil
}

func parseGo(table table, arguments []string) (map[string]any, []string, error) {
	flags := goflag.NewFlagSet(table.Component, goflag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	for _, definition := range table.Flags {
		if definition.Type == "string" && definition.NoOptDefVal != "" {
			flags.Var(&ignored{}, definition.Name, "")
			continue
		}
		switch definition.Type {
		case "bool":
			flags.Bool(definition.Name, false, "")
		case "int":
			flags.Int(definition.Name, 0, "")
		case "int64":
			flags.Int64(definition.Name, 0, "")
		case "uint":
			flags.Uint(definition.Name, 0, "")
		case "uint64":
			flags.Uint64(definition.Name, 0, "")
		case "float64":
			flags.Float64(definition.Name, 0, "")
		case "duration":
			flags.Duration(definition.Name, 0, "")
		default:
			flags.String(definition.Name, "", "")
		}
	}
	if err := flags.Parse(arguments); err != nil {
		return nil, nil, err
	}
	given := map[string]any{}
	flags.Visit(func(flag *goflag.Flag) { given[flag.Name] = plain(flag.Value.(goflag.Getter).Get()) })
	return given, flags.Args(), nil
}

// ignored is the value of a flag that takes whatever is attached to it, and no argument of its own; etcd's IgnoredFlag.
type ignored struct{ text string }

func (i *ignored) IsBoolFlag() bool       { return true }
func (i *ignored) Set(value string) error { i.text = value; return nil }
func (i *ignored) String() string         { return i.text }
func (i *ignored) Get() any               { return i.text }

// variable makes a flag's value of pflag's or Kubernetes' own type, and something that reads it.
func variable(kind string) (pflag.Value, func() any) {
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	of := func(get func() any) (pflag.Value, func() any) { return flags.Lookup("f").Value, get }
	switch kind {
	case "bool":
		p := flags.Bool("f", false, "")
		return of(func() any { return *p })
	case "int":
		p := flags.Int("f", 0, "")
		return of(func() any { return plain(*p) })
	case "int32":
		p := flags.Int32("f", 0, "")
		return of(func() any { return plain(int(*p)) })
	case "int64":
		p := flags.Int64("f", 0, "")
		return of(func() any { return plain(*p) })
	case "uint":
		p := flags.Uint("f", 0, "")
		return of(func() any { return plain(*p) })
	case "uint64":
		p := flags.Uint64("f", 0, "")
		return of(func() any { return plain(*p) })
	case "float32":
		p := flags.Float32("f", 0, "")
		return of(func() any { return plain(float64(*p)) })
	case "float64":
		p := flags.Float64("f", 0, "")
		return of(func() any { return plain(*p) })
	case "duration":
		p := flags.Duration("f", 0, "")
		return of(func() any { return plain(*p) })
	case "ip":
		p := flags.IP("f", nil, "")
		return of(func() any { return p.String() })
	case "stringSlice":
		p := flags.StringSlice("f", nil, "")
		return of(func() any { return *p })
	case "stringArray":
		p := flags.StringArray("f", nil, "")
		return of(func() any { return *p })
	case "int32Slice":
		p := flags.Int32Slice("f", nil, "")
		return of(func() any { return *p })
	case "stringToString":
		p := flags.StringToString("f", nil, "")
		return of(func() any { return *p })
	}
	return kubernetesVariable(kind, flags)
}

func kubernetesVariable(kind string, flags *pflag.FlagSet) (pflag.Value, func() any) {
	printed := func(value pflag.Value) (pflag.Value, func() any) {
		return value, func() any { return value.String() }
	}
	switch kind {
	case "mapStringString":
		return printed(cliflag.NewMapStringString(&map[string]string{}))
	case "mapStringBool":
		return printed(cliflag.NewMapStringBool(&map[string]bool{}))
	case "namedCertKey":
		return printed(cliflag.NewNamedCertKeyArray(&[]cliflag.NamedCertKey{}))
	case "portRange":
		return printed(&utilnet.PortRange{})
	case "Level":
		level := new(logsapi.VerbosityLevel)
		return logsapi.VerbosityLevelPflag(level), func() any { return strconv.Itoa(int(*level)) }
	case "pattern=N,...":
		return printed(logsapi.VModuleConfigurationPflag(&logsapi.VModuleConfiguration{}))
	case "version":
		// It can be declared only on the command line's own set.
		pflag.CommandLine = pflag.NewFlagSet("", pflag.ContinueOnError)
		verflag.Version("version", verflag.VersionFalse, "")
		return printed(pflag.Lookup("version").Value)
	default:
		p := flags.String("f", "", "")
		return flags.Lookup("f").Value, func() any { return *p }
	}
}

// value is what a flag of a type has after it was set once.
func value(kind, text string) (any, string) {
	flagValue, get := variable(kind)
	if err := flagValue.Set(text); err != nil {
		return nil, err.Error()
	}
	return get(), ""
}

// plain writes numbers as texts, since JSON's have no 64 bits, and durations in nanoseconds.
func plain(value any) any {
	switch value := value.(type) {
	case int:
		return strconv.Itoa(value)
	case int64:
		return strconv.FormatInt(value, 10)
	case uint:
		return strconv.FormatUint(uint64(value), 10)
	case uint64:
		return strconv.FormatUint(value, 10)
	case float64:
		return strings.TrimPrefix(strconv.FormatFloat(value, 'g', -1, 64), "+")
	case time.Duration:
		return strconv.FormatInt(int64(value), 10)
	}
	return value
}
