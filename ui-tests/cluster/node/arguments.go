package node

import (
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// ports maps the ports that a container believes to have to free ones of 127.0.0.1: all pods share one network here.
type ports map[int32]int32

// real returns the free port that stands for a container's port and finds one the first time.
func (p ports) real(port int32) (int32, error) {
	if free, ok := p[port]; ok {
		return free, nil
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("find a free port for port %d of the container: %w", port, err)
	}
	defer listener.Close()
	p[port] = int32(listener.Addr().(*net.TCPAddr).Port)
	return p[port], nil
}

// rewriteFlags replaces the ports in arguments such as --http_port=8080 and --http_port 8080.
func rewriteFlags(arguments, flags []string, ports ports) ([]string, error) {
	rewritten := slices.Clone(arguments)
	for i := range rewritten {
		flag, value, joined := strings.Cut(rewritten[i], "=")
		if !slices.Contains(flags, flag) {
			continue
		}
		at := i
		if !joined {
			if at++; at == len(rewritten) {
				break // the program will say what is missing
			}
			value = rewritten[at]
		}
		port, err := strconv.ParseInt(value, 10, 32)
		if err != nil {
			continue // the program will say what is wrong
		}
		free, err := ports.real(int32(port))
		if err != nil {
			return nil, err
		}
		rewritten[at] = strconv.Itoa(int(free))
		if joined {
			rewritten[at] = flag + "=" + rewritten[at]
		}
	}
	return rewritten, nil
}

// command builds the local command and environment that stand for a container. It changes ports.
func (i *images) command(entry *image, container *corev1.Container, ports ports) ([]string, []string, error) {
	for _, declared := range container.Ports {
		if _, err := ports.real(declared.ContainerPort); err != nil {
			return nil, nil, err
		}
	}
	var command []string
	for _, word := range entry.Program {
		command = append(command, i.expand(word, modelDirectory(container)))
	}
	if entry.Arguments {
		arguments, err := rewriteFlags(container.Args, entry.Ports.Flags, ports)
		if err != nil {
			return nil, nil, err
		}
		command = append(command, arguments...)
	}

	values := map[string]string{
		// Several predictors share few cores: without it LightGBM's threads wait for each other.
		"OMP_NUM_THREADS": "1",
	}
	for _, variable := range container.Env {
		values[variable.Name] = variable.Value
	}
	for name, value := range entry.Environment {
		values[name] = value
	}
	for name, port := range entry.Ports.Environment {
		if given, err := strconv.ParseInt(values[name], 10, 32); err == nil {
			port = int32(given)
		}
		free, err := ports.real(port)
		if err != nil {
			return nil, nil, err
		}
		values[name] = strconv.Itoa(int(free))
	}
	environment := make([]string, 0, len(values))
	for name, value := range values {
		environment = append(environment, name+"="+value)
	}
	slices.Sort(environment)
	return command, environment, nil
}

// modelDirectory is where the container sees the model.
func modelDirectory(container *corev1.Container) string {
	for _, mount := range container.VolumeMounts {
		if mount.Name == "kserve-pvc-source" {
			return mount.MountPath
		}
	}
	return "/mnt/models"
}
