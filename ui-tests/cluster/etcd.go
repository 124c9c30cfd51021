package main

import (
	"context"
	"fmt"
	"net/url"
	"path/filepath"
	"time"

	"go.etcd.io/etcd/server/v3/embed"
)

// startEtcd runs etcd on Unix sockets, which only this user can open, and returns the address for the API server.
// The sockets' folder must have a short name: the kernel takes 107 characters at most.
func startEtcd(ctx context.Context, data, sockets string) (*embed.Etcd, string, error) {
	client := url.URL{Scheme: "unix", Path: filepath.Join(sockets, "etcd.sock")}
	// Peers' and advertised Unix addresses must have a host and a port. There are no peers, but etcd listens for them:
	// the host is a file in the working directory, which start sets to the sockets' folder.
	peer := url.URL{Scheme: "unix", Host: "peer:0"}

	config := embed.NewConfig()
	config.Dir = data
	config.LogLevel = "fatal" // errors come back from here; what it logs beside them is its own end
	config.LogOutputs = []string{"stderr"}
	config.ListenClientUrls = []url.URL{client}
	config.AdvertiseClientUrls = []url.URL{{Scheme: "unix", Host: "client:0"}}
	config.ListenPeerUrls = []url.URL{peer}
	config.AdvertisePeerUrls = []url.URL{peer}
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	// Test data: safe against a crash of this process, which is all that --keep promises, and much faster.
	config.UnsafeNoFsync = true
	// NewConfig leaves it zero, and then every request counts as slow and is logged.
	config.WarningUnaryRequestDuration = 2 * time.Second

	server, err := embed.StartEtcd(config)
	if err != nil {
		return nil, "", fmt.Errorf("start etcd in %s: %w", data, err)
	}
	select {
	case <-server.Server.ReadyNotify():
		return server, client.String(), nil
	case err := <-server.Err():
		return nil, "", fmt.Errorf("etcd in %s stopped while it started: %w", data, err)
	case <-time.After(30 * time.Second):
		server.Close()
		return nil, "", fmt.Errorf("etcd in %s was not ready within 30 seconds", data)
	case <-ctx.Done():
		server.Close()
		return nil, "", ctx.Err()
	}
}
