// Package node is a Kubernetes node whose pods are processes of this machine. The virtual kubelet library watches the
// API and writes status; this package runs commands, mounts volumes, probes, and keeps logs as a kubelet would.
package node

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"runtime"
	"strconv"
	"sync"
	"time"

	vknode "github.com/virtual-kubelet/virtual-kubelet/node"
	"github.com/virtual-kubelet/virtual-kubelet/node/nodeutil"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

// Options say where a node listens, who may call it, and what it runs.
type Options struct {
	Name             string
	Address          string // of the kubelet's HTTP API
	Certificate, Key string // files, for that API
	Authority        string // file with the certificate authority of those who may call it
	Caller           string // common name of the one that may: the API server
	Directory        string // for logs and working directories
	Programs         Programs
	Config           *rest.Config
}

// Node is the node.
type Node struct {
	options Options
	client  kubernetes.Interface
	images  *images
	events  *events
	kubelet *nodeutil.Node

	running context.Context // ends with the node, and with it every pod
	stop    context.CancelFunc

	mutex        sync.Mutex
	pods         map[types.NamespacedName]*pod
	notification func(*corev1.Pod)
}

// New makes a node that Run runs.
func New(options Options) (*Node, error) {
	images, err := newImages(options.Programs)
	if err != nil {
		return nil, err
	}
	client, err := kubernetes.NewForConfig(options.Config)
	if err != nil {
		return nil, fmt.Errorf("client of node %q: %w", options.Name, err)
	}
	n := &Node{options: options, client: client, images: images, pods: map[types.NamespacedName]*pod{}}
	n.running, n.stop = context.WithCancel(context.Background())
	n.events = newEvents(client, options.Name)

	object, err := n.object()
	if err != nil {
		return nil, err
	}
	withProvider := func(nodeutil.ProviderConfig) (nodeutil.Provider, vknode.NodeProvider, error) {
		return provider{n}, nil, nil
	}
	withOptions := func(config *nodeutil.NodeConfig) error {
		config.NodeSpec = object
		config.HTTPListenAddr = options.Address
		config.Handler = n.handler()
		config.EventRecorder = quiet{n.events.recorder}
		config.NumWorkers = max(4, runtime.NumCPU())
		return nil
	}
	n.kubelet, err = nodeutil.NewNode(options.Name, withProvider,
		nodeutil.WithClient(client),
		withOptions,
		nodeutil.WithTLSConfig(
			nodeutil.WithKeyPairFromPath(options.Certificate, options.Key),
			nodeutil.WithCAFromPath(options.Authority),
			// Port-forward takes over the connection, which HTTP/2 does not allow.
			func(config *tls.Config) error { config.NextProtos = []string{"http/1.1"}; return nil },
		))
	if err != nil {
		return nil, fmt.Errorf("node %q: %w", options.Name, err)
	}
	return n, nil
}

// Run returns when ctx has ended and no process of a pod is left.
func (n *Node) Run(ctx context.Context) error {
	defer n.endPods()
	return n.kubelet.Run(ctx)
}

// WaitReady returns when pods can be placed on the node.
func (n *Node) WaitReady(ctx context.Context) error {
	if err := n.kubelet.WaitReady(ctx, 0); err != nil {
		return fmt.Errorf("node %q did not become ready: %w", n.options.Name, err)
	}
	return nil
}

// endPods is quick: what the pods still had to say, nobody would read.
func (n *Node) endPods() {
	n.stop()
	var ending sync.WaitGroup
	for _, p := range n.all() {
		ending.Go(func() { p.stop(500 * time.Millisecond) })
	}
	ending.Wait()
	n.events.broadcaster.Shutdown()
}

// object is the node in the API. Its size is made up, and the scheduler keeps to it.
func (n *Node) object() (corev1.Node, error) {
	_, portText, err := net.SplitHostPort(n.options.Address)
	if err != nil {
		return corev1.Node{}, fmt.Errorf("address of node %q: %w", n.options.Name, err)
	}
	port, err := strconv.ParseInt(portText, 10, 32)
	if err != nil {
		return corev1.Node{}, fmt.Errorf("port of node %q: %w", n.options.Name, err)
	}
	size := corev1.ResourceList{
		corev1.ResourceCPU:    resource.MustParse("8"),
		corev1.ResourceMemory: resource.MustParse("32Gi"),
		corev1.ResourcePods:   resource.MustParse("50"),
	}
	now := metav1.Now()
	condition := func(kind corev1.NodeConditionType, status corev1.ConditionStatus, reason string) corev1.NodeCondition {
		return corev1.NodeCondition{Type: kind, Status: status, Reason: reason, LastHeartbeatTime: now, LastTransitionTime: now}
	}
	return corev1.Node{
		ObjectMeta: metav1.ObjectMeta{
			Name: n.options.Name,
			Labels: map[string]string{
				corev1.LabelHostname:   n.options.Name,
				corev1.LabelOSStable:   "linux",
				corev1.LabelArchStable: runtime.GOARCH,
			},
		},
		Status: corev1.NodeStatus{
			Capacity:    size,
			Allocatable: size.DeepCopy(),
			Addresses: []corev1.NodeAddress{
				{Type: corev1.NodeInternalIP, Address: "127.0.0.1"},
				{Type: corev1.NodeHostName, Address: n.options.Name},
			},
			DaemonEndpoints: corev1.NodeDaemonEndpoints{KubeletEndpoint: corev1.DaemonEndpoint{Port: int32(port)}},
			NodeInfo: corev1.NodeSystemInfo{
				KubeletVersion: "v1.34.4", OperatingSystem: "linux", Architecture: runtime.GOARCH,
				ContainerRuntimeVersion: "process://1.0.0",
			},
			Conditions: []corev1.NodeCondition{
				condition(corev1.NodeReady, corev1.ConditionFalse, "KubeletNotReady"),
				condition(corev1.NodeMemoryPressure, corev1.ConditionFalse, "KubeletHasSufficientMemory"),
				condition(corev1.NodeDiskPressure, corev1.ConditionFalse, "KubeletHasNoDiskPressure"),
				condition(corev1.NodePIDPressure, corev1.ConditionFalse, "KubeletHasSufficientPID"),
			},
		},
	}, nil
}
