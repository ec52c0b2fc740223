// Package etcdmain is etcd's own, copied beside this file by cluster/releases/build: etcd keeps its flags private.
package etcdmain

import "flag"

// Flags are those of etcd's command.
func Flags() *flag.FlagSet {
	return newConfig().cf.flagSet
}
