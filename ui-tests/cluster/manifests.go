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

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// The parts of KServe's own kustomization that a cluster without its Deployment needs. The webhooks' and the
// controller's service, certificate and role are left out: the controller runs in this process, as administrator.
var kserveFolders = []string{"config/crd", "config/configmap", "config/webhook", "config/runtimes"}

// renderManifests writes KServe's manifests to one JSON file. It runs once after the build: the YAML of the custom
// resource definitions takes a second to parse, which every start would pay.
func renderManifests(arguments []string) error {
	flags := flag.NewFlagSet("manifests", flag.ContinueOnError)
	module := flags.String("kserve", "", "folder of the module github.com/kserve/kserve")
	out := flags.String("out", "", "file to write")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	var objects []*unstructured.Unstructured
	for _, folder := range kserveFolders {
		rendered, err := kustomize(filepath.Join(*module, folder))
		if err != nil {
			return err
		}
		objects = append(objects, rendered...)
	}
	data, err := json.Marshal(objects)
	if err != nil {
		return fmt.Errorf("encode the manifests: %w", err)
	}
	if err := os.WriteFile(*out, data, 0o644); err != nil {
		return fmt.Errorf("write the manifests: %w", err)
	}
	return nil
}

// kustomize renders a folder as `kubectl kustomize` does.
func kustomize(folder string) ([]*unstructured.Unstructured, error) {
	options := krusty.MakeDefaultOptions()
	options.LoadRestrictions = types.LoadRestrictionsNone
	resources, err := krusty.MakeKustomizer(options).Run(filesys.MakeFsOnDisk(), folder)
	if err != nil {
		return nil, fmt.Errorf("render %s: %w", folder, err)
	}
	var objects []*unstructured.Unstructured
	for _, resource := range resources.Resources() {
		data, err := resource.MarshalJSON()
		if err != nil {
			return nil, fmt.Errorf("encode %s of %s: %w", resource.CurId(), folder, err)
		}
		object := &unstructured.Unstructured{}
		if err := object.UnmarshalJSON(data); err != nil {
			return nil, fmt.Errorf("decode %s of %s: %w", resource.CurId(), folder, err)
		}
		objects = append(objects, object)
	}
	return objects, nil
}

// manifests are the objects of KServe by kind.
type manifests map[string][]*unstructured.Unstructured

func readManifests(file string) (manifests, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read KServe's manifests: %w", err)
	}
	var objects []*unstructured.Unstructured
	if err := json.Unmarshal(data, &objects); err != nil {
		return nil, fmt.Errorf("decode KServe's manifests in %s: %w", file, err)
	}
	byKind := manifests{}
	for _, object := range objects {
		byKind[object.GetKind()] = append(byKind[object.GetKind()], object)
	}
	return byKind, nil
}

// apply writes objects server-side: KServe's largest definition does not fit into the annotation that a client-side
// apply leaves behind.
func apply(ctx context.Context, cluster client.Client, objects ...*unstructured.Unstructured) error {
	for _, object := range objects {
		//nolint:staticcheck // the typed Apply of newer clients takes no unstructured objects from a file
		if err := cluster.Patch(ctx, object, client.Apply, client.FieldOwner("kserve-cluster"), client.ForceOwnership); err != nil {
			return fmt.Errorf("apply %s %q: %w", object.GetKind(), object.GetName(), err)
		}
	}
	return nil
}

// waitEstablished returns once the API server serves all definitions.
func waitEstablished(ctx context.Context, cluster client.Client, definitions []*unstructured.Unstructured) error {
	for _, definition := range definitions {
		for !established(definition) {
			select {
			case <-ctx.Done():
				return fmt.Errorf("definition %q was not established in time: %w", definition.GetName(), ctx.Err())
			case <-time.After(50 * time.Millisecond):
			}
			if err := cluster.Get(ctx, client.ObjectKeyFromObject(definition), definition); err != nil {
				return fmt.Errorf("read definition %q: %w", definition.GetName(), err)
			}
		}
	}
	return nil
}

func established(definition *unstructured.Unstructured) bool {
	conditions, _, _ := unstructured.NestedSlice(definition.Object, "status", "conditions")
	for _, condition := range conditions {
		fields, _ := condition.(map[string]any)
		if fields["type"] == "Established" && fields["status"] == "True" {
			return true
		}
	}
	return false
}

// setKServeConfiguration makes KServe use plain Deployments and leave routes alone: there is no Knative, Istio or
// Gateway here.
func setKServeConfiguration(configMap *unstructured.Unstructured) error {
	configMap.SetNamespace(kserveNamespace)
	for key, settings := range map[string]map[string]any{
		"deploy": {"defaultDeploymentMode": "Standard"},
		"ingress": {
			"enableGatewayApi":        false,
			"disableIngressCreation":  true,
			"disableIstioVirtualHost": true,
		},
	} {
		text, found, err := unstructured.NestedString(configMap.Object, "data", key)
		if err != nil || !found {
			return errors.Join(fmt.Errorf("KServe's configuration has no entry %q", key), err)
		}
		entry := map[string]any{}
		if err := json.Unmarshal([]byte(text), &entry); err != nil {
			return fmt.Errorf("decode entry %q of KServe's configuration: %w", key, err)
		}
		for name, value := range settings {
			entry[name] = value
		}
		changed, err := json.Marshal(entry)
		if err != nil {
			return fmt.Errorf("encode entry %q of KServe's configuration: %w", key, err)
		}
		if err := unstructured.SetNestedField(configMap.Object, string(changed), "data", key); err != nil {
			return fmt.Errorf("set entry %q of KServe's configuration: %w", key, err)
		}
	}
	return nil
}
