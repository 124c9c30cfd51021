package node

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/kubelet/pkg/cri/streaming/portforward"
)

// handler is the kubelet's HTTP API as far as the API server uses it for logs and port-forward. It is written here
// and not taken from the virtual kubelet library, which cannot tell "tailLines=0" from no limit and does not take
// port-forward over WebSocket.
func (n *Node) handler() http.Handler {
	routes := http.NewServeMux()
	routes.HandleFunc("GET /containerLogs/{namespace}/{pod}/{container}", n.serveLogs)
	routes.HandleFunc("/portForward/{namespace}/{pod}", n.servePortForward)
	routes.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, errNotHere.Error(), http.StatusNotImplemented)
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// The authority signs the administrator's certificate too; users must come through the API server's RBAC.
		if r.TLS == nil || len(r.TLS.PeerCertificates) == 0 || r.TLS.PeerCertificates[0].Subject.CommonName != n.options.Caller {
			http.Error(w, "only the API server may call the node", http.StatusForbidden)
			return
		}
		routes.ServeHTTP(w, r)
	})
}

func (n *Node) serveLogs(w http.ResponseWriter, r *http.Request) {
	options, err := parseLogOptions(r.URL.Query())
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	p := n.find(r.PathValue("namespace"), r.PathValue("pod"))
	if p == nil {
		http.Error(w, fmt.Sprintf("pod %q does not exist", r.PathValue("pod")), http.StatusNotFound)
		return
	}
	c, err := p.container(r.PathValue("container"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	path, ended, err := c.openLog(options.previous)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if err := copyLog(w, path, options, ended, r.Context().Done()); err != nil && r.Context().Err() == nil {
		fmt.Fprintf(w, "the log ends here: %v\n", err)
	}
}

// openLog finds the log of the newest run, or of the one before, and the channel that says that the run has ended.
func (c *container) openLog(previous bool) (string, <-chan struct{}, error) {
	c.pod.mutex.Lock()
	defer c.pod.mutex.Unlock()
	name := c.pod.object.Name
	if c.runs == 0 {
		reason := "unknown"
		if waiting := c.state.Waiting; waiting != nil {
			reason = waiting.Reason
			if reason == "ErrImagePull" || reason == "ImagePullBackOff" {
				reason = "trying and failing to pull image"
			}
		}
		if previous {
			return "", nil, fmt.Errorf("previous terminated container %q in pod %q not found", c.spec.Name, name)
		}
		return "", nil, fmt.Errorf("container %q in pod %q is waiting to start: %s", c.spec.Name, name, reason)
	}
	run, ended := c.runs-1, (<-chan struct{})(c.process.exited)
	if previous && c.state.Running != nil { // between two runs, the newest is the previous one
		if run--; run < 0 {
			return "", nil, fmt.Errorf("previous terminated container %q in pod %q not found", c.spec.Name, name)
		}
		over := make(chan struct{})
		close(over)
		ended = over
	}
	return c.logPath(run), ended, nil
}

const idleForward = 4 * time.Hour // as the kubelet's

func (n *Node) servePortForward(w http.ResponseWriter, r *http.Request) {
	p := n.find(r.PathValue("namespace"), r.PathValue("pod"))
	if p == nil {
		http.Error(w, fmt.Sprintf("pod %q does not exist", r.PathValue("pod")), http.StatusNotFound)
		return
	}
	options, err := portforward.NewV4Options(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	protocols := strings.Split(r.Header.Get("X-Stream-Protocol-Version"), ",")
	if r.Header.Get("X-Stream-Protocol-Version") == "" {
		protocols = portforward.SupportedProtocols
	}
	portforward.ServePortForward(w, r, n, r.PathValue("namespace")+"/"+r.PathValue("pod"), p.uid, options,
		idleForward, 30*time.Second, protocols)
}

// PortForward connects a stream with the port that stands for a port of the pod. Others of this machine's ports are
// not reached.
func (n *Node) PortForward(ctx context.Context, name string, uid types.UID, port int32, stream io.ReadWriteCloser) error {
	defer stream.Close()
	namespace, name, _ := strings.Cut(name, "/")
	p := n.find(namespace, name)
	if p == nil || p.uid != uid {
		return fmt.Errorf("pod %q does not exist", name)
	}
	real, ok := p.port(port)
	if !ok {
		return fmt.Errorf("failed to connect to localhost:%d inside pod %q: connection refused", port, name)
	}
	connection, err := (&net.Dialer{}).DialContext(ctx, "tcp", fmt.Sprintf("127.0.0.1:%d", real))
	if err != nil {
		return fmt.Errorf("failed to connect to localhost:%d inside pod %q: %w", port, name, err)
	}
	defer connection.Close()
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		_, _ = io.Copy(connection, stream) // ends when either side closes
		_ = connection.(*net.TCPConn).CloseWrite()
	}()
	_, err = io.Copy(stream, connection)
	if err != nil && !errors.Is(err, net.ErrClosed) && ctx.Err() == nil {
		return err
	}
	return nil
}

// all returns the pods of this node.
func (n *Node) all() []*pod {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	pods := make([]*pod, 0, len(n.pods))
	for _, p := range n.pods {
		pods = append(pods, p)
	}
	return pods
}

// notify sends a pod's status to the API.
func (n *Node) notify(object *corev1.Pod) {
	n.mutex.Lock()
	notify := n.notification
	n.mutex.Unlock()
	if notify != nil {
		notify(object)
	}
}
