package node

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// container is one container of a pod. Its fields from state on are guarded by the pod's mutex.
type container struct {
	pod  *pod
	spec *corev1.Container
	init bool

	state    corev1.ContainerState
	last     corev1.ContainerState
	restarts int32
	ready    bool
	started  bool
	runs     int      // how often it was started; names the log files
	process  *process // of the newest run
}

// The kubelet's pauses before it starts a failed container again, and after which time of running they begin anew.
const (
	firstPause   = 10 * time.Second
	longestPause = 5 * time.Minute
	healthyAfter = 10 * time.Minute
)

// run keeps a container running as its restart policy says. It returns false when the container ended without success
// and will not be started again.
func (c *container) run(ctx context.Context) bool {
	pause := time.Duration(0)
	for ctx.Err() == nil {
		entry, ok := c.pull(ctx)
		if !ok {
			return false
		}
		process := c.start(ctx, entry)
		if process == nil {
			return false
		}
		c.accompany(ctx, process)
		code, ran := process.exitCode, time.Since(process.started)
		if ctx.Err() != nil {
			return code == 0
		}
		policy := c.pod.spec().Spec.RestartPolicy
		if c.init && policy == corev1.RestartPolicyAlways {
			policy = corev1.RestartPolicyOnFailure
		}
		if policy == corev1.RestartPolicyNever || policy == corev1.RestartPolicyOnFailure && code == 0 {
			return code == 0
		}
		// As the kubelet does: at once after the first failure, then with ever longer pauses.
		if ran > healthyAfter {
			pause = 0
		}
		if pause > 0 && !c.backOff(ctx, pause) {
			return false
		}
		pause = min(max(2*pause, firstPause), longestPause)
	}
	return false
}

// pull waits until there is a program for the image, which for an unknown image is never.
func (c *container) pull(ctx context.Context) (*image, bool) {
	name := c.spec.Image
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		entry, err := c.pod.node.images.find(name)
		if err == nil {
			c.event(corev1.EventTypeNormal, "Pulled", "Container image %q already present on machine", name)
			return entry, true
		}
		c.event(corev1.EventTypeNormal, "Pulling", "Pulling image %q", name)
		c.event(corev1.EventTypeWarning, "Failed", "Failed to pull image %q: %s", name, err)
		c.event(corev1.EventTypeWarning, "Failed", "Error: ErrImagePull")
		c.waiting("ErrImagePull", err.Error())
		if !sleep(ctx, time.Second) {
			return nil, false
		}
		c.event(corev1.EventTypeNormal, "BackOff", "Back-off pulling image %q", name)
		c.event(corev1.EventTypeWarning, "Failed", "Error: ImagePullBackOff")
		c.waiting("ImagePullBackOff", fmt.Sprintf("Back-off pulling image %q: ErrImagePull: %s", name, err))
		if !sleep(ctx, pause) {
			return nil, false
		}
	}
}

// start tries until the container could be started; nil when ctx ended first.
func (c *container) start(ctx context.Context, entry *image) *process {
	for {
		process, reason, err := c.try(ctx, entry)
		if err == nil {
			return process
		}
		c.event(corev1.EventTypeWarning, "Failed", "Error: %s", err)
		c.waiting(reason, err.Error())
		if !sleep(ctx, 2*time.Second) {
			return nil
		}
	}
}

func (c *container) try(ctx context.Context, entry *image) (*process, string, error) {
	mounted, err := mounts(c.spec, c.pod.folders)
	if err != nil {
		return nil, "CreateContainerConfigError", err
	}
	command, environment, err := c.pod.command(entry, c.spec)
	if err != nil {
		return nil, "CreateContainerError", err
	}
	directory := filepath.Join(c.pod.directory, c.spec.Name)
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return nil, "CreateContainerError", err
	}
	log, err := newLogFile(c.logPath(c.runs))
	if err != nil {
		return nil, "CreateContainerError", err
	}
	c.event(corev1.EventTypeNormal, "Created", "Created container: %s", c.spec.Name)

	process, err := c.launch(ctx, processOptions{
		command: command, environment: environment, mounts: mounted, directory: directory, log: log,
	})
	if err != nil {
		log.Close()
		return nil, "CreateContainerError", err
	}
	c.event(corev1.EventTypeNormal, "Started", "Started container %s", c.spec.Name)
	return process, "", nil
}

// launch starts a process and notes it, both under the mutex: a pod that is being deleted either sees the process and
// ends it, or none is started any more.
func (c *container) launch(ctx context.Context, options processOptions) (*process, error) {
	c.pod.mutex.Lock()
	defer c.pod.mutex.Unlock()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	process, err := startProcess(options)
	if err != nil {
		return nil, err
	}
	if c.runs > 0 {
		c.restarts++
	}
	c.runs++
	c.process = process
	c.state = corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: metav1.NewTime(process.started)}}
	c.pod.changed()
	return process, nil
}

