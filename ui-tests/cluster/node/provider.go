package node

import (
	"context"
	"errors"
	"io"
	"path/filepath"

	dto "github.com/prometheus/client_model/go"
	"github.com/virtual-kubelet/virtual-kubelet/errdefs"
	"github.com/virtual-kubelet/virtual-kubelet/node/api"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/klog/v2"
	stats "k8s.io/kubelet/pkg/apis/stats/v1alpha1"
)

// provider is what the virtual kubelet library asks for: it watches the API and calls these.
type provider struct{ *Node }

func key(namespace, name string) types.NamespacedName {
	return types.NamespacedName{Namespace: namespace, Name: name}
}

func (n provider) CreatePod(_ context.Context, object *corev1.Pod) error {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	if n.running.Err() != nil {
		return errors.New("the node is stopping")
	}
	p := newPod(n.Node, object, filepath.Join(n.options.Directory, object.Namespace, object.Name+"-"+string(object.UID)))
	// Not the caller's context: that ends with the call.
	ctx, cancel := context.WithCancel(n.running)
	p.cancel = cancel
	n.pods[key(object.Namespace, object.Name)] = p
	go p.run(ctx)
	return nil
}

// UpdatePod is called for changed labels and annotations, and for a new pod of the same name.
func (n provider) UpdatePod(ctx context.Context, object *corev1.Pod) error {
	p := n.find(object.Namespace, object.Name)
	if p == nil || p.uid != object.UID {
		if p != nil {
			n.remove(p)
		}
		return n.CreatePod(ctx, object)
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	object.Status = p.object.Status
	p.object = object
	p.changed()
	return nil
}

// DeletePod ends the pod's processes and then removes it from the API at once, as a kubelet does; the library would
// wait for the whole grace period.
func (n provider) DeletePod(_ context.Context, object *corev1.Pod) error {
	p := n.find(object.Namespace, object.Name)
	if p == nil || p.uid != object.UID {
		return errdefs.NotFound("there is no such pod on this node")
	}
	go func() {
		p.mutex.Lock()
		p.object.DeletionTimestamp, p.object.DeletionGracePeriodSeconds = object.DeletionTimestamp, object.DeletionGracePeriodSeconds
		again := p.deleting
		p.deleting = true
		p.mutex.Unlock()
		if again {
			return
		}
		for _, c := range p.containers {
			c.event(corev1.EventTypeNormal, "Killing", "Stopping container %s", c.spec.Name)
		}
		n.remove(p)
	}()
	return nil
}

// remove ends a pod and forgets it.
func (n *Node) remove(p *pod) {
	object := p.spec()
	p.stop(gracePeriod(object))
	n.notify(p.current())
	n.mutex.Lock()
	if at := key(object.Namespace, object.Name); n.pods[at] == p {
		delete(n.pods, at)
	}
	n.mutex.Unlock()
	if object.DeletionTimestamp == nil {
		return
	}
	options := metav1.NewDeleteOptions(0)
	options.Preconditions = metav1.NewUIDPreconditions(string(p.uid))
	err := n.client.CoreV1().Pods(object.Namespace).Delete(n.running, object.Name, *options)
	if err != nil && !apierrors.IsNotFound(err) && !apierrors.IsConflict(err) && n.running.Err() == nil {
		klog.ErrorS(err, "Remove a pod from the API", "pod", klog.KObj(object))
	}
}

func (n *Node) find(namespace, name string) *pod {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	return n.pods[key(namespace, name)]
}

func (n provider) GetPod(_ context.Context, namespace, name string) (*corev1.Pod, error) {
	p := n.find(namespace, name)
	if p == nil {
		return nil, errdefs.NotFoundf("pod %s/%s is not on this node", namespace, name)
	}
	return p.current(), nil
}

func (n provider) GetPodStatus(ctx context.Context, namespace, name string) (*corev1.PodStatus, error) {
	object, err := n.GetPod(ctx, namespace, name)
	if err != nil {
		return nil, err
	}
	return &object.Status, nil
}

func (n provider) GetPods(context.Context) ([]*corev1.Pod, error) {
	var objects []*corev1.Pod
	for _, p := range n.all() {
		objects = append(objects, p.current())
	}
	return objects, nil
}

func (n provider) NotifyPods(_ context.Context, notify func(*corev1.Pod)) {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	n.notification = notify
}

// What follows is served by server.go or not at all; the library's interface wants it.

var errNotHere = errors.New("pods of this node are plain processes: exec, attach and metrics are not there")

func (n provider) GetContainerLogs(context.Context, string, string, string, api.ContainerLogOpts) (io.ReadCloser, error) {
	return nil, errNotHere
}

func (n provider) RunInContainer(context.Context, string, string, string, []string, api.AttachIO) error {
	return errNotHere
}

func (n provider) AttachToContainer(context.Context, string, string, string, api.AttachIO) error {
	return errNotHere
}

func (n provider) GetStatsSummary(context.Context) (*stats.Summary, error) { return nil, errNotHere }

func (n provider) GetMetricsResource(context.Context) ([]*dto.MetricFamily, error) {
	return nil, errNotHere
}

func (n provider) PortForward(context.Context, string, string, int32, io.ReadWriteCloser) error {
	return errNotHere
}
