package node

import (
	"os"
	"slices"
	"strconv"
	"testing"

	corev1 "k8s.io/api/core/v1"
)

func TestRewriteFlags(t *testing.T) {
	flags := []string{"--http_port"}
	known := func() ports { return ports{8080: 40001} }
	for name, c := range map[string]struct{ given, want []string }{
		"joined":     {[]string{"--model_name=a", "--http_port=8080"}, []string{"--model_name=a", "--http_port=40001"}},
		"apart":      {[]string{"--http_port", "8080", "--x"}, []string{"--http_port", "40001", "--x"}},
		"other flag": {[]string{"--grpc_port=8080"}, []string{"--grpc_port=8080"}},
		"no value":   {[]string{"--http_port"}, []string{"--http_port"}},
		"no number":  {[]string{"--http_port=http"}, []string{"--http_port=http"}},
		"none":       {nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := rewriteFlags(c.given, flags, known())
			if err != nil || !slices.Equal(got, c.want) {
				t.Errorf("got %q, %v; want %q", got, err, c.want)
			}
		})
	}
}

func TestPortsAreFoundOnce(t *testing.T) {
	p := ports{}
	first, err := p.real(8080)
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := p.real(8080); again != first {
		t.Errorf("port 8080 became %d and then %d", first, again)
	}
	if other, _ := p.real(8081); other == first {
		t.Errorf("ports 8080 and 8081 both became %d", other)
	}
}

func TestCommandOfSklearnserver(t *testing.T) {
	python := executable(t)
	table, err := newImages(Programs{Python: python})
	if err != nil {
		t.Fatal(err)
	}
	entry, err := table.find("kserve/sklearnserver:v0.15")
	if err != nil {
		t.Fatal(err)
	}
	p := ports{8080: 40001}
	command, environment, err := table.command(entry, &corev1.Container{
		Args: []string{"--model_name=iris", "--model_dir=/mnt/models", "--http_port=8080"},
		Env:  []corev1.EnvVar{{Name: "PREDICT_PROBA", Value: "true"}},
	}, p)
	want := []string{python, "-m", "jupyterlab_kserve.local.server", "--model_name=iris", "--model_dir=/mnt/models", "--http_port=40001"}
	if err != nil || !slices.Equal(command, want) {
		t.Errorf("got %q, %v; want %q", command, err, want)
	}
	if want := []string{"OMP_NUM_THREADS=1", "PREDICT_PROBA=true"}; !slices.Equal(environment, want) {
		t.Errorf("got environment %q, want %q", environment, want)
	}
}

func TestCommandOfMLServer(t *testing.T) {
	python := executable(t)
	table, err := newImages(Programs{MLServerPython: python})
	if err != nil {
		t.Fatal(err)
	}
	entry, err := table.find("docker.io/seldonio/mlserver:1.7.1")
	if err != nil {
		t.Fatal(err)
	}
	p := ports{}
	command, environment, err := table.command(entry, &corev1.Container{
		Args:         []string{"this is for the image's own command"},
		Env:          []corev1.EnvVar{{Name: "MLSERVER_HTTP_PORT", Value: "8090"}, {Name: "MLSERVER_HOST", Value: "0.0.0.0"}},
		VolumeMounts: []corev1.VolumeMount{{Name: "kserve-pvc-source", MountPath: "/mnt/elsewhere"}},
	}, p)
	if want := []string{python, "-m", "mlserver.cli.main", "start", "/mnt/elsewhere"}; err != nil || !slices.Equal(command, want) {
		t.Errorf("got %q, %v; want %q", command, err, want)
	}
	for _, want := range []string{
		"MLSERVER_HOST=127.0.0.1", // never 0.0.0.0, whatever the runtime says
		"MLSERVER_HTTP_PORT=" + strconv.Itoa(int(p[8090])),
		"MLSERVER_GRPC_PORT=" + strconv.Itoa(int(p[8081])),
	} {
		if !slices.Contains(environment, want) {
			t.Errorf("environment %q has no %q", environment, want)
		}
	}
}

func executable(t *testing.T) string {
	t.Helper()
	file := t.TempDir() + "/python"
	if err := os.WriteFile(file, []byte("#!/bin/sh\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return file
}
