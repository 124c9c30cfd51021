package node

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"time"
)

// logOptions are the query parameters of a request for logs.
type logOptions struct {
	follow     bool
	previous   bool
	timestamps bool
	tail       int // -1 for all
	limit      int // bytes; -1 for all
	since      time.Time
}

func parseLogOptions(query url.Values) (logOptions, error) {
	o := logOptions{tail: -1, limit: -1}
	var err error
	boolean := func(name string, into *bool) {
		if text := query.Get(name); text != "" && err == nil {
			if *into, err = strconv.ParseBool(text); err != nil {
				err = fmt.Errorf("%s=%q is not true or false", name, text)
			}
		}
	}
	number := func(name string, into *int) {
		if text := query.Get(name); text != "" && err == nil {
			if *into, err = strconv.Atoi(text); err != nil || *into < 0 {
				err = fmt.Errorf("%s=%q is not a number from zero up", name, text)
			}
		}
	}
	boolean("follow", &o.follow)
	boolean("previous", &o.previous)
	boolean("timestamps", &o.timestamps)
	number("tailLines", &o.tail)
	number("limitBytes", &o.limit)
	var seconds int
	number("sinceSeconds", &seconds)
	if seconds > 0 {
		o.since = time.Now().Add(-time.Duration(seconds) * time.Second)
	}
	if text := query.Get("sinceTime"); text != "" && err == nil {
		if o.since, err = time.Parse(time.RFC3339, text); err != nil {
			err = fmt.Errorf("sinceTime=%q is not a time", text)
		}
	}
	return o, err
}

// format turns a line of a log file into what was asked for; false leaves it out.
func (o logOptions) format(line []byte) ([]byte, bool) {
	stamp, text, found := bytes.Cut(line, []byte(" "))
	if !found {
		return nil, false
	}
	if !o.since.IsZero() {
		if at, err := time.Parse(time.RFC3339Nano, string(stamp)); err == nil && at.Before(o.since) {
			return nil, false
		}
	}
	if o.timestamps {
		return line, true
	}
	return text, true
}

// copyLog writes a log file as asked. Following ends when the run that writes the file has ended, or the reader has gone.
func copyLog(out io.Writer, path string, o logOptions, ended <-chan struct{}, gone <-chan struct{}) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("open the log: %w", err)
	}
	defer file.Close()
	reader := bufio.NewReader(file)

	var lines [][]byte
	for {
		line, err := reader.ReadBytes('\n')
		if err != nil {
			if len(line) > 0 { // being written at this moment
				if _, err := file.Seek(-int64(len(line)), io.SeekCurrent); err != nil {
					return fmt.Errorf("read the log: %w", err)
				}
				reader.Reset(file)
			}
			break
		}
		if text, wanted := o.format(line); wanted {
			lines = append(lines, text)
			if o.tail >= 0 && len(lines) > o.tail {
				lines = lines[len(lines)-o.tail:]
			}
		}
	}
	limited := &limitedWriter{out: out, left: o.limit}
	for _, line := range lines {
		if _, err := limited.Write(line); err != nil {
			return finished(err)
		}
	}
	if !o.follow {
		return nil
	}
	return finished(followLog(limited, reader, o, ended, gone))
}

func followLog(out io.Writer, reader *bufio.Reader, o logOptions, ended, gone <-chan struct{}) error {
	flush(out)
	var partial []byte
	for last := false; ; {
		data, err := reader.ReadBytes('\n')
		partial = append(partial, data...)
		if err == nil {
			if text, wanted := o.format(partial); wanted {
				if _, err := out.Write(text); err != nil {
					return err
				}
			}
			partial = nil
			continue
		}
		flush(out)
		if last {
			return nil
		}
		select {
		case <-gone:
			return nil
		case <-ended:
			last = true // read once more what came before the end
		case <-time.After(100 * time.Millisecond):
		}
	}
}

var errLimit = errors.New("limitBytes reached")

func finished(err error) error {
	if errors.Is(err, errLimit) {
		return nil
	}
	return err
}

// limitedWriter stops with errLimit after a number of bytes; -1 is no limit.
type limitedWriter struct {
	out  io.Writer
	left int
}

func (w *limitedWriter) Write(data []byte) (int, error) {
	if w.left < 0 {
		return w.out.Write(data)
	}
	if len(data) > w.left {
		data = data[:w.left]
	}
	written, err := w.out.Write(data)
	w.left -= written
	if err == nil && w.left == 0 {
		err = errLimit
	}
	return written, err
}

func flush(out io.Writer) {
	if w, ok := out.(*limitedWriter); ok {
		out = w.out
	}
	if w, ok := out.(http.Flusher); ok {
		w.Flush()
	}
}

// lastLines is the end of a log as the kubelet puts it into the status of a container that failed: at most 80 lines
// and 2048 bytes.
func lastLines(path string) string {
	var text bytes.Buffer
	if err := copyLog(&text, path, logOptions{tail: 80, limit: -1}, nil, nil); err != nil {
		return ""
	}
	data := text.Bytes()
	if len(data) > 2048 {
		data = data[len(data)-2048:]
	}
	return string(data)
}
