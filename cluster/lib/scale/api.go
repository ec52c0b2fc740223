package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync"
)

// A client of the API server, by plain HTTP.
type api struct {
	server, token string
	http          *http.Client
}

type access struct{ server, ca, token *string }

func accessFlags(set *flag.FlagSet) access {
	return access{
		server: set.String("server", "", "URL of the API server"),
		ca:     set.String("ca", "", "file with the certificate that signed its own"),
		token:  set.String("token", "", "bearer token"),
	}
}

func (a access) connect() (*api, error) {
	pem, err := os.ReadFile(*a.ca)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s has no certificate", *a.ca)
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, ForceAttemptHTTP2: true}
	return &api{server: *a.server, token: *a.token, http: &http.Client{Transport: transport}}, nil
}

type refusal struct {
	code int
	body string
}

func (r refusal) Error() string { return fmt.Sprintf("HTTP %d: %s", r.code, r.body) }

// Sends a request; the caller closes the answer's body.
func (a *api) open(ctx context.Context, method, path string, body any) (*http.Response, error) {
	var content io.Reader
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		content = bytes.NewReader(encoded)
	}
	request, err := http.NewRequestWithContext(ctx, method, a.server+path, content)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+a.token)
	request.Header.Set("Content-Type", "application/json")
	response, err := a.http.Do(request)
	if err != nil {
		return nil, err
	}
	if response.StatusCode >= 300 {
		text, _ := io.ReadAll(io.LimitReader(response.Body, 2000))
		response.Body.Close()
		return nil, refusal{response.StatusCode, string(text)}
	}
	return response, nil
}

func (a *api) do(method, path string, body, answer any) error {
	response, err := a.open(context.Background(), method, path, body)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if answer == nil {
		_, err = io.Copy(io.Discard, response.Body)
		return err
	}
	return json.NewDecoder(response.Body).Decode(answer)
}

// Does something for 0 to n-1, some at a time; the first error that there was.
func inParallel(n, atATime int, what func(index int) error) error {
	var group sync.WaitGroup
	next, errors := make(chan int), make(chan error, n)
	for range atATime {
		group.Add(1)
		go func() {
			defer group.Done()
			for index := range next {
				if err := what(index); err != nil {
					errors <- err
				}
			}
		}()
	}
	for index := range n {
		next <- index
	}
	close(next)
	group.Wait()
	close(errors)
	return <-errors
}

type object = map[string]any

func createNodes(arguments []string) error {
	set := flags("nodes")
	to := accessFlags(set)
	many, port := set.Int("nodes", 0, "how many"), set.Int("port", 0, "of every kubelet")
	version := set.String("version", "", "of every kubelet")
	_ = set.Parse(arguments)
	client, err := to.connect()
	if err != nil {
		return err
	}
	return inParallel(*many, 8, func(index int) error {
		return client.do("POST", "/api/v1/nodes", node(index, *port, *version), nil)
	})
}

// A worker's object as its kubelet writes it, with nothing that changes.
func node(index, port int, version string) object {
	name := nodeName(index)
	resources := object{"cpu": "32", "memory": "64Gi", "pods": "110", "ephemeral-storage": "100Gi"}
	return object{
		"apiVersion": "v1",
		"kind":       "Node",
		"metadata": object{"name": name, "labels": object{
			"kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64", "kubernetes.io/hostname": name}},
		"status": object{
			"capacity":        resources,
			"allocatable":     resources,
			"conditions":      []object{{"type": "Ready", "status": "True", "reason": "KubeletReady", "message": "kubelet is posting ready status"}},
			"addresses":       []object{{"type": "InternalIP", "address": loopback(index)}, {"type": "Hostname", "address": name}},
			"daemonEndpoints": object{"kubeletEndpoint": object{"Port": port}},
			"nodeInfo": object{
				"kubeletVersion": version, "containerRuntimeVersion": "containerd://2.0.0", "osImage": "Debian GNU/Linux 12 (bookworm)",
				"architecture": "amd64", "operatingSystem": "linux", "kernelVersion": "6.1.0", "kubeProxyVersion": "",
				"machineID": "", "bootID": "", "systemUUID": ""},
		},
	}
}
