package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// takeState makes the state folder ours and clears it of the last start. The lock goes with the process, however it
// ends, so a folder is never locked by a cluster that is not there.
func (o *startOptions) takeState() (release func(), err error) {
	if err := os.MkdirAll(o.state, 0o700); err != nil {
		return nil, fmt.Errorf("make the state folder: %w", err)
	}
	if err := os.Chmod(o.state, 0o700); err != nil { // it may have been there with other rights
		return nil, fmt.Errorf("make the state folder private: %w", err)
	}
	lock, err := os.OpenFile(filepath.Join(o.state, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the lock of the state folder: %w", err)
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		lock.Close()
		return nil, fmt.Errorf("another cluster runs in %s: %w", o.state, err)
	}
	if err := o.clearState(); err != nil {
		lock.Close()
		return nil, err
	}
	pid := filepath.Join(o.state, "pid")
	if err := os.WriteFile(pid, []byte(strconv.Itoa(os.Getpid())), 0o600); err != nil {
		return nil, fmt.Errorf("write the process number: %w", err)
	}
	return func() {
		os.Remove(filepath.Join(o.state, "ready.json"))
		os.Remove(pid)
		lock.Close()
	}, nil
}

func (o *startOptions) clearState() error {
	removeSockets(o.state)
	stale, err := filepath.Glob(filepath.Join(o.state, "*.kubeconfig")) // their tokens are no longer good
	if err != nil {
		return fmt.Errorf("find the last start's kubeconfigs: %w", err)
	}
	for _, name := range []string{"ready.json", "pods", "certificates"} {
		stale = append(stale, filepath.Join(o.state, name))
	}
	if !o.keep {
		stale = append(stale, filepath.Join(o.state, "etcd"))
	}
	for _, path := range stale {
		if err := os.RemoveAll(path); err != nil {
			return fmt.Errorf("clear the state folder: %w", err)
		}
	}
	return nil
}

// makeSockets makes the folder for etcd's sockets. It is not in the state folder, whose name may be too long for them;
// a link in there lets the next start find and remove what a killed cluster left.
func makeSockets(state string) (string, error) {
	sockets, err := os.MkdirTemp("", "kserve-cluster-")
	if err != nil {
		return "", fmt.Errorf("make a folder for sockets: %w", err)
	}
	if err := os.Symlink(sockets, filepath.Join(state, "sockets")); err != nil {
		return "", fmt.Errorf("link the folder for sockets: %w", err)
	}
	return sockets, nil
}

func removeSockets(state string) {
	link := filepath.Join(state, "sockets")
	sockets, err := os.Readlink(link)
	if err != nil {
		return
	}
	if strings.HasPrefix(filepath.Base(sockets), "kserve-cluster-") { // and nothing else, whatever the link says
		os.RemoveAll(sockets)
	}
	os.Remove(link)
}

// writeReady tells cluster.mjs that the cluster can be used, and where it is.
func (o *startOptions) writeReady(server string) error {
	data, err := json.Marshal(map[string]any{
		"kubeconfig":      filepath.Join(o.state, "notebook.kubeconfig"),
		"adminKubeconfig": filepath.Join(o.state, adminKubeconfig),
		"namespace":       o.namespace,
		"server":          server,
		"pid":             os.Getpid(),
	})
	if err != nil {
		return fmt.Errorf("encode ready.json: %w", err)
	}
	file := filepath.Join(o.state, "ready.json")
	if err := os.WriteFile(file+".new", data, 0o600); err != nil {
		return fmt.Errorf("write ready.json: %w", err)
	}
	return os.Rename(file+".new", file) // never half a file
}

// waitForEnd returns when a process has ended, or ctx has.
func waitForEnd(ctx context.Context, pid int) {
	for syscall.Kill(pid, 0) == nil || syscall.Kill(pid, 0) == syscall.EPERM {
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Second):
		}
	}
}
