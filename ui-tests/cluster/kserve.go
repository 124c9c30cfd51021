package main

import (
	"context"
	"encoding/base64"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/kserve/kserve/pkg/apis/serving/v1alpha1"
	"github.com/kserve/kserve/pkg/apis/serving/v1beta1"
	"github.com/kserve/kserve/pkg/controller/v1alpha1/inferencegraph"
	"github.com/kserve/kserve/pkg/controller/v1alpha1/trainedmodel"
	"github.com/kserve/kserve/pkg/controller/v1alpha1/trainedmodel/reconcilers/modelconfig"
	"github.com/kserve/kserve/pkg/controller/v1beta1/inferenceservice"
	kservescheme "github.com/kserve/kserve/pkg/scheme"
	podwebhook "github.com/kserve/kserve/pkg/webhook/admission/pod"
	runtimewebhook "github.com/kserve/kserve/pkg/webhook/admission/servingruntime"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/kubernetes"
	typedcorev1 "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/record"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/manager"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
	"sigs.k8s.io/controller-runtime/pkg/webhook"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"
)

const kserveNamespace = "kserve"

// kserve is the KServe controller with its webhooks.
type kserve struct {
	manager   manager.Manager
	manifests manifests
	cluster   client.Client
	address   string // of the webhooks
	authority *authority
}

// newKServe applies KServe's definitions and configuration and wires its controller. This follows KServe's own main,
// which has no option for the address and the certificate of the webhooks.
func newKServe(ctx context.Context, config *rest.Config, cluster client.Client, file string, authority *authority) (*kserve, error) {
	objects, err := readManifests(file)
	if err != nil {
		return nil, err
	}
	definitions := objects["CustomResourceDefinition"]
	if err := apply(ctx, cluster, definitions...); err != nil {
		return nil, err
	}
	namespace := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "v1", "kind": "Namespace", "metadata": map[string]any{"name": kserveNamespace},
	}}
	if err := apply(ctx, cluster, namespace); err != nil {
		return nil, err
	}
	for _, configMap := range objects["ConfigMap"] {
		if err := setKServeConfiguration(configMap); err != nil {
			return nil, err
		}
		if err := apply(ctx, cluster, configMap); err != nil {
			return nil, err
		}
	}
	if err := waitEstablished(ctx, cluster, definitions); err != nil {
		return nil, err
	}

	certificate, err := authority.server("kserve-webhooks")
	if err != nil {
		return nil, err
	}
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	k := &kserve{manifests: objects, cluster: cluster, address: address, authority: authority}
	if err := k.newManager(config, certificate); err != nil {
		return nil, err
	}
	clientset, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("client for KServe: %w", err)
	}
	if err := k.addControllers(ctx, clientset); err != nil {
		return nil, err
	}
	return k, k.addWebhooks(clientset)
}

func (k *kserve) newManager(config *rest.Config, certificate keyPair) error {
	caching, err := inferenceservice.NewCacheOptions()
	if err != nil {
		return fmt.Errorf("KServe's cache options: %w", err)
	}
	host, portText, err := net.SplitHostPort(k.address)
	if err != nil {
		return fmt.Errorf("address of the webhooks: %w", err)
	}
	port, err := strconv.Atoi(portText)
	if err != nil {
		return fmt.Errorf("port of the webhooks: %w", err)
	}
	atOnce := time.Duration(0)
	k.manager, err = manager.New(config, manager.Options{
		Cache:                   caching,
		Metrics:                 metricsserver.Options{BindAddress: "0"}, // "0" is off
		HealthProbeBindAddress:  "0",
		GracefulShutdownTimeout: &atOnce,
		WebhookServer: webhook.NewServer(webhook.Options{
			Host:     host,
			Port:     port,
			CertDir:  filepath.Dir(certificate.certificate),
			CertName: filepath.Base(certificate.certificate),
			KeyName:  filepath.Base(certificate.key),
		}),
	})
	if err != nil {
		return fmt.Errorf("KServe's manager: %w", err)
	}
	if err := kservescheme.AddAll(k.manager.GetScheme()); err != nil {
		return fmt.Errorf("KServe's types: %w", err)
	}
	return nil
}

