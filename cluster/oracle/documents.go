package main

import (
	"strings"
)

// documentGenerator writes small YAML documents: mostly manifests' own forms, with the corners where parsers differ.
type documentGenerator struct {
	*generator
	out     strings.Builder
	anchors []string
}

func newDocument(g *generator) *documentGenerator {
	return &documentGenerator{generator: g}
}

func (d *documentGenerator) text() string {
	d.out.WriteString(d.pick("", "", "", "", "", "---\n", "# comment\n", "%YAML 1.1\n---\n", "\n", "--- # start\n", "\ufeff"))
	switch d.random.IntN(12) {
	case 0:
		d.out.WriteString(d.inline(2) + "\n")
	case 1:
		d.sequence(0, 3)
	default:
		d.mapping(0, 3)
	}
	d.out.WriteString(d.pick("", "", "", "", "", "...\n", "---\nsecond: true\n", "# end", "\t", " "))
	text := d.out.String()
	if d.oneIn(12) {
		return d.damaged(text)
	}
	return text
}

func (d *documentGenerator) mapping(indent, depth int) {
	for range d.random.IntN(3) + 1 {
		d.indent(indent)
		d.out.WriteString(d.key() + ":")
		d.node(indent, depth-1)
	}
}

func (d *documentGenerator) sequence(indent, depth int) {
	for range d.random.IntN(3) + 1 {
		d.indent(indent)
		d.out.WriteString("-")
		if depth > 0 && d.oneIn(5) {
			d.out.WriteString(" " + d.key() + ": " + d.inline(1) + "\n")
			continue
		}
		d.node(indent, depth-1)
	}
}

// node is what follows a key or a dash, to the end of its lines.
func (d *documentGenerator) node(indent, depth int) {
	if d.oneIn(14) {
		d.out.WriteString(" &" + d.anchor())
	}
	switch choice := d.random.IntN(10); {
	case depth > 0 && choice < 2:
		d.out.WriteString("\n")
		d.mapping(indent+d.step(), depth)
	case depth > 0 && choice < 4:
		d.out.WriteString("\n")
		d.sequence(indent+d.step(), depth)
	case choice == 4:
		d.block(indent)
	default:
		d.out.WriteString(d.pick(" ", " ", " ", "  ") + d.inline(2) + d.pick("", "", "", "", " # comment", "#no comment", " ") + "\n")
	}
}

func (d *documentGenerator) step() int {
	if d.oneIn(15) {
		return d.random.IntN(4)
	}
	return 2
}

func (d *documentGenerator) indent(columns int) {
	d.out.WriteString(strings.Repeat(" ", columns))
}

// block is a literal or folded text.
func (d *documentGenerator) block(indent int) {
	d.out.WriteString(" " + d.pick("|", ">") + d.pick("", "", "-", "+", "1", "2", "2-", "+1") + d.pick("", "", " # c") + "\n")
	for range d.random.IntN(4) {
		d.indent(indent + d.pickInt(1, 2, 2, 2, 3, 4))
		d.out.WriteString(d.pick("text", "more: text", "# no comment", "", " indented", "a\ttab", "- item", "trailing ") + "\n")
		if d.oneIn(6) {
			d.out.WriteString(d.pick("\n", "  \n", "\n\n"))
		}
	}
}

func (d *documentGenerator) pickInt(choices ...int) int {
	return choices[d.random.IntN(len(choices))]
}

func (d *documentGenerator) anchor() string {
	name := d.pick("a", "b", "c")
	d.anchors = append(d.anchors, name)
	return name
}

func (d *documentGenerator) key() string {
	if d.oneIn(12) {
		return d.pick("<<", "1", "true", "null", "~", "yes", `"quoted"`, "'single'", "? a", "0x1", "1.5", "", "&a key", "!!str tagged", "on",
			"*a ", `"a\nb"`, "2001-01-01", "a b", "a#b", "[a]", "{a: b}", "n", "\"\"")
	}
	return d.pick("a", "b", "c", "command", "name", "spec", "kind", "x-y", "x.y/z")
}

