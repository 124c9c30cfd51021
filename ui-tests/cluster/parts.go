package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// parts are the programs in this process. If one ends, all end.
type parts struct {
	clients, servers         context.Context
	stopClients, stopServers context.CancelFunc
	running, serving         sync.WaitGroup
	ended                    chan error
}

func newParts(ctx context.Context) *parts {
	p := &parts{ended: make(chan error, 16)}
	p.clients, p.stopClients = context.WithCancel(ctx)
	p.servers, p.stopServers = context.WithCancel(context.Background())
	return p
}

func (p *parts) run(name string, program func(context.Context) error) {
	p.running.Go(func() { p.ended <- p.outcome(name, program(p.clients)) })
}

func (p *parts) serve(name string, program func(context.Context) error) {
	p.serving.Go(func() { p.ended <- p.outcome(name, program(p.servers)) })
}

func (p *parts) outcome(name string, err error) error {
	if err == nil {
		err = errors.New("it stopped")
	}
	return fmt.Errorf("%s: %w", name, err)
}

// because prefers the reason why a part ended over what that made fail elsewhere.
func (p *parts) because(err error) error {
	select {
	case reason := <-p.ended:
		return errors.Join(reason, err)
	default:
		return err
	}
}

func (p *parts) wait(ctx context.Context) error {
	select {
	case err := <-p.ended:
		return err
	case <-ctx.Done():
		return nil
	}
}

// stop ends clients, then servers, but waits for none of them longer than a second: the data is not worth more.
func (p *parts) stop() {
	p.stopClients()
	within(time.Second, p.running.Wait)
	p.stopServers()
	within(time.Second, p.serving.Wait)
}

func within(limit time.Duration, wait func()) {
	done := make(chan struct{})
	go func() { wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(limit):
	}
}
