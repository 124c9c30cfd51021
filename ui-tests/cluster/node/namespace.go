package node

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// isolation gives a process its own view of mounts, and the right to change it when the user is not root. The kernel
// ends the process when the cluster dies, even when it is killed.
func isolation() *syscall.SysProcAttr {
	attributes := &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWNS,
		Pdeathsig:  syscall.SIGKILL,
		Setpgid:    true,
	}
	if user := os.Getuid(); user != 0 {
		attributes.Cloneflags |= syscall.CLONE_NEWUSER
		attributes.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: user, Size: 1}}
		attributes.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	return attributes
}

// startFailed is the exit code with which container engines say that a container could not be started.
const startFailed = 128

// mountScript is run by sh in the new mount namespace: it mounts and then becomes the command in its arguments.
func mountScript(mounts []mount, stage string) string {
	lines := []string{
		fmt.Sprintf(`fail() { echo "cannot start the container: $1" >&2; exit %d; }`, startFailed),
		`mount --make-rprivate / || fail "its mounts cannot be made private"`,
	}
	add := func(message, format string, words ...any) {
		lines = append(lines, fmt.Sprintf(format, words...)+" || fail "+quote(message))
	}
	// All sources are bound to a safe place first: what comes next may hide the folder in which they are.
	for i, m := range mounts {
		place := filepath.Join(stage, fmt.Sprint(i))
		makeTarget := "mkdir -p %s"
		if !isDirectory(m.source) {
			makeTarget = "mkdir -p $(dirname %[1]s) && touch %[1]s"
		}
		add("no place for "+m.target, makeTarget, quote(place))
		add("cannot bind "+m.source, "mount --bind %s %s", quote(m.source), quote(place))
	}
	var covered []string
	for i, m := range mounts {
		directory := isDirectory(m.source)
		if missing, ancestor := mountPoint(m.target, directory); missing {
			// An empty file system in the private view, so that this machine gets no folder that it did not have.
			if ancestor != "/" && !slices.Contains(covered, ancestor) {
				covered = append(covered, ancestor)
				add("cannot cover "+ancestor, "mount -t tmpfs kserve-cluster %s", quote(ancestor))
			}
			if directory {
				add("cannot make "+m.target, "mkdir -p %s", quote(m.target))
			} else {
				add("cannot make "+m.target, "mkdir -p %s && touch %s", quote(filepath.Dir(m.target)), quote(m.target))
			}
		}
		add("cannot mount "+m.target, "mount --bind %s %s", quote(filepath.Join(stage, fmt.Sprint(i))), quote(m.target))
		if m.readOnly {
			add("cannot make read-only "+m.target, "mount -o remount,bind,ro %s", quote(m.target))
		}
	}
	return strings.Join(append(lines, `exec "$@"`), "\n")
}

// mountPoint says whether something to mount on is missing at target, and the nearest folder that is there. A folder
// cannot be mounted on a file, nor a file on a folder.
func mountPoint(target string, directory bool) (missing bool, ancestor string) {
	if info, err := os.Stat(target); err == nil && info.IsDir() == directory {
		return false, ""
	}
	ancestor = filepath.Dir(target)
	for ancestor != "/" && !isDirectory(ancestor) {
		ancestor = filepath.Dir(ancestor)
	}
	return true, ancestor
}

func isDirectory(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// quote makes text one word of a shell command.
func quote(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
