package node

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSubPath(t *testing.T) {
	volume := t.TempDir()
	outside := t.TempDir()
	must(t, os.MkdirAll(filepath.Join(volume, "iris", "1"), 0o755))
	must(t, os.WriteFile(filepath.Join(volume, "flat.pkl"), nil, 0o644))
	must(t, os.Symlink("1", filepath.Join(volume, "iris", "latest")))
	must(t, os.Symlink(outside, filepath.Join(volume, "escape")))

	for path, want := range map[string]string{
		"":            volume,
		"iris/1":      filepath.Join(volume, "iris", "1"),
		"iris/latest": filepath.Join(volume, "iris", "1"),
		"flat.pkl":    filepath.Join(volume, "flat.pkl"),
		"not/there":   filepath.Join(volume, "not", "there"), // made, as the kubelet does
	} {
		if got, err := subPath(volume, path); err != nil || got != want {
			t.Errorf("%q: got %q, %v; want %q", path, got, err, want)
		}
	}
	if !isDirectory(filepath.Join(volume, "not", "there")) {
		t.Error("the missing directory was not made")
	}

	for _, path := range []string{"..", "../x", "iris/../../x", "/etc", "escape", "escape/new"} {
		if got, err := subPath(volume, path); err == nil {
			t.Errorf("%q was accepted as %q", path, got)
		}
	}
	if left, _ := os.ReadDir(outside); len(left) > 0 {
		t.Errorf("made %v outside of the volume", left)
	}
}

func TestMountScriptQuotes(t *testing.T) {
	source := filepath.Join(t.TempDir(), "it's; touch here")
	must(t, os.MkdirAll(source, 0o755))
	script := mountScript([]mount{{source: source, target: "/mnt/models", readOnly: true}}, "/stage")
	for _, want := range []string{`it'\''s; touch here' '/stage/0'`, "mount -o remount,bind,ro '/mnt/models'", `exec "$@"`} {
		if !strings.Contains(script, want) {
			t.Errorf("the script has no %s:\n%s", want, script)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
