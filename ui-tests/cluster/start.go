package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"google.golang.org/grpc/grpclog"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
	"k8s.io/klog/v2"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/jupyterlab-kserve/ui-tests/cluster/node"
)

type startOptions struct {
	state, volume, namespace, deploy, manifests string
	programs                                    node.Programs
	keep                                        bool
	owner                                       int
	timeout                                     time.Duration
}

// start is the command "start": it runs until SIGTERM or SIGINT and ends every pod process on its way out.
func start(arguments []string) error {
	var o startOptions
	flags := flag.NewFlagSet("start", flag.ContinueOnError)
	flags.StringVar(&o.state, "state", "", "folder for certificates, tokens, etcd's data and logs; private to the user")
	flags.StringVar(&o.volume, "volume", "", "folder to be the model volume")
	flags.StringVar(&o.namespace, "namespace", "self-healing-platform", "namespace to make")
	flags.StringVar(&o.deploy, "deploy", "", "the repository's deploy folder")
	flags.StringVar(&o.manifests, "manifests", "", "file that the command manifests wrote")
	flags.StringVar(&o.programs.Python, "python", "", "Python with the package jupyterlab_kserve")
	flags.StringVar(&o.programs.MLServerPython, "mlserver-python", "", "Python with the package mlserver")
	flags.BoolVar(&o.keep, "keep", false, "keep the objects of the last start")
	flags.IntVar(&o.owner, "owner", 0, "process to end with; 0 for none")
	flags.DurationVar(&o.timeout, "timeout", 2*time.Minute, "time to become ready")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if o.owner != 0 {
		go func() { waitForEnd(ctx, o.owner); stop() }()
	}
	if err := o.run(ctx); err != nil && ctx.Err() == nil {
		return err
	}
	return nil
}

func (o *startOptions) run(ctx context.Context) error {
	for _, path := range []*string{&o.state, &o.volume, &o.deploy, &o.manifests} {
		if *path == "" {
			return errors.New("--state, --volume, --deploy and --manifests are needed")
		}
		absolute, err := filepath.Abs(*path)
		if err != nil {
			return fmt.Errorf("path %q: %w", *path, err)
		}
		*path = absolute
	}
	if err := os.MkdirAll(o.volume, 0o755); err != nil {
		return fmt.Errorf("make the volume's folder: %w", err)
	}
	release, err := o.takeState()
	if err != nil {
		return err
	}
	defer release()
	sockets, err := makeSockets(o.state)
	if err != nil {
		return err
	}
	defer removeSockets(o.state)
	if err := os.Chdir(sockets); err != nil { // etcd names a socket relative to here
		return fmt.Errorf("enter the folder for sockets: %w", err)
	}

	ctrl.SetLogger(klog.NewKlogr())
	rest.SetDefaultWarningHandler(rest.NoWarnings{})
	// The API server's clients of etcd complain about every connection that ends, and would bury what went wrong.
	grpclog.SetLoggerV2(grpclog.NewLoggerV2(io.Discard, io.Discard, io.Discard))

	authority, err := newAuthority(filepath.Join(o.state, "certificates"))
	if err != nil {
		return err
	}
	etcd, etcdAddress, err := startEtcd(ctx, filepath.Join(o.state, "etcd"), sockets)
	if err != nil {
		return err
	}
	defer within(time.Second, etcd.Close)

	// Ends before etcd does. Clients go before servers, which otherwise wait for them for ten seconds.
	parts := newParts(ctx)
	defer parts.stop()

	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listen for the API server: %w", err)
	}
	config, files, err := o.prepareAccess(authority, listener.Addr().String())
	if err != nil {
		return err
	}
	files.etcd = etcdAddress
	plane, err := newControlPlane(files, listener)
	if err != nil {
		return err
	}
	parts.serve("API server", plane.runAPIServer)

	starting, cancel := context.WithTimeout(parts.clients, o.timeout)
	defer cancel()
	if err := waitForAPIServer(starting, config); err != nil {
		return parts.because(err)
	}
	if err := o.fill(starting, parts, plane, config, authority); err != nil {
		return parts.because(err)
	}
	if err := o.writeReady(config.Host); err != nil {
		return err
	}
	klog.InfoS("Ready", "server", config.Host, "namespace", o.namespace)
	return parts.wait(ctx)
}

