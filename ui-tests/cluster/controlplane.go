package main

import (
	"context"
	"fmt"
	"net"
	"time"

	"github.com/spf13/pflag"
	utilerrors "k8s.io/apimachinery/pkg/util/errors"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	cliflag "k8s.io/component-base/cli/flag"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	apiserveroptions "k8s.io/kubernetes/cmd/kube-apiserver/app/options"
	controllermanager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	controllermanageroptions "k8s.io/kubernetes/cmd/kube-controller-manager/app/options"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	scheduleroptions "k8s.io/kubernetes/cmd/kube-scheduler/app/options"
)

// The controllers that an InferenceService and its tests need. All of them (--controllers=*) take seconds longer
// until a new namespace has its default service account. Those of endpoints are left out because they refuse addresses
// of 127.0.0.1, and would say so in events beside every predictor.
const controllers = "deployment-controller,replicaset-controller,job-controller,ttl-after-finished-controller," +
	"serviceaccount-controller,serviceaccount-token-controller,root-ca-certificate-publisher-controller," +
	"namespace-controller,garbage-collector-controller,pod-garbage-collector-controller," +
	"persistentvolume-binder-controller,persistentvolume-protection-controller," +
	"persistentvolumeclaim-protection-controller,resourcequota-controller,clusterrole-aggregation-controller"

// controlPlane holds the options of the three Kubernetes programs. All are made before any of the programs starts: they
// share feature gates that belong to the process.
type controlPlane struct {
	apiServer         *apiserveroptions.ServerRunOptions
	controllerManager *controllermanageroptions.KubeControllerManagerOptions
	scheduler         *scheduleroptions.Options
}

type controlPlaneFiles struct {
	authority  *authority
	server     keyPair // the API server's own certificate
	kubelet    keyPair // with which the API server calls the node
	signingKey string  // of service-account tokens
	kubeconfig string  // of the administrator
	etcd       string  // address
}

func newControlPlane(files controlPlaneFiles, listener net.Listener) (*controlPlane, error) {
	managerOptions, err := controllermanageroptions.NewKubeControllerManagerOptions()
	if err != nil {
		return nil, fmt.Errorf("options of the controller manager: %w", err)
	}
	// The controller manager changes the default of a gate when it makes its flags, and panics when another program
	// has made flags of the gates before. So it comes first.
	managerFlags := managerOptions.Flags(controllermanager.KnownControllers(), controllermanager.ControllersDisabledByDefault(),
		controllermanager.ControllerAliases())
	managerOptions.ParsedFlags = &managerFlags
	if err := parse("controller manager", managerFlags,
		"--kubeconfig="+files.kubeconfig,
		"--controllers="+controllers,
		"--leader-elect=false",
		"--secure-port=0",
		"--use-service-account-credentials=false",
		"--service-account-private-key-file="+files.signingKey,
		"--root-ca-file="+files.authority.file(),
	); err != nil {
		return nil, err
	}

	plane := &controlPlane{controllerManager: managerOptions, scheduler: scheduleroptions.NewOptions()}
	if err := parse("scheduler", *plane.scheduler.Flags,
		"--kubeconfig="+files.kubeconfig,
		"--leader-elect=false",
		"--secure-port=0",
	); err != nil {
		return nil, err
	}

	plane.apiServer = apiserveroptions.NewServerRunOptions()
	// The listener is handed over, so nobody can take its port between finding a free one and using it.
	plane.apiServer.SecureServing.Listener = listener
	plane.apiServer.SecureServing.BindPort = listener.Addr().(*net.TCPAddr).Port
	if err := parse("API server", plane.apiServer.Flags(),
		"--bind-address=127.0.0.1",
		"--advertise-address=127.0.0.1",
		"--endpoint-reconciler-type=none", // the service "kubernetes" may not point at loopback
		"--etcd-servers="+files.etcd,
		"--authorization-mode=RBAC",
		"--client-ca-file="+files.authority.file(),
		"--tls-cert-file="+files.server.certificate,
		"--tls-private-key-file="+files.server.key,
		"--kubelet-certificate-authority="+files.authority.file(),
		"--kubelet-client-certificate="+files.kubelet.certificate,
		"--kubelet-client-key="+files.kubelet.key,
		"--kubelet-preferred-address-types=InternalIP",
		"--service-account-issuer=https://kubernetes.default.svc.cluster.local",
		"--service-account-key-file="+files.signingKey,
		"--service-account-signing-key-file="+files.signingKey,
		"--service-cluster-ip-range=10.96.0.0/16",
		"--allow-privileged=true",
		// Nothing here takes the taint "not-ready" off a node again: that is the node lifecycle controller's work.
		"--disable-admission-plugins=TaintNodesByCondition",
		"--enable-priority-and-fairness=false",
		"--profiling=false",
	); err != nil {
		return nil, err
	}
	if err := plane.apiServer.GenericServerRunOptions.ComponentGlobalsRegistry.Set(); err != nil {
		return nil, fmt.Errorf("set the feature gates: %w", err)
	}
	return plane, nil
}

// runAPIServer returns when ctx ends. The cobra command is not used: it takes over signals and logging.
func (p *controlPlane) runAPIServer(ctx context.Context) error {
	completed, err := p.apiServer.Complete(ctx)
	if err != nil {
		return fmt.Errorf("complete the options of the API server: %w", err)
	}
	if problems := completed.Validate(); len(problems) > 0 {
		return fmt.Errorf("options of the API server: %w", utilerrors.NewAggregate(problems))
	}
	return apiserver.Run(ctx, completed)
}

func (p *controlPlane) runControllerManager(ctx context.Context) error {
	config, err := p.controllerManager.Config(ctx, controllermanager.KnownControllers(),
		controllermanager.ControllersDisabledByDefault(), controllermanager.ControllerAliases())
	if err != nil {
		return fmt.Errorf("options of the controller manager: %w", err)
	}
	return controllermanager.Run(ctx, config.Complete())
}

func (p *controlPlane) runScheduler(ctx context.Context) error {
	config, scheduling, err := scheduler.Setup(ctx, p.scheduler)
	if err != nil {
		return fmt.Errorf("set up the scheduler: %w", err)
	}
	return scheduler.Run(ctx, config, scheduling)
}

func parse(program string, sets cliflag.NamedFlagSets, arguments ...string) error {
	flags := pflag.NewFlagSet(program, pflag.ContinueOnError)
	for _, set := range sets.FlagSets {
		flags.AddFlagSet(set)
	}
	if err := flags.Parse(arguments); err != nil {
		return fmt.Errorf("flags of the %s: %w", program, err)
	}
	return nil
}

// waitForAPIServer returns once the API server says that it is ready, its default roles included.
func waitForAPIServer(ctx context.Context, config *rest.Config) error {
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return fmt.Errorf("client of the API server: %w", err)
	}
	for {
		_, err := client.Discovery().RESTClient().Get().AbsPath("/readyz").DoRaw(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the API server was not ready in time: %w", err)
		case <-time.After(100 * time.Millisecond):
		}
	}
}
