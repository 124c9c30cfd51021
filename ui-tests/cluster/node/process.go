package node

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// process is one run of a container.
type process struct {
	command  *exec.Cmd
	started  time.Time
	exited   chan struct{} // closed when the process has ended and its log is complete
	exitCode int32         // valid after exited
}

type processOptions struct {
	command     []string
	environment []string
	mounts      []mount
	directory   string // working directory of the process, and where its mounts are staged
	log         *logFile
}

// starts runs functions on one thread that never ends: the kernel's signal on the death of a parent is sent when the
// thread that made the process ends, not when the program does.
var starts = func() chan func() {
	work := make(chan func())
	go func() {
		runtime.LockOSThread()
		for one := range work {
			one()
		}
	}()
	return work
}()

func startProcess(o processOptions) (*process, error) {
	stage := o.directory + "/mounts"
	if err := os.MkdirAll(stage, 0o700); err != nil {
		return nil, fmt.Errorf("make the process's folder: %w", err)
	}
	// Nothing of the cluster's environment is passed on: an image would not see it either.
	environment := append([]string{
		"PATH=" + os.Getenv("PATH"),
		"HOME=" + o.directory,
		"TMPDIR=" + o.directory,
		"LANG=C.UTF-8",
		"PYTHONUNBUFFERED=1",
	}, o.environment...)
	command := exec.Command("/bin/sh", append([]string{"-c", mountScript(o.mounts, stage), "sh"}, o.command...)...)
	command.Dir = o.directory
	command.Env = environment
	command.Stdout = o.log
	command.Stderr = o.log
	command.SysProcAttr = isolation()
	command.WaitDelay = time.Second // for children that outlive the process and hold its output open

	failed := make(chan error)
	starts <- func() { failed <- command.Start() }
	if err := <-failed; err != nil {
		if errors.Is(err, syscall.EPERM) && os.Getuid() != 0 {
			err = fmt.Errorf("this machine does not let users make namespaces (kernel.unprivileged_userns_clone, AppArmor): %w", err)
		}
		return nil, fmt.Errorf("start %s: %w", o.command[0], err)
	}
	p := &process{command: command, started: time.Now(), exited: make(chan struct{})}
	go func() {
		_ = command.Wait() // the exit code says it all
		p.signal(syscall.SIGKILL)
		o.log.Close()
		p.exitCode = exitCode(command.ProcessState)
		close(p.exited)
	}()
	return p, nil
}

// signal reaches the process and its children.
func (p *process) signal(signal syscall.Signal) {
	_ = syscall.Kill(-p.command.Process.Pid, signal) // it may have ended
}

// stop asks, waits and then kills.
func (p *process) stop(grace time.Duration) {
	p.signal(syscall.SIGTERM)
	select {
	case <-p.exited:
		return
	case <-time.After(grace):
	}
	p.signal(syscall.SIGKILL)
	<-p.exited
}

// exitCode is 128 plus the signal's number for a process that was killed, as container engines report it.
func exitCode(state *os.ProcessState) int32 {
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int32(status.Signal())
	}
	return int32(state.ExitCode())
}
