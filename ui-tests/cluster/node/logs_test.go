package node

import (
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestCopyLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	log, err := newLogFile(path)
	must(t, err)
	for _, text := range []string{"one\ntw", "o\n", "three"} {
		_, err := log.Write([]byte(text))
		must(t, err)
	}
	log.Close()
	log.Close() // twice does no harm

	for query, want := range map[string]string{
		"":                    "one\ntwo\nthree\n",
		"tailLines=1":         "three\n",
		"tailLines=0":         "",
		"limitBytes=6":        "one\ntw",
		"sinceSeconds=60":     "one\ntwo\nthree\n",
		"previous=false":      "one\ntwo\nthree\n",
		"sinceTime=" + future: "",
	} {
		values, err := url.ParseQuery(query)
		must(t, err)
		options, err := parseLogOptions(values)
		must(t, err)
		var got strings.Builder
		must(t, copyLog(&got, path, options, nil, nil))
		if got.String() != want {
			t.Errorf("%s: got %q, want %q", query, got.String(), want)
		}
	}
}

const future = "2199-01-01T00:00:00Z"

func TestFollowLogEndsWithTheRun(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	log, err := newLogFile(path)
	must(t, err)
	_, err = log.Write([]byte("before\n"))
	must(t, err)
	ended := make(chan struct{})
	go func() {
		time.Sleep(20 * time.Millisecond)
		_, _ = log.Write([]byte("while\nlast"))
		log.Close()
		close(ended)
	}()
	var got strings.Builder
	must(t, copyLog(&got, path, logOptions{follow: true, tail: -1, limit: -1}, ended, nil))
	if want := "before\nwhile\nlast\n"; got.String() != want {
		t.Errorf("got %q, want %q", got.String(), want)
	}
}

func TestLogOptionsAreChecked(t *testing.T) {
	for _, query := range []string{"tailLines=-1", "tailLines=x", "follow=perhaps", "sinceTime=yesterday"} {
		values, err := url.ParseQuery(query)
		must(t, err)
		if _, err := parseLogOptions(values); err == nil {
			t.Errorf("%s was accepted", query)
		}
	}
}
