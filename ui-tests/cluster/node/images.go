package node

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os/exec"
	"path"
	"strings"
)

// Programs are the interpreters that stand for the insides of images.
type Programs struct {
	Python         string // has the package jupyterlab_kserve
	MLServerPython string // has the package mlserver
}

//go:embed images.json
var imagesFile []byte

// image says which local program stands for a container image.
type image struct {
	// Images are names without registry docker.io and without tag; "*/name" is any image of that last name.
	Images []string `json:"images"`
	// Program may hold {python}, {mlserverPython} and {modelDirectory}.
	Program []string `json:"program"`
	// Arguments says whether the container's arguments are passed on.
	Arguments   bool              `json:"arguments"`
	Environment map[string]string `json:"environment"`
	Ports       struct {
		// Flags of the container's arguments that hold a port.
		Flags []string `json:"flags"`
		// Environment variables that hold a port, with the port when the container sets none.
		Environment map[string]int32 `json:"environment"`
	} `json:"ports"`
}

type images struct {
	table    []image
	programs Programs
}

func newImages(programs Programs) (*images, error) {
	i := &images{programs: programs}
	if err := json.Unmarshal(imagesFile, &i.table); err != nil {
		return nil, fmt.Errorf("decode images.json: %w", err)
	}
	return i, nil
}

// find returns the entry for a container image. The error is what a registry would answer, for a user to read in the
// status of the pod.
func (i *images) find(reference string) (*image, error) {
	name := imageName(reference)
	for index := range i.table {
		entry := &i.table[index]
		for _, pattern := range entry.Images {
			if pattern == name || strings.HasPrefix(pattern, "*/") && path.Base(pattern) == path.Base(name) {
				return entry, i.installed(reference, entry)
			}
		}
	}
	full := fullReference(reference)
	return nil, fmt.Errorf("failed to pull and unpack image %q: failed to resolve reference %q: pull access denied, "+
		"repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
		full, full)
}

// installed is an error when the program that stands for an image is missing: the pod then tells what to install.
func (i *images) installed(reference string, entry *image) error {
	program := i.expand(entry.Program[0], "")
	if program == "" {
		return fmt.Errorf("image %q needs a program that this cluster was started without: %s", reference, entry.Program[0])
	}
	if _, err := exec.LookPath(program); err != nil {
		return fmt.Errorf("image %q stands for a program that is not installed: %w", reference, err)
	}
	return nil
}

func (i *images) expand(word, modelDirectory string) string {
	return strings.NewReplacer(
		"{python}", i.programs.Python,
		"{mlserverPython}", i.programs.MLServerPython,
		"{modelDirectory}", modelDirectory,
	).Replace(word)
}

// imageName strips what does not say which program is in an image: docker.io, tag and digest.
func imageName(reference string) string {
	name, _, _ := strings.Cut(reference, "@")
	if slash, colon := strings.LastIndex(name, "/"), strings.LastIndex(name, ":"); colon > slash {
		name = name[:colon]
	}
	for _, registry := range []string{"docker.io/", "index.docker.io/"} {
		name = strings.TrimPrefix(name, registry)
	}
	return name
}

// fullReference is the name under which a container engine looks for an image.
func fullReference(reference string) string {
	host, rest, hasHost := strings.Cut(reference, "/")
	switch {
	case !hasHost:
		reference = "docker.io/library/" + reference
	case !strings.ContainsAny(host, ".:") && host != "localhost":
		reference = "docker.io/" + host + "/" + rest
	}
	if last := path.Base(reference); !strings.ContainsAny(last, ":@") {
		reference += ":latest"
	}
	return reference
}
