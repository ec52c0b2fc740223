package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"strings"
	"time"
)

// Answers as every node's kubelet does when the API server asks it for a log. Which node is asked is in the address.
func serveLogs(arguments []string) error {
	set := flags("logs")
	file, kind := set.String("evidence", "", "the document"), set.String("kind", identical, "of the cluster")
	port := set.Int("port", 0, "of every kubelet")
	_ = set.Parse(arguments)
	document, err := readDocument(*file)
	if err != nil {
		return err
	}
	certificate, err := selfSigned()
	if err != nil {
		return err
	}
	server := &http.Server{
		// All of loopback can only be listened on together with everything else.
		Addr:      fmt.Sprintf("0.0.0.0:%d", *port),
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{certificate}},
		Handler: http.HandlerFunc(func(response http.ResponseWriter, request *http.Request) {
			local := request.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr).IP
			node, err := indexOf(local.String())
			if err != nil || !strings.HasPrefix(request.URL.Path, "/containerLogs/") {
				http.Error(response, "not a log of a node", http.StatusNotFound)
				return
			}
			evidence, err := evidenceOf(document, *kind, node)
			if err != nil {
				http.Error(response, err.Error(), http.StatusInternalServerError)
				return
			}
			response.Header().Set("Content-Type", "text/plain")
			_, _ = io.WriteString(response, evidence+"\n")
		}),
	}
	return server.ListenAndServeTLS("", "")
}

// As a kubelet's own: the API server is not told by whom kubelets' certificates are signed.
func selfSigned() (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, err
}
