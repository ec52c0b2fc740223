// What cluster/scale needs beside Kubernetes and KWOK: nodes, their evidence, a client to compare with, and figures.
package main

import (
	"flag"
	"fmt"
	"net"
	"os"
)

type command struct {
	usage string
	run   func(arguments []string) error
}

var commands map[string]command

// In init, since each command asks here for its own usage.
func init() {
	commands = map[string]command{
		"ports":    {"N: prints N free ports of loopback", ports},
		"stages":   {"-evidence FILE -kind KIND: prints KWOK's configuration", stages},
		"logs":     {"-evidence FILE -kind KIND -port PORT: answers for every node's kubelet", serveLogs},
		"nodes":    {"-server URL -ca FILE -token TOKEN -nodes N: creates nodes", createNodes},
		"scan":     {"…: applies a scan, and writes what it took", measureScan},
		"baseline": {"…: the same Jobs by a trivial client, and writes what they took", measureBaseline},
		"page":     {"-table CSV -page MARKDOWN -images FOLDER: writes table and curves", writePage},
	}
}

func main() {
	if len(os.Args) < 2 {
		fail(fmt.Errorf("usage: scale COMMAND …"))
	}
	chosen, known := commands[os.Args[1]]
	if !known {
		fail(fmt.Errorf("scale: there is no command %q", os.Args[1]))
	}
	if err := chosen.run(os.Args[2:]); err != nil {
		fail(fmt.Errorf("scale %s: %w", os.Args[1], err))
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func flags(name string) *flag.FlagSet {
	set := flag.NewFlagSet(name, flag.ExitOnError)
	set.Usage = func() {
		fmt.Fprintf(os.Stderr, "usage: scale %s %s\n", name, commands[name].usage)
		set.PrintDefaults()
	}
	return set
}

// All at once: a port that was closed again might be given a second time.
func ports(arguments []string) error {
	var wanted int
	if len(arguments) != 1 {
		return fmt.Errorf("how many?")
	}
	if _, err := fmt.Sscan(arguments[0], &wanted); err != nil {
		return err
	}
	for range wanted {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		defer listener.Close()
		fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	}
	return nil
}
