package node

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
)

// mount is a folder or file of this machine as a container sees it.
type mount struct {
	source   string
	target   string
	readOnly bool
}

// volumes finds the folders of this machine that stand for a pod's volumes, by volume name. Kinds that no predictor
// needs (secrets, service-account tokens, the downward API) are left out.
func volumes(ctx context.Context, client kubernetes.Interface, pod *corev1.Pod, directory string) (map[string]string, error) {
	folders := map[string]string{}
	for _, volume := range pod.Spec.Volumes {
		var folder string
		var err error
		switch {
		case volume.PersistentVolumeClaim != nil:
			folder, err = claimFolder(ctx, client, pod.Namespace, volume.PersistentVolumeClaim.ClaimName)
		case volume.HostPath != nil:
			folder = volume.HostPath.Path
		case volume.EmptyDir != nil:
			folder = filepath.Join(directory, "volumes", volume.Name)
			err = os.MkdirAll(folder, 0o777)
		case volume.ConfigMap != nil:
			folder = filepath.Join(directory, "volumes", volume.Name)
			err = writeConfigMap(ctx, client, pod.Namespace, volume.ConfigMap.Name, folder)
		default:
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("MountVolume.SetUp failed for volume %q : %w", volume.Name, err)
		}
		folders[volume.Name] = folder
	}
	return folders, nil
}

func claimFolder(ctx context.Context, client kubernetes.Interface, namespace, name string) (string, error) {
	claim, err := client.CoreV1().PersistentVolumeClaims(namespace).Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return "", fmt.Errorf("read claim %q: %w", name, err)
	}
	if claim.Status.Phase != corev1.ClaimBound {
		return "", fmt.Errorf("claim %q is not bound", name)
	}
	volume, err := client.CoreV1().PersistentVolumes().Get(ctx, claim.Spec.VolumeName, metav1.GetOptions{})
	if err != nil {
		return "", fmt.Errorf("read the volume of claim %q: %w", name, err)
	}
	if volume.Spec.HostPath == nil {
		return "", fmt.Errorf("volume %q of claim %q is not a folder of this machine (hostPath)", volume.Name, name)
	}
	if _, err := os.Stat(volume.Spec.HostPath.Path); err != nil {
		return "", fmt.Errorf("volume %q: %w", volume.Name, err)
	}
	return volume.Spec.HostPath.Path, nil
}

func writeConfigMap(ctx context.Context, client kubernetes.Interface, namespace, name, folder string) error {
	configMap, err := client.CoreV1().ConfigMaps(namespace).Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return fmt.Errorf("read config map %q: %w", name, err)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for key, text := range configMap.Data {
		if err := os.WriteFile(filepath.Join(folder, key), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// mounts resolves a container's mounts. Mounts of volumes that have no folder are left out.
func mounts(container *corev1.Container, folders map[string]string) ([]mount, error) {
	var resolved []mount
	for _, wanted := range container.VolumeMounts {
		folder, ok := folders[wanted.Name]
		if !ok {
			continue
		}
		source, err := subPath(folder, wanted.SubPath)
		if err != nil {
			return nil, fmt.Errorf("failed to prepare subPath for volumeMount %q of container %q: %w", wanted.Name, container.Name, err)
		}
		resolved = append(resolved, mount{source: source, target: wanted.MountPath, readOnly: wanted.ReadOnly})
	}
	return resolved, nil
}

// subPath returns the place of path in a volume and, as the kubelet does, makes an empty directory when there is
// nothing. Nothing outside of the volume is reached: not by "..", and not by a symbolic link.
func subPath(volume, path string) (string, error) {
	if path == "" {
		return volume, nil
	}
	if filepath.IsAbs(path) {
		return "", fmt.Errorf("%q must be a relative path", path)
	}
	for _, part := range strings.Split(path, "/") {
		if part == ".." {
			return "", fmt.Errorf("%q must not contain '..'", path)
		}
	}
	root, err := os.OpenRoot(volume)
	if err != nil {
		return "", fmt.Errorf("open the volume: %w", err)
	}
	defer root.Close()
	if _, err := root.Stat(path); errors.Is(err, fs.ErrNotExist) {
		err = root.MkdirAll(filepath.Clean(path), 0o750)
		if err != nil {
			return "", fmt.Errorf("make %q in the volume: %w", path, err)
		}
	} else if err != nil {
		return "", fmt.Errorf("%q leads out of the volume or cannot be read: %w", path, err)
	}
	return filepath.EvalSymlinks(filepath.Join(volume, path))
}
