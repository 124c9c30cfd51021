package node

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// untilReady is how often a container that is not ready yet is asked. The kubelet keeps to the probe's period, ten
// seconds when none is set, which would be most of the time of a test.
const untilReady = 250 * time.Millisecond

// prober asks one container. All it needs from the pod is what the ports became.
type prober struct {
	container *corev1.Container
	port      func(int32) (int32, bool)
}

// check runs a probe once. A nil error is success.
func (p prober) check(ctx context.Context, probe *corev1.Probe) error {
	ctx, cancel := context.WithTimeout(ctx, seconds(probe.TimeoutSeconds, 1))
	defer cancel()
	switch {
	case probe.HTTPGet != nil:
		return p.get(ctx, probe.HTTPGet)
	case probe.TCPSocket != nil:
		address, err := p.address(probe.TCPSocket.Port)
		if err != nil {
			return err
		}
		connection, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
		if err != nil {
			return err
		}
		return connection.Close()
	default:
		return nil // exec and gRPC: nothing here can run them, and failing would be wrong more often
	}
}

func (p prober) get(ctx context.Context, get *corev1.HTTPGetAction) error {
	address, err := p.address(get.Port)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+get.Path, nil)
	if err != nil {
		return err
	}
	for _, header := range get.HTTPHeaders {
		request.Header.Set(header.Name, header.Value)
	}
	request.Header.Set("User-Agent", "kube-probe/1.34")
	request.Close = true
	response, err := probeClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, 10<<10)) // only the status counts
	if response.StatusCode < 200 || response.StatusCode >= 400 {
		return fmt.Errorf("HTTP probe failed with statuscode: %d", response.StatusCode)
	}
	return nil
}

// A proxy of the environment must not be asked for 127.0.0.1.
var probeClient = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}

func (p prober) address(port intstr.IntOrString) (string, error) {
	number := port.IntVal
	if port.Type == intstr.String {
		for _, declared := range p.container.Ports {
			if declared.Name == port.StrVal {
				number = declared.ContainerPort
			}
		}
	}
	real, ok := p.port(number)
	if !ok {
		return "", fmt.Errorf("dial tcp 127.0.0.1:%s: connect: connection refused", port.String())
	}
	return fmt.Sprintf("127.0.0.1:%d", real), nil
}

// watch runs a probe until ctx ends and reports every change: first to success, later to failure after as many
// failures as the probe allows. failing is called for each failed try, at most once a period.
func (p prober) watch(ctx context.Context, probe *corev1.Probe, changed func(ok bool), failing func(error)) {
	period := seconds(probe.PeriodSeconds, 10)
	if !sleep(ctx, seconds(probe.InitialDelaySeconds, 0)) {
		return
	}
	ok, successes, failures := false, int32(0), int32(0)
	var told time.Time
	for {
		err := p.check(ctx, probe)
		if ctx.Err() != nil {
			return
		}
		if err == nil {
			successes, failures = successes+1, 0
			if !ok && successes >= max(probe.SuccessThreshold, 1) {
				ok = true
				changed(true)
			}
		} else {
			successes, failures = 0, failures+1
			if time.Since(told) >= period {
				told = time.Now()
				failing(err)
			}
			threshold := probe.FailureThreshold
			if threshold == 0 {
				threshold = 3
			}
			if ok && failures >= threshold {
				ok = false
				changed(false)
			}
		}
		wait := period
		if !ok {
			wait = min(period, untilReady)
		}
		if !sleep(ctx, wait) {
			return
		}
	}
}

// hold runs a liveness or startup probe with the probe's own period and returns when it has failed as often as it may
// (false), or when ctx ends or, if once is set, at the first success (true).
func (p prober) hold(ctx context.Context, probe *corev1.Probe, once bool, failing func(error)) bool {
	if !sleep(ctx, seconds(probe.InitialDelaySeconds, 0)) {
		return true
	}
	threshold := probe.FailureThreshold
	if threshold == 0 {
		threshold = 3
	}
	for failures := int32(0); ; {
		err := p.check(ctx, probe)
		if ctx.Err() != nil || err == nil && once {
			return true
		}
		if err == nil {
			failures = 0
		} else {
			failing(err)
			if failures++; failures >= threshold {
				return false
			}
		}
		if !sleep(ctx, seconds(probe.PeriodSeconds, 10)) {
			return true
		}
	}
}

func seconds(value, otherwise int32) time.Duration {
	if value == 0 {
		value = otherwise
	}
	return time.Duration(value) * time.Second
}

// sleep is false when ctx ended first.
func sleep(ctx context.Context, duration time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(duration):
		return true
	}
}
