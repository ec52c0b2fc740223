package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
)

// generator makes requests that are often right, often wrong in one place, and sometimes nonsense.
type generator struct {
	random     *rand.Rand
	tables     map[string]table
	components []string
}

func newGenerator(seed uint64, tables map[string]table) *generator {
	return &generator{rand.New(rand.NewPCG(seed, seed)), tables, slices.Sorted(maps.Keys(tables))}
}

func (g *generator) request(kind string) request {
	switch kind {
	case "pflag":
		return g.commandLine()
	case "values":
		kind := g.pick(valueTypes...)
		text := g.value(kind)
		return request{Type: kind, Text: &text}
	case "gates":
		return g.gates()
	case "yaml":
		text := newDocument(g).text()
		return request{YAML: &text}
	}
	fail(fmt.Errorf("unknown kind of rows: %s", kind))
	return request{}
}

func (g *generator) pick(choices ...string) string {
	return choices[g.random.IntN(len(choices))]
}

func (g *generator) oneIn(n int) bool {
	return g.random.IntN(n) == 0
}

func (g *generator) commandLine() request {
	table := g.tables[g.pick(g.components...)]
	arguments := []string{}
	for range g.random.IntN(6) + g.random.IntN(2) {
		arguments = append(arguments, g.flag(table)...)
	}
	return request{Component: table.Component, Arguments: arguments}
}

// flag is one flag with its value, in any form that pflag knows.
func (g *generator) flag(table table) []string {
	if g.oneIn(14) {
		return []string{g.pick(oddities...)}
	}
	flag := g.definition(table)
	name := g.spelled(flag.Name)
	dashes := "--"
	if table.Syntax == "go" && g.oneIn(2) || g.oneIn(60) {
		dashes = "-"
	}
	value := g.value(flag.Type)
	if len(flag.Values) > 0 {
		value = g.csv(flag.Values)
	}
	if flag.Shorthand != "" && g.oneIn(2) {
		return g.shorthand(flag, value)
	}
	switch {
	case g.oneIn(4):
		return []string{dashes + name}
	case g.oneIn(3):
		return []string{dashes + name, value}
	}
	return []string{dashes + name + "=" + value}
}

// definition prefers types that are read in more ways than one, and flags that have a letter.
func (g *generator) definition(table table) definition {
	for range 3 {
		flag := table.Flags[g.random.IntN(len(table.Flags))]
		plain := flag.Type == "string" || flag.Type == "bool"
		if _, known := samples[flag.Type]; known && !plain || flag.Shorthand != "" {
			return flag
		}
	}
	for {
		flag := table.Flags[g.random.IntN(len(table.Flags))]
		if _, known := samples[flag.Type]; known {
			return flag
		}
	}
}

func (g *generator) spelled(name string) string {
	switch g.random.IntN(25) {
	case 0:
		return strings.ToUpper(name)
	case 1:
		return name[:len(name)-1]
	case 2, 3, 4, 5:
		return strings.ReplaceAll(name, "-", "_")
	case 6:
		return strings.Replace(name, "-", "_", 1)
	}
	return name
}

func (g *generator) shorthand(flag definition, value string) []string {
	letters := "-"
	for g.oneIn(3) {
		letters += g.pick("h", "h", "v", "test.", "x")
	}
	letters += flag.Shorthand
	return [][]string{
		{letters}, {letters + value}, {letters + "=" + value}, {letters, value}, {letters + "="},
	}[g.random.IntN(5)]
}

// oddities are arguments beside flags, the end of flags, and what only looks like a flag.
var oddities = []string{
	"--", "-", "", "positional", "---triple", "--=value", "-=value", "--=", "-test.v", "-test.run=x", "--test.v",
	"--no-such-flag", "--no-such-flag=1", "-x", "-h", "--help", "--help=false", "--version", "--version=raw",
	"--version=false", "-é", "--é=1", "=", "a=b", "-1", "--v", "-v", "--_v=1", "-h=false", "-h=0",
}

// value is a text for a flag of a type; one in five belongs to another type or to none.
func (g *generator) value(kind string) string {
	if g.oneIn(8) {
		kind = g.pick(valueTypes...)
	}
	if g.oneIn(12) {
		return g.damaged(g.pick(samples[kind]...))
	}
	switch kind {
	case "stringSlice", "stringArray", "stringToString":
		if g.oneIn(2) {
			return g.csv(samples["string"])
		}
	case "duration":
		if g.oneIn(2) {
			return g.duration()
		}
	case "int", "int32", "int64", "uint", "uint64", "int32Slice", "Level":
		if g.oneIn(3) {
			return g.number()
		}
	case "float32", "float64":
		if g.oneIn(3) {
			return g.pick("", "-", "+") + g.digits() + g.pick("", ".", ".5", "._5") + g.pick("", "e5", "E-3", "e400", "p2")
		}
	case "ip":
		if g.oneIn(2) {
			return g.address()
		}
	}
	return g.pick(samples[kind]...)
}

