package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

const (
	serviceAccount  = "notebook"
	tokenLifetime   = 30 * 24 * time.Hour
	adminKubeconfig = "admin.kubeconfig"
)

// project is a namespace as a data scientist gets it from a platform engineer: the objects of the repository's deploy
// folder, a volume, and the service account of a workbench.
type project struct {
	namespace string
	volume    string // folder that holds the models
	deploy    string // the repository's deploy folder
	withRole  bool   // false: the service account may do nothing
}

// addNamespace is the command "namespace".
func addNamespace(arguments []string) error {
	flags := flag.NewFlagSet("namespace", flag.ContinueOnError)
	state := flags.String("state", "", "folder of the running cluster")
	name := flags.String("name", "", "namespace to add")
	volume := flags.String("volume", "", "folder to be the namespace's model volume")
	deploy := flags.String("deploy", "", "the repository's deploy folder")
	role := flags.String("role", "notebook", "notebook, or none: the service account may do nothing")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	if *role != "notebook" && *role != "none" {
		return fmt.Errorf("--role is notebook or none, not %q", *role)
	}
	config, err := clientcmd.BuildConfigFromFlags("", filepath.Join(*state, adminKubeconfig))
	if err != nil {
		return fmt.Errorf("is the cluster running? read its kubeconfig: %w", err)
	}
	config.QPS = -1
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	file := filepath.Join(*state, *name+".kubeconfig")
	wanted := project{namespace: *name, volume: *volume, deploy: *deploy, withRole: *role == "notebook"}
	if err := wanted.create(ctx, config, file); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]string{"kubeconfig": file, "namespace": *name})
}

// create makes the namespace and everything in it, and writes a kubeconfig with a token of its service account.
func (p project) create(ctx context.Context, config *rest.Config, kubeconfig string) error {
	if p.namespace == "" || p.volume == "" || p.deploy == "" {
		return errors.New("the namespace's name, its volume and the deploy folder are needed")
	}
	volume, err := filepath.Abs(p.volume)
	if err != nil {
		return fmt.Errorf("path of the volume: %w", err)
	}
	if err := os.MkdirAll(volume, 0o755); err != nil {
		return fmt.Errorf("make the volume's folder: %w", err)
	}
	cluster, err := client.New(config, client.Options{})
	if err != nil {
		return fmt.Errorf("client for namespace %q: %w", p.namespace, err)
	}
	objects, err := p.objects(volume)
	if err != nil {
		return err
	}
	if err := removeReleasedVolume(ctx, cluster, volumeName(p.namespace)); err != nil {
		return err
	}
	if err := apply(ctx, cluster, objects...); err != nil {
		return err
	}
	if err := waitBound(ctx, cluster, p.namespace); err != nil {
		return err
	}
	token, err := serviceAccountToken(ctx, config, p.namespace)
	if err != nil {
		return err
	}
	return writeKubeconfig(kubeconfig, config, p.namespace, serviceAccount, &clientcmdapi.AuthInfo{Token: token})
}

func (p project) objects(volume string) ([]*unstructured.Unstructured, error) {
	objects := []*unstructured.Unstructured{
		object("v1", "Namespace", "", p.namespace, nil),
		object("v1", "ServiceAccount", p.namespace, serviceAccount, nil),
		object("v1", "PersistentVolume", "", volumeName(p.namespace), map[string]any{"spec": map[string]any{
			"capacity":                      map[string]any{"storage": "10Gi"},
			"accessModes":                   []any{"ReadWriteMany"},
			"persistentVolumeReclaimPolicy": "Retain",
			"hostPath":                      map[string]any{"path": volume},
			"claimRef":                      map[string]any{"namespace": p.namespace, "name": claimName},
		}}),
	}
	folders := []string{"."}
	if p.withRole {
		folders = append(folders, "cluster-read", "port-forward")
	}
	for _, folder := range folders {
		rendered, err := kustomize(filepath.Join(p.deploy, folder))
		if err != nil {
			return nil, err
		}
		for _, one := range rendered {
			kind := one.GetKind()
			if !p.withRole && (kind == "Role" || kind == "RoleBinding") {
				continue
			}
			if err := p.adopt(one); err != nil {
				return nil, err
			}
			objects = append(objects, one)
		}
	}
	return objects, nil
}

