//go:build proxy

package main

import (
	proxy "k8s.io/kubernetes/cmd/kube-proxy/app"
	proxyscheme "k8s.io/kubernetes/pkg/proxy/apis/config/scheme"
)

func init() {
	describers["kube-proxy"] = func() component {
		command := proxy.NewProxyCommand()
		command.InitDefaultHelpFlag()
		return component{
			Flags:          flags(command.Flags()),
			ConfigDefaults: empty(proxyscheme.Codecs, "kubeproxy.config.k8s.io/v1alpha1", "KubeProxyConfiguration"),
		}
	}
}