// damaged has one character more, fewer or other.
func (g *generator) damaged(text string) string {
	if text == "" {
		return g.pick(" ", "\"", ",", "\n", "0")
	}
	characters := []rune(text)
	at := g.random.IntN(len(characters))
	before, after := string(characters[:at]), string(characters[at+1:])
	switch g.random.IntN(3) {
	case 0:
		return before + after
	case 1:
		return text + string(characters[at])
	}
	return before + g.pick(" ", "\"", ",", "\n", "\r", "=", ".", "_", "-", "9", "x", ":", "\t", "µ", "\u00a0") + after
}

func (g *generator) csv(elements []string) string {
	fields := []string{}
	for range g.random.IntN(4) + 1 {
		field := g.pick(elements...)
		switch {
		case g.oneIn(5):
			field = `"` + strings.ReplaceAll(field, `"`, `""`) + `"`
		case g.oneIn(20):
			field = `"` + field
		case g.oneIn(30):
			field = ""
		}
		fields = append(fields, field)
	}
	return strings.Join(fields, g.pick(",", ",", ",", ",", "\n", ",\r\n", ", ")) + g.pick("", "", "", "", "\n", "\r", "\r\n")
}

func (g *generator) digits() string {
	return g.pick("0", "1", "7", "10", "007", "1_000", "255", "9", "08", "4096", "1__0", "99999999999", "922337203685477580",
		"9223372036854775807", "9223372036854775808", "18446744073709551615", "18446744073709551616", "2147483647", "2147483648",
		"000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001")
}

func (g *generator) number() string {
	return g.pick("", "", "", "-", "+", "--", " ") + g.pick("", "", "", "0x", "0X", "0b", "0o", "0O", "0", "_", "0x_", "0b_1") +
		g.digits() + g.pick("", "", "", "", "_", " ", "f", "e3")
}

func (g *generator) duration() string {
	text := g.pick("", "", "", "-", "+")
	for range g.random.IntN(4) + 1 {
		text += g.pick(g.digits(), "1", "1.5", ".5", "5.", ".", "0.0000000001", "1.9223372036854775808", "0.99999999999999999999", "") +
			g.pick("ns", "us", "µs", "μs", "ms", "s", "m", "h", "h", "s", "", "d", "S")
	}
	return text
}

func (g *generator) address() string {
	separator := g.pick(".", ":", ":")
	groups := []string{}
	for range g.random.IntN(9) + 1 {
		groups = append(groups, g.pick("0", "1", "10", "255", "256", "01", "ff", "abcd", "12345", "", "1.2.3.4"))
	}
	return g.pick("", "", "::", ":", " ") + strings.Join(groups, separator) + g.pick("", "", "::", ":", "%eth0", " ")
}

var valueTypes = []string{
	"bool", "int", "int32", "int64", "uint", "uint64", "float32", "float64", "duration", "duration", "ip", "stringSlice",
	"stringSlice", "stringArray", "int32Slice", "stringToString", "mapStringString", "mapStringBool", "namedCertKey",
	"portRange", "Level", "pattern=N,...",
}