// accompany probes a process until it ends, and then notes how it ended.
func (c *container) accompany(ctx context.Context, process *process) {
	probing, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() { <-process.exited; cancel() }()
	go c.probe(probing, process)

	<-process.exited
	c.pod.mutex.Lock()
	defer c.pod.mutex.Unlock()
	ended := &corev1.ContainerStateTerminated{
		ExitCode:    process.exitCode,
		Reason:      "Error",
		StartedAt:   metav1.NewTime(process.started),
		FinishedAt:  metav1.Now(),
		ContainerID: c.id(c.runs - 1),
	}
	switch process.exitCode {
	case 0:
		ended.Reason = "Completed"
	case startFailed:
		ended.Reason = "StartError"
		ended.Message = lastLines(c.logPath(c.runs - 1))
	}
	if process.exitCode != 0 && c.spec.TerminationMessagePolicy == corev1.TerminationMessageFallbackToLogsOnError {
		ended.Message = lastLines(c.logPath(c.runs - 1))
	}
	c.state = corev1.ContainerState{Terminated: ended}
	c.last = c.state
	c.ready, c.started = false, false
	c.pod.changed()
}

func (c *container) probe(ctx context.Context, process *process) {
	prober := prober{container: c.spec, port: c.pod.port}
	failing := func(kind string) func(error) {
		return func(err error) { c.event(corev1.EventTypeWarning, "Unhealthy", "%s probe failed: %s", kind, err) }
	}
	kill := func(kind string) {
		c.event(corev1.EventTypeNormal, "Killing", "Container %s failed %s probe, will be restarted", c.spec.Name, kind)
		process.stop(gracePeriod(c.pod.spec()))
	}
	if probe := c.spec.StartupProbe; probe != nil && !prober.hold(ctx, probe, true, failing("Startup")) {
		kill("startup")
		return
	}
	c.set(func() { c.started = true })
	if probe := c.spec.LivenessProbe; probe != nil {
		go func() {
			if !prober.hold(ctx, probe, false, failing("Liveness")) {
				kill("liveness")
			}
		}()
	}
	if probe := c.spec.ReadinessProbe; probe != nil {
		prober.watch(ctx, probe, func(ok bool) { c.set(func() { c.ready = ok && ctx.Err() == nil }) }, failing("Readiness"))
	} else {
		c.set(func() { c.ready = ctx.Err() == nil })
	}
}

// backOff waits before the next start, visibly.
func (c *container) backOff(ctx context.Context, pause time.Duration) bool {
	pod := c.pod.spec()
	c.event(corev1.EventTypeWarning, "BackOff", "Back-off restarting failed container %s in pod %s_%s(%s)",
		c.spec.Name, pod.Name, pod.Namespace, pod.UID)
	c.waiting("CrashLoopBackOff", fmt.Sprintf("back-off %s restarting failed container=%s pod=%s_%s(%s)",
		pause, c.spec.Name, pod.Name, pod.Namespace, pod.UID))
	return sleep(ctx, pause)
}

func (c *container) waiting(reason, message string) {
	c.set(func() {
		c.state = corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: reason, Message: message}}
	})
}

func (c *container) set(change func()) {
	c.pod.mutex.Lock()
	defer c.pod.mutex.Unlock()
	change()
	c.pod.changed()
}

// logPath names the log of a run. The file of the run before stays for "previous"; older ones are overwritten.
func (c *container) logPath(run int) string {
	return filepath.Join(c.pod.directory, fmt.Sprintf("%s.%d.log", c.spec.Name, run%2))
}

func (c *container) id(run int) string {
	return fmt.Sprintf("process://%s/%s/%d", c.pod.uid, c.spec.Name, run)
}

func (c *container) event(kind, reason, format string, words ...any) {
	field := "spec.containers{" + c.spec.Name + "}"
	if c.init {
		field = "spec.initContainers{" + c.spec.Name + "}"
	}
	c.pod.node.events.record(c.pod.spec(), field, kind, reason, fmt.Sprintf(format, words...))
}

// status is what the API shows. The pod's mutex is held.
func (c *container) status() corev1.ContainerStatus {
	started := c.started
	status := corev1.ContainerStatus{
		Name:         c.spec.Name,
		Image:        c.spec.Image,
		State:        c.state,
		Ready:        c.ready,
		Started:      &started,
		RestartCount: c.restarts,
	}
	if c.state.Terminated == nil { // a terminated state is shown as last once there is a newer one
		status.LastTerminationState = c.last
	}
	if c.runs > 0 {
		status.ContainerID = c.id(c.runs - 1)
		status.ImageID = "process://" + imageName(c.spec.Image)
	}
	if c.init {
		status.Ready = c.state.Terminated != nil && c.state.Terminated.ExitCode == 0
	}
	return status
}
