package node

import (
	"strings"
	"testing"
)

func TestFindImage(t *testing.T) {
	table, err := newImages(Programs{Python: executable(t), MLServerPython: executable(t)})
	if err != nil {
		t.Fatal(err)
	}
	for reference, module := range map[string]string{
		"kserve/sklearnserver":                        "jupyterlab_kserve.local.server",
		"kserve/sklearnserver:latest":                 "jupyterlab_kserve.local.server",
		"docker.io/kserve/xgbserver:v0.15.0":          "jupyterlab_kserve.local.server",
		"index.docker.io/kserve/lgbserver@sha256:abc": "jupyterlab_kserve.local.server",
		"docker.io/seldonio/mlserver:1.7.1":           "mlserver.cli.main",
		"quay.io:443/modh/mlserver":                   "mlserver.cli.main",
		"kserve/nope:latest":                          "",
		"quay.io/kserve/sklearnserver:latest":         "",
		"mlserver":                                    "mlserver.cli.main",
		"evil/kserve/sklearnserver":                   "",
	} {
		entry, err := table.find(reference)
		switch {
		case module == "" && err == nil:
			t.Errorf("%s was found", reference)
		case module != "" && err != nil:
			t.Errorf("%s: %v", reference, err)
		case module != "" && entry.Program[2] != module:
			t.Errorf("%s runs %q, want %q", reference, entry.Program[2], module)
		}
	}
}

func TestMissingProgramIsSaid(t *testing.T) {
	table, err := newImages(Programs{Python: "/nowhere/python"})
	if err != nil {
		t.Fatal(err)
	}
	for _, reference := range []string{"kserve/sklearnserver", "seldonio/mlserver"} {
		if _, err := table.find(reference); err == nil || strings.Contains(err.Error(), "pull access denied") {
			t.Errorf("%s: got %v, want what to install", reference, err)
		}
	}
}

func TestFullReference(t *testing.T) {
	for reference, want := range map[string]string{
		"busybox":                 "docker.io/library/busybox:latest",
		"kserve/nope:v1":          "docker.io/kserve/nope:v1",
		"quay.io/modh/nope":       "quay.io/modh/nope:latest",
		"localhost/nope":          "localhost/nope:latest",
		"quay.io/a/b@sha256:1234": "quay.io/a/b@sha256:1234",
	} {
		if got := fullReference(reference); got != want {
			t.Errorf("%s: got %s, want %s", reference, got, want)
		}
	}
}