var samples = map[string][]string{
	"string": {"a", "b", "RBAC", "Node", "AlwaysAllow", "", "/etc/kubernetes/pki/ca.crt", "--v", "-", "a b", `say "yes"`, "é",
		"x=y", "=", "https://127.0.0.1:2379", "\\", "'", "line\nfeed", "\ttab"},
	"bool":   {"true", "false", "1", "0", "t", "f", "T", "F", "TRUE", "FALSE", "True", "False", "tRUE", "yes", "no", "", " true", "on"},
	"int":    {"0", "1", "-1", "+1", "10", "0x1F", "0b101", "0o17", "017", "1_000", "", "1.0", "1e3", "９"},
	"int32":  {"0", "2147483647", "2147483648", "-2147483648", "-2147483649", "0x7fffffff", "0x80000000", "-0x80000000", ""},
	"int64":  {"0", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809"},
	"uint":   {"0", "1", "-1", "+1", "18446744073709551615", "18446744073709551616", "0xffffffffffffffff", ""},
	"uint64": {"0", "1", "-0", "18446744073709551615", "0b1111", "077"},
	"float32": {"0", "1.5", "-1.5", "3.4028235e38", "3.4028236e38", "1e39", "inf", "-Inf", "Infinity", "+infinity", "nan", "-nan",
		"+NaN", "0x1p-2", "0x1.8p1", "0x1", "1_0.5", "1e", ".", ".5", "5.", "", "infinit", "1e-400"},
	"float64": {"0", "0.5", "1e308", "1e309", "-1e309", "1.7976931348623157e308", "1.7976931348623159e308", "0x1p1024", "0x.8p1",
		"0x_1p2", "1_000.000_1", "1_e5", "1e1_0", "+.5e-3", "e5", "1f", "1d", "0x1P+3", "0x1.p0", "0b1"},
	"duration": {"0", "+0", "-0", "1s", "1m30s", "1h1m1s1ms1us1ns", "", ".5s", "1.s", ".s", "s", "1", "1d", " 1s", "1s ", "-1h", "--1h",
		"2562047h47m16.854775807s", "2562047h47m16.854775808s", "-2562047h47m16.854775808s", "9223372036854775807ns",
		"9223372036854775808ns", "-9223372036854775808ns", "9223372036854.775807ms", "00s", "0.", "1.5.5s", "1e3s", "1_000s",
		"0.100000000000000000000h", "0.3333333333333333333h", "9007199254740993ns", "9223372036s854775808ns", "1µs", "1μs"},
	"ip": {"", "127.0.0.1", "0.0.0.0", " 10.0.0.1 ", "010.0.0.1", "1.2.3", "1.2.3.4.5", "256.1.1.1", "::", "::1", "fe80::1%eth0",
		"1::2::3", "2001:db8::ff00:42:8329", "::ffff:10.0.0.1", "::ffff:10.0.0.01", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8",
		"1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:7:1.2.3.4", "12345::", "1.2.3.4::", "::1.2.3.4:5", ":::", ":", "[::1]",
		"::g", "\u00a0::1", "1.2.3.4\n", "1..2.3", ".1.2.3", "1.2.3.", "0x7f.0.0.1", "1.2.3.04", "0000:0::1", "::%"},
	"stringSlice": {"", "a", "a,b", `"a,b",c`, `"a`, `a"b`, `""`, `"",""`, ",", "a,,b", "\n", "\na", "a\nb", "a\r\nb", "a\r", "a\rb", "\r",
		"\"a\"\r", "\"a\r\nb\"", `"a""b"`, `"a" ,b`, ` "a"`, `"a"x`, "#a", "\r\n", "\r\r\n", "a,\n", "\"a\n", "\"\"\"\"", "a,\"b\nc\",d", "\n\r"},
	"stringArray":     {"", "a", "a,b", `"a,b"`},
	"int32Slice":      {"", "1", "1,2", "1, 2", "0x10,-1", "2147483648", "1,,2", ",", "1_0"},
	"stringToString":  {"", "a", "a=b", "a=b,c=d", `"a=b"`, `"a=b,c=d"`, "a=b,c", "=", "a=b=c", "a==", `"a=b",c=d`, "a=b,", `a="b,c=d`, "a=b\nc=d"},
	"mapStringString": {"a=b", "a=b,c=d", "a", "", ",", "=", "a=b=c", " a = b "},
	"mapStringBool":   {"a=true", "a=b", "a", "", ",", "a=true,b=false", "a= true ", "=t", "a=true,", "a=t=f"},
	"namedCertKey":    {"a,b", "a,b:c", "a,b:", "a", "", "a,b,c", "a,b:c,d", ":", " a , b : c ", "a,b: ", "a:b,c", "a,b::"},
	"portRange": {"", "80", "30000-32767", "30000+10", "1-2-3", "1+2-3", "2-1", "65536", "-1", "1-65536", " 1-2 ", "1 - 2", "65535+1", "a-b",
		"0-0", "+1", "1+-1", "1++1", "01-02", "1-"},
	"Level":         {"0", "4", "-1", "+1", "2147483647", "2147483648", "04", "", "0x4", "1_0", "4.0"},
	"pattern=N,...": {"", "a=1", "a=1,b=2", "a", "a=", "=1", "a=x", "a=-1", "a=1,", "a=1=2", "a*=2147483648", "a=+1", "a= 1"},
}
