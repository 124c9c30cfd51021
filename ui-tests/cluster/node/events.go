package node

import (
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
	typedcorev1 "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/tools/record"
	"k8s.io/client-go/tools/reference"
)

// events records events in the words of the kubelet.
type events struct {
	broadcaster record.EventBroadcaster
	recorder    record.EventRecorder
}

func newEvents(client kubernetes.Interface, node string) *events {
	e := &events{broadcaster: record.NewBroadcaster()}
	e.broadcaster.StartRecordingToSink(&typedcorev1.EventSinkImpl{Interface: client.CoreV1().Events("")})
	e.recorder = e.broadcaster.NewRecorder(scheme.Scheme, corev1.EventSource{Component: "kubelet", Host: node})
	return e
}

// record adds an event about a pod, or about the part of it that field names.
func (e *events) record(pod *corev1.Pod, field, kind, reason, message string) {
	about, err := reference.GetReference(scheme.Scheme, pod)
	if err != nil {
		return // a pod from the API always has a reference
	}
	about.FieldPath = field
	e.recorder.Event(about, kind, reason, message)
}

// quiet leaves out the events of the virtual kubelet library about its provider: no real node has them.
type quiet struct{ record.EventRecorder }

func (q quiet) Event(object runtime.Object, kind, reason, message string) {
	if !strings.HasPrefix(reason, "Provider") {
		q.EventRecorder.Event(object, kind, reason, message)
	}
}

func (q quiet) Eventf(object runtime.Object, kind, reason, format string, words ...any) {
	if !strings.HasPrefix(reason, "Provider") {
		q.EventRecorder.Eventf(object, kind, reason, format, words...)
	}
}