func (k *kserve) addControllers(ctx context.Context, clientset *kubernetes.Clientset) error {
	configMap, err := v1beta1.GetInferenceServiceConfigMap(ctx, clientset)
	if err != nil {
		return fmt.Errorf("read KServe's configuration: %w", err)
	}
	deploy, err := v1beta1.NewDeployConfig(configMap)
	if err != nil {
		return fmt.Errorf("KServe's configuration of deployments: %w", err)
	}
	ingress, err := v1beta1.NewIngressConfig(configMap)
	if err != nil {
		return fmt.Errorf("KServe's configuration of routes: %w", err)
	}
	// It also sets the global list of GPU resource types.
	if _, err := v1beta1.NewMultiNodeConfig(configMap); err != nil {
		return fmt.Errorf("KServe's configuration of several nodes: %w", err)
	}

	mgr := k.manager
	events := record.NewBroadcaster()
	events.StartRecordingToSink(&typedcorev1.EventSinkImpl{Interface: clientset.CoreV1().Events("")})
	recorder := func(component string) record.EventRecorder {
		return events.NewRecorder(mgr.GetScheme(), corev1.EventSource{Component: component})
	}
	if err := (&inferenceservice.InferenceServiceReconciler{
		Client:    mgr.GetClient(),
		Clientset: clientset,
		Log:       ctrl.Log.WithName("InferenceService"),
		Scheme:    mgr.GetScheme(),
		Recorder:  recorder("v1beta1Controllers"),
	}).SetupWithManager(mgr, deploy, ingress); err != nil {
		return fmt.Errorf("KServe's InferenceService controller: %w", err)
	}
	if err := (&trainedmodel.TrainedModelReconciler{
		Client:                mgr.GetClient(),
		Log:                   ctrl.Log.WithName("TrainedModel"),
		Scheme:                mgr.GetScheme(),
		Recorder:              recorder("v1beta1Controllers"),
		ModelConfigReconciler: modelconfig.NewModelConfigReconciler(mgr.GetClient(), clientset, mgr.GetScheme()),
	}).SetupWithManager(mgr); err != nil {
		return fmt.Errorf("KServe's TrainedModel controller: %w", err)
	}
	if err := (&inferencegraph.InferenceGraphReconciler{
		Client:    mgr.GetClient(),
		Clientset: clientset,
		Log:       ctrl.Log.WithName("InferenceGraph"),
		Scheme:    mgr.GetScheme(),
		Recorder:  recorder("InferenceGraphController"),
	}).SetupWithManager(mgr, deploy); err != nil {
		return fmt.Errorf("KServe's InferenceGraph controller: %w", err)
	}
	return nil
}

func (k *kserve) addWebhooks(clientset *kubernetes.Clientset) error {
	mgr := k.manager
	server := mgr.GetWebhookServer()
	decoder := admission.NewDecoder(mgr.GetScheme())
	for path, handler := range map[string]admission.Handler{
		"/mutate-pods": &podwebhook.Mutator{Client: mgr.GetClient(), Clientset: clientset, Decoder: decoder},
		"/validate-serving-kserve-io-v1alpha1-clusterservingruntime": &runtimewebhook.ClusterServingRuntimeValidator{
			Client: mgr.GetClient(), Decoder: decoder},
		"/validate-serving-kserve-io-v1alpha1-servingruntime": &runtimewebhook.ServingRuntimeValidator{
			Client: mgr.GetClient(), Decoder: decoder},
	} {
		server.Register(path, &webhook.Admission{Handler: handler})
	}
	if err := ctrl.NewWebhookManagedBy(mgr).For(&v1alpha1.TrainedModel{}).
		WithValidator(&v1alpha1.TrainedModelValidator{}).Complete(); err != nil {
		return fmt.Errorf("KServe's TrainedModel webhook: %w", err)
	}
	if err := ctrl.NewWebhookManagedBy(mgr).For(&v1alpha1.InferenceGraph{}).
		WithValidator(&v1alpha1.InferenceGraphValidator{}).Complete(); err != nil {
		return fmt.Errorf("KServe's InferenceGraph webhook: %w", err)
	}
	if err := ctrl.NewWebhookManagedBy(mgr).For(&v1beta1.InferenceService{}).
		WithDefaulter(&v1beta1.InferenceServiceDefaulter{}).
		WithValidator(&v1beta1.InferenceServiceValidator{}).Complete(); err != nil {
		return fmt.Errorf("KServe's InferenceService webhook: %w", err)
	}
	return nil
}

// install applies what the running webhooks answer for: their registrations, then KServe's runtimes.
func (k *kserve) install(ctx context.Context) error {
	for started := k.manager.GetWebhookServer().StartedChecker(); started(nil) != nil; {
		select {
		case <-ctx.Done():
			return fmt.Errorf("KServe's webhooks did not start in time: %w", ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
	authority, err := os.ReadFile(k.authority.file())
	if err != nil {
		return fmt.Errorf("read the certificate authority: %w", err)
	}
	registrations := append(k.manifests["MutatingWebhookConfiguration"], k.manifests["ValidatingWebhookConfiguration"]...)
	for _, registration := range registrations {
		if err := pointAt(registration, k.address, authority); err != nil {
			return err
		}
	}
	if err := apply(ctx, k.cluster, registrations...); err != nil {
		return err
	}
	return apply(ctx, k.cluster, k.manifests["ClusterServingRuntime"]...)
}

// pointAt turns a webhook's service into an address: there is no network of services here.
func pointAt(registration *unstructured.Unstructured, address string, authority []byte) error {
	webhooks, _, err := unstructured.NestedSlice(registration.Object, "webhooks")
	if err != nil {
		return fmt.Errorf("read %s %q: %w", registration.GetKind(), registration.GetName(), err)
	}
	for _, hook := range webhooks {
		fields, ok := hook.(map[string]any)
		if !ok {
			return fmt.Errorf("%s %q holds a webhook that is not an object", registration.GetKind(), registration.GetName())
		}
		path, _, err := unstructured.NestedString(fields, "clientConfig", "service", "path")
		if err != nil {
			return fmt.Errorf("read the path of a webhook in %q: %w", registration.GetName(), err)
		}
		fields["clientConfig"] = map[string]any{
			"url":      "https://" + address + path,
			"caBundle": base64.StdEncoding.EncodeToString(authority),
		}
	}
	return unstructured.SetNestedSlice(registration.Object, webhooks, "webhooks")
}

// freeAddress finds a free port. Another process could take it before it is used; the window is short, and neither
// the webhook server nor the node's server can be given a listener.
func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a free port: %w", err)
	}
	defer listener.Close()
	return listener.Addr().String(), nil
}
