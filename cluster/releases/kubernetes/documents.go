//go:build !proxy

package main

import (
	"reflect"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/apis/apiserver/install"
)

// kinds are the files that the API server refuses to start with when they are of a version that its release doesn't know.
var kinds = []string{"AuthenticationConfiguration", "AuthorizationConfiguration"}

func documents() []document {
	scheme := runtime.NewScheme()
	install.Install(scheme)
	var all []document
	for gvk := range scheme.AllKnownTypes() {
		if !slices.Contains(kinds, gvk.Kind) || gvk.Version == runtime.APIVersionInternal {
			continue
		}
		object, err := scheme.New(gvk)
		must(err)
		one := document{Name: gvk.GroupVersion().String() + " " + gvk.Kind}
		kind := reflect.TypeOf(object).Elem()
		for i := range kind.NumField() {
			if name, _, _ := strings.Cut(kind.Field(i).Tag.Get("json"), ","); name != "" {
				one.Fields = append(one.Fields, name)
			}
		}
		slices.Sort(one.Fields)
		all = append(all, one)
	}
	slices.SortFunc(all, func(a, b document) int { return strings.Compare(a.Name, b.Name) })
	return all
}
