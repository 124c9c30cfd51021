package node

import (
	"context"
	"fmt"
	"maps"
	"os"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
)

// pod runs one pod of the API.
type pod struct {
	node      *Node
	uid       types.UID
	directory string
	cancel    context.CancelFunc
	done      chan struct{} // closed when all its containers have ended for good
	dirty     chan struct{} // holds one signal: the status is to be sent

	// Written once, before containers start.
	folders map[string]string

	mutex          sync.Mutex
	object         *corev1.Pod
	ports          ports
	initContainers []*container
	containers     []*container
	initialized    bool
	finished       bool // no container will be started again
	failed         bool
	deleting       bool
	started        time.Time
}

func newPod(node *Node, object *corev1.Pod, directory string) *pod {
	p := &pod{
		node: node, uid: object.UID, directory: directory, object: object, ports: ports{}, started: time.Now(),
		done: make(chan struct{}), dirty: make(chan struct{}, 1),
	}
	make := func(specs []corev1.Container, init bool) []*container {
		var containers []*container
		for i := range specs {
			c := &container{pod: p, spec: &specs[i], init: init}
			reason := "ContainerCreating"
			if len(object.Spec.InitContainers) > 0 {
				reason = "PodInitializing"
			}
			c.state.Waiting = &corev1.ContainerStateWaiting{Reason: reason}
			containers = append(containers, c)
		}
		return containers
	}
	copied := object.Spec.DeepCopy() // the object is replaced when labels change; containers cannot change
	p.initContainers, p.containers = make(copied.InitContainers, true), make(copied.Containers, false)
	return p
}

// run returns when the pod has ended or ctx has.
func (p *pod) run(ctx context.Context) {
	defer close(p.done)
	go p.report(ctx)
	p.mutex.Lock()
	p.changed()
	p.mutex.Unlock()

	if err := os.MkdirAll(p.directory, 0o700); err != nil {
		p.node.events.record(p.spec(), "", corev1.EventTypeWarning, "FailedCreatePodSandBox", err.Error())
		return
	}
	if !p.mountVolumes(ctx) {
		return
	}
	succeeded := true
	for _, c := range p.initContainers {
		succeeded = succeeded && c.run(ctx)
	}
	if succeeded {
		p.mutex.Lock()
		p.initialized = true
		p.changed()
		p.mutex.Unlock()
		var running sync.WaitGroup
		outcomes := make(chan bool, len(p.containers))
		for _, c := range p.containers {
			running.Go(func() { outcomes <- c.run(ctx) })
		}
		running.Wait()
		close(outcomes)
		for outcome := range outcomes {
			succeeded = succeeded && outcome
		}
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.finished, p.failed = true, !succeeded
	p.changed()
}

func (p *pod) mountVolumes(ctx context.Context) bool {
	for {
		folders, err := volumes(ctx, p.node.client, p.spec(), p.directory)
		if err == nil {
			p.folders = folders
			return true
		}
		p.node.events.record(p.spec(), "", corev1.EventTypeWarning, "FailedMount", err.Error())
		if !sleep(ctx, 2*time.Second) {
			return false
		}
	}
}

// stop ends the pod's processes and returns when none is left.
func (p *pod) stop(grace time.Duration) {
	p.cancel()
	p.mutex.Lock() // after it, no process can be started any more
	var running []*process
	for _, c := range append(p.initContainers, p.containers...) {
		if c.process != nil {
			running = append(running, c.process)
		}
	}
	p.mutex.Unlock()
	var ending sync.WaitGroup
	for _, process := range running {
		ending.Go(func() { process.stop(grace) })
	}
	ending.Wait()
	<-p.done
}

// command is images.command under the mutex: it may add ports.
func (p *pod) command(entry *image, spec *corev1.Container) ([]string, []string, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	fresh := ports{} // of an earlier run, somebody else may have taken them meanwhile
	command, environment, err := p.node.images.command(entry, spec, fresh)
	maps.Copy(p.ports, fresh)
	return command, environment, err
}

// port is the free port of 127.0.0.1 that stands for a port of the pod.
func (p *pod) port(port int32) (int32, bool) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	real, ok := p.ports[port]
	return real, ok
}

func (p *pod) spec() *corev1.Pod {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.object
}

// container finds a container, or the only one when no name is given.
func (p *pod) container(name string) (*container, error) {
	for _, c := range append(p.initContainers, p.containers...) {
		if c.spec.Name == name || name == "" && len(p.containers) == 1 && !c.init {
			return c, nil
		}
	}
	return nil, fmt.Errorf("container %q not found in pod %q", name, p.object.Name)
}

// longestGrace bounds what a pod may ask for. KServe asks for five minutes, for connections that drain.
const longestGrace = 5 * time.Second

func gracePeriod(pod *corev1.Pod) time.Duration {
	grace := pod.Spec.TerminationGracePeriodSeconds
	if pod.DeletionGracePeriodSeconds != nil {
		grace = pod.DeletionGracePeriodSeconds
	}
	if grace == nil {
		return longestGrace
	}
	return min(time.Duration(*grace)*time.Second, longestGrace)
}