// fill starts what works on the API server and makes the project's namespace.
func (o *startOptions) fill(ctx context.Context, parts *parts, plane *controlPlane, config *rest.Config, authority *authority) error {
	cluster, err := client.New(config, client.Options{})
	if err != nil {
		return fmt.Errorf("client of the cluster: %w", err)
	}
	certificate, err := authority.server("node")
	if err != nil {
		return err
	}
	address, err := freeAddress()
	if err != nil {
		return err
	}
	pods, err := node.New(node.Options{
		Name:        "local",
		Address:     address,
		Certificate: certificate.certificate,
		Key:         certificate.key,
		Authority:   authority.file(),
		Caller:      kubeletClient,
		Directory:   filepath.Join(o.state, "pods"),
		Programs:    o.programs,
		Config:      config,
	})
	if err != nil {
		return err
	}
	parts.run("node", pods.Run)

	kserve, err := newKServe(ctx, config, cluster, o.manifests, authority)
	if err != nil {
		return err
	}
	// Not before KServe's definitions are there: the garbage collector looks for new kinds only every 30 seconds, and
	// so long a deleted InferenceService would leave its Deployment running.
	parts.run("controller manager", plane.runControllerManager)
	parts.run("scheduler", plane.runScheduler)
	parts.run("KServe", kserve.manager.Start)
	if err := kserve.install(ctx); err != nil {
		return err
	}
	if err := pods.WaitReady(ctx); err != nil {
		return err
	}
	wanted := project{namespace: o.namespace, volume: o.volume, deploy: o.deploy, withRole: true}
	return wanted.create(ctx, config, filepath.Join(o.state, "notebook.kubeconfig"))
}

// kubeletClient is the name under which the API server calls the node.
const kubeletClient = "kube-apiserver-kubelet-client"

func (o *startOptions) prepareAccess(authority *authority, address string) (*rest.Config, controlPlaneFiles, error) {
	files := controlPlaneFiles{authority: authority, kubeconfig: filepath.Join(o.state, adminKubeconfig)}
	var err error
	if files.server, err = authority.server("kube-apiserver"); err != nil {
		return nil, files, err
	}
	if files.kubelet, err = authority.client(kubeletClient); err != nil {
		return nil, files, err
	}
	if files.signingKey, err = authority.signingKey(); err != nil {
		return nil, files, err
	}
	admin, err := authority.client("admin", "system:masters")
	if err != nil {
		return nil, files, err
	}
	certificate, err := os.ReadFile(admin.certificate)
	if err != nil {
		return nil, files, fmt.Errorf("read the administrator's certificate: %w", err)
	}
	key, err := os.ReadFile(admin.key)
	if err != nil {
		return nil, files, fmt.Errorf("read the administrator's key: %w", err)
	}
	server := &rest.Config{Host: "https://" + address, TLSClientConfig: rest.TLSClientConfig{CAFile: authority.file()}}
	identity := &clientcmdapi.AuthInfo{ClientCertificateData: certificate, ClientKeyData: key}
	if err := writeKubeconfig(files.kubeconfig, server, o.namespace, "admin", identity); err != nil {
		return nil, files, err
	}
	// KServe's webhooks read the cluster's address from here, whatever client they were made with.
	if err := os.Setenv("KUBECONFIG", files.kubeconfig); err != nil {
		return nil, files, fmt.Errorf("set KUBECONFIG: %w", err)
	}
	config, err := clientcmd.BuildConfigFromFlags("", files.kubeconfig)
	if err != nil {
		return nil, files, fmt.Errorf("read back the administrator's kubeconfig: %w", err)
	}
	config.QPS = -1 // no throttling: this is the only user
	return config, files, nil
}
