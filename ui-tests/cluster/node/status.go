package node

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// changed asks for the status to be sent; many changes may be one. The mutex is held, so that a sender sees the change.
func (p *pod) changed() {
	select {
	case p.dirty <- struct{}{}:
	default:
	}
}

// report sends the status whenever it has changed, until the pod has ended.
func (p *pod) report(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-p.dirty:
			p.node.notify(p.current())
		}
	}
}

// current is the pod as the API should show it.
func (p *pod) current() *corev1.Pod {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	pod := p.object.DeepCopy()
	status := &pod.Status
	started := metav1.NewTime(p.started)
	status.StartTime = &started
	status.HostIP, status.HostIPs = "127.0.0.1", []corev1.HostIP{{IP: "127.0.0.1"}}
	status.PodIP, status.PodIPs = "127.0.0.1", []corev1.PodIP{{IP: "127.0.0.1"}}
	status.Reason, status.Message = "", ""
	status.InitContainerStatuses, status.ContainerStatuses = nil, nil
	for _, c := range p.initContainers {
		status.InitContainerStatuses = append(status.InitContainerStatuses, c.status())
	}
	ready, ran := true, false
	for _, c := range p.containers {
		status.ContainerStatuses = append(status.ContainerStatuses, c.status())
		ready = ready && c.ready
		ran = ran || c.runs > 0
	}
	status.Phase = p.phase(ran)

	reason, message := "", ""
	if !ready {
		reason, message = "ContainersNotReady", "containers with unready status: "+p.unready()
	}
	p.condition(status, corev1.PodReadyToStartContainers, p.folders != nil, "", "")
	p.condition(status, corev1.PodInitialized, p.initialized, "", "")
	p.condition(status, corev1.ContainersReady, ready, reason, message)
	p.condition(status, corev1.PodReady, ready, reason, message)
	p.object.Status.Conditions = status.Conditions // for the times of the next changes
	return pod
}

func (p *pod) phase(ran bool) corev1.PodPhase {
	switch {
	case p.finished && p.failed:
		return corev1.PodFailed
	case p.finished:
		return corev1.PodSucceeded
	case ran:
		return corev1.PodRunning
	default:
		return corev1.PodPending
	}
}

func (p *pod) unready() string {
	names := "["
	for _, c := range p.containers {
		if !c.ready {
			if len(names) > 1 {
				names += " "
			}
			names += c.spec.Name
		}
	}
	return names + "]"
}

// condition sets a condition and keeps the time of its last change.
func (p *pod) condition(status *corev1.PodStatus, kind corev1.PodConditionType, holds bool, reason, message string) {
	value := corev1.ConditionFalse
	if holds {
		value = corev1.ConditionTrue
	}
	for i := range status.Conditions {
		condition := &status.Conditions[i]
		if condition.Type == kind {
			if condition.Status != value {
				condition.LastTransitionTime = metav1.Now()
			}
			condition.Status, condition.Reason, condition.Message = value, reason, message
			return
		}
	}
	status.Conditions = append(status.Conditions, corev1.PodCondition{
		Type: kind, Status: value, Reason: reason, Message: message, LastTransitionTime: metav1.Now(),
	})
}