// inline is a value that fits on the rest of a line.
func (d *documentGenerator) inline(depth int) string {
	switch choice := d.random.IntN(20); {
	case choice < 2 && depth > 0:
		items := []string{}
		for range d.random.IntN(4) {
			items = append(items, d.inline(depth-1))
		}
		return "[" + strings.Join(items, d.pick(", ", ", ", ",", " , ", ",, ")) + d.pick("", "", ",", " ") + d.pick("]", "]", "]", "]", "")
	case choice < 4 && depth > 0:
		entries := []string{}
		for range d.random.IntN(3) {
			entries = append(entries, d.key()+d.pick(": ", ": ", ": ", ":", " : ")+d.inline(depth-1))
		}
		return "{" + strings.Join(entries, ", ") + d.pick("", "", ",") + "}"
	case choice == 4:
		return d.pick("&a x", "&b 'y'", "*a", "*b", "*c", "&c [1]", "& x", "*")
	case choice == 5:
		return d.pick("!!str 1", "!!int \"1\"", "!local x", "!!binary aGk=", "! x", "!!float 1", "!!null x", "!!bool yes", "!!set {a}")
	case choice < 9:
		return d.quoted()
	}
	return d.pick(plainScalars...)
}

func (d *documentGenerator) quoted() string {
	if d.oneIn(2) {
		return "'" + d.pick("a", "it''s", "", "1", "true", "a\n  b", "a: b", "\\n", "#", " ", "a\n\n b") + "'"
	}
	return `"` + d.pick("a", `\n`, `\t`, `\u00e9`, `\x41`, `\0`, `\\`, `\"`, "", "1", "null", "a\n  b", `a\
   b`, `\q`, `\u12`, "#", ": ", `\N`, `\ud83d\ude00`, `\U0001F600`, "tab\there", `\/`, `\ud800`, `\x7f`, `\a`) + `"`
}

var plainScalars = []string{
	"a", "text with spaces", "--authorization-mode=Node,RBAC", "--v=4", "kube-apiserver", "/etc/kubernetes/pki/ca.crt", "a:b", "a: b", "a#b",
	"a #b", "http://x:80/", "-", "- a", "?", "? a", ":", "::", "@at", "`tick`", "%percent", "a,b", "a]b", "[", "{", "}", ",", "|", ">", "é", "\u00a0",
	"\u2028", "\u0085", "😀", "a\tb", "\ta", "true", "True", "TRUE", "tRue", "false", "yes", "Yes", "YES", "no", "No", "on", "On", "off", "OFF", "y",
	"Y", "n", "N", "null", "Null", "NULL", "~", "", "nil", "0", "1", "-1", "+1", "01", "007", "08", "0o7", "0O7", "-0o7", "0x1F", "0X1f", "-0x1", "0b101", "-0b1",
	"0B1", "1_000", "_1", "1_", "1__0", "1.5", "1.", ".5", "-.5", "+.5", "1e3", "1E3", "1e+3", "1.5e-3", "e3", ".e3", "1.e3", "1e", ".", "..", "...x", "---x", "1.2.3",
	".inf", "-.inf", "+.inf", ".Inf", ".INF", ".iNF", ".nan", ".NaN", ".NAN", "-.nan", "inf", "nan", "NaN", "Infinity", "190:20:30", "1:30", "12:30:45.5", "60:60",
	"2001-12-14", "2001-12-14t21:59:43.10-05:00", "2001-12-14 21:59:43.10 -5", "2001-1-1", "9223372036854775807", "9223372036854775808",
	"18446744073709551615", "18446744073709551616", "-9223372036854775808", "-9223372036854775809", "123456789012345678901234567890",
	"1e400", "0x", "0b", "0o", "0b2", "0xG", "0x1_F", "0_7", "=", "<<", "<", "<<a", "!", "!a", "&", "*", "0.1", "1e-7", "1e21", "1e20", "100000000000000000000.0", "-0", "-0.0",
	"0.0", "+0", "00", "1,000", "12e03", "-2E+05", "0.30000000000000004", "685_230.15", "0b_1", "0x_1", "+0x1", "+0b1", "+0o1", "-_1", "._1", "1._5", "1e_5",
}
