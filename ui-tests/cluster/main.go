// Command kserve-cluster is a Kubernetes cluster with KServe in one process, for tests and demonstrations: etcd, the
// Kubernetes API server, its controllers and scheduler, the KServe controller, and a node whose pods are local
// processes. It listens on 127.0.0.1 only. cluster.mjs builds it and is the command that people use.
package main

import (
	"fmt"
	"os"
)

const usage = `Usage: kserve-cluster COMMAND

  start      run the cluster until SIGTERM
  namespace  add a namespace with its volume, runtime and service account to a running cluster
  kubectl    run kubectl (give --kubeconfig yourself)
  manifests  render KServe's manifests from the folder of its Go module

kserve-cluster COMMAND -h lists the options.
`

func main() {
	if len(os.Args) < 2 {
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
	command, arguments := os.Args[1], os.Args[2:]
	var err error
	switch command {
	case "start":
		err = start(arguments)
	case "namespace":
		err = addNamespace(arguments)
	case "kubectl":
		err = kubectl()
	case "manifests":
		err = renderManifests(arguments)
	default:
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "kserve-cluster %s: %v\n", command, err)
		os.Exit(1)
	}
}
