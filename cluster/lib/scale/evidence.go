package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// The kinds of clusters: how many of its nodes have evidence that differs.
const (
	identical = "identical"
	ten       = "ten"
	different = "different"
)

// What differs from one node to another: its own address, among the arguments of its API server.
const (
	documentAddress = "192.0.2.11"
	nodeDigits      = 5
)

func nodeName(index int) string { return fmt.Sprintf("node-%0*d", nodeDigits, index) }

// Nodes have their own addresses on loopback, by which their logs are told apart.
func loopback(index int) string { return fmt.Sprintf("127.1.%d.%d", index/250, index%250+1) }

func indexOf(loopback string) (int, error) {
	parts := strings.Split(loopback, ".")
	if len(parts) != 4 || parts[0] != "127" || parts[1] != "1" {
		return 0, fmt.Errorf("%s is no node's address", loopback)
	}
	high, _ := strconv.Atoi(parts[2])
	low, _ := strconv.Atoi(parts[3])
	return high*250 + low - 1, nil
}

// variants of evidence; 0 for as many as there are nodes.
func variants(kind string) (int, error) {
	switch kind {
	case identical:
		return 1, nil
	case ten:
		return 10, nil
	case different:
		return 0, nil
	default:
		return 0, fmt.Errorf("-kind: %q is none of %s, %s, %s", kind, identical, ten, different)
	}
}

// What a node's pod writes: the document with the address of the node's variant. The stage of KWOK does the same.
func evidenceOf(document, kind string, node int) (string, error) {
	many, err := variants(kind)
	if err != nil {
		return "", err
	}
	if many > 0 {
		node %= many
	}
	return strings.ReplaceAll(document, documentAddress, fmt.Sprintf("10.0.%d.%d", node/256, node%256)), nil
}

func readDocument(file string) (string, error) {
	bytes, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	document := strings.TrimRight(string(bytes), "\n")
	if strings.ContainsAny(document, "`\n") || !strings.Contains(document, documentAddress) {
		return "", fmt.Errorf("%s is not one line of evidence with the address %s", file, documentAddress)
	}
	return document, nil
}