// adopt moves an object of the deploy folder into this namespace and gives bindings to its service account, as the
// deploy folder's comments tell a platform engineer to do.
func (p project) adopt(one *unstructured.Unstructured) error {
	switch one.GetKind() {
	case "ClusterRole":
		return nil
	case "ClusterRoleBinding": // one for each namespace: they share no name
		one.SetName(one.GetName() + "-" + p.namespace)
	default:
		one.SetNamespace(p.namespace)
	}
	if _, isBinding := one.Object["subjects"]; !isBinding {
		return nil
	}
	return unstructured.SetNestedSlice(one.Object, []any{
		map[string]any{"kind": "ServiceAccount", "name": serviceAccount, "namespace": p.namespace},
	}, "subjects")
}

const claimName = "model-storage-pvc"

func volumeName(namespace string) string { return namespace + "-model-storage" }

func object(version, kind, namespace, name string, fields map[string]any) *unstructured.Unstructured {
	one := &unstructured.Unstructured{Object: map[string]any{"apiVersion": version, "kind": kind}}
	for field, value := range fields {
		one.Object[field] = value
	}
	one.SetName(name)
	one.SetNamespace(namespace)
	return one
}

// removeReleasedVolume lets a namespace of the same name be made a second time: a volume remembers the identity of
// its deleted claim and refuses every other.
func removeReleasedVolume(ctx context.Context, cluster client.Client, name string) error {
	volume := object("v1", "PersistentVolume", "", name, nil)
	err := cluster.Get(ctx, client.ObjectKeyFromObject(volume), volume)
	if apierrors.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read volume %q: %w", name, err)
	}
	if phase, _, _ := unstructured.NestedString(volume.Object, "status", "phase"); phase != string(corev1.VolumeReleased) {
		return nil
	}
	if err := cluster.Delete(ctx, volume); err != nil {
		return fmt.Errorf("delete the released volume %q: %w", name, err)
	}
	for !apierrors.IsNotFound(err) {
		select {
		case <-ctx.Done():
			return fmt.Errorf("the released volume %q was not deleted in time: %w", name, ctx.Err())
		case <-time.After(50 * time.Millisecond):
		}
		err = cluster.Get(ctx, client.ObjectKeyFromObject(volume), volume)
	}
	return nil
}

func waitBound(ctx context.Context, cluster client.Client, namespace string) error {
	claim := object("v1", "PersistentVolumeClaim", namespace, claimName, nil)
	for {
		if err := cluster.Get(ctx, client.ObjectKeyFromObject(claim), claim); err != nil {
			return fmt.Errorf("read claim %s/%s: %w", namespace, claimName, err)
		}
		if phase, _, _ := unstructured.NestedString(claim.Object, "status", "phase"); phase == string(corev1.ClaimBound) {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("claim %s/%s was not bound in time: %w", namespace, claimName, ctx.Err())
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func serviceAccountToken(ctx context.Context, config *rest.Config, namespace string) (string, error) {
	clientset, err := kubernetes.NewForConfig(config)
	if err != nil {
		return "", fmt.Errorf("client for the token of %s/%s: %w", namespace, serviceAccount, err)
	}
	seconds := int64(tokenLifetime.Seconds())
	request := &authenticationv1.TokenRequest{Spec: authenticationv1.TokenRequestSpec{ExpirationSeconds: &seconds}}
	answer, err := clientset.CoreV1().ServiceAccounts(namespace).CreateToken(ctx, serviceAccount, request, metav1.CreateOptions{})
	if err != nil {
		return "", fmt.Errorf("token of %s/%s: %w", namespace, serviceAccount, err)
	}
	return answer.Status.Token, nil
}

// writeKubeconfig writes a file that needs no other: the authority's certificate is in it.
func writeKubeconfig(file string, cluster *rest.Config, namespace, user string, identity *clientcmdapi.AuthInfo) error {
	authority := cluster.CAData
	if len(authority) == 0 {
		var err error
		if authority, err = os.ReadFile(cluster.CAFile); err != nil {
			return fmt.Errorf("read the certificate authority for %s: %w", file, err)
		}
	}
	const name = "kserve-cluster"
	content := clientcmdapi.Config{
		Clusters:       map[string]*clientcmdapi.Cluster{name: {Server: cluster.Host, CertificateAuthorityData: authority}},
		AuthInfos:      map[string]*clientcmdapi.AuthInfo{user: identity},
		Contexts:       map[string]*clientcmdapi.Context{name: {Cluster: name, AuthInfo: user, Namespace: namespace}},
		CurrentContext: name,
		Extensions:     map[string]runtime.Object{},
	}
	if err := clientcmd.WriteToFile(content, file); err != nil {
		return fmt.Errorf("write kubeconfig %s: %w", file, err)
	}
	return nil
}
