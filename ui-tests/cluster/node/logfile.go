package node

import (
	"bytes"
	"fmt"
	"os"
	"sync"
	"time"
)

// logFile keeps the output of one run of a container. Each line begins with the time at which it came, as in the
// files of a kubelet.
type logFile struct {
	mutex  sync.Mutex
	file   *os.File
	line   bytes.Buffer // without its end yet
	closed bool
}

func newLogFile(path string) (*logFile, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("make the log of a container: %w", err)
	}
	return &logFile{file: file}, nil
}

func (l *logFile) Write(data []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.line.Write(data)
	for {
		end := bytes.IndexByte(l.line.Bytes(), '\n')
		if end < 0 {
			return len(data), nil
		}
		if err := l.writeLine(l.line.Next(end + 1)); err != nil {
			return 0, err
		}
	}
}

func (l *logFile) writeLine(line []byte) error {
	_, err := fmt.Fprintf(l.file, "%s %s", time.Now().UTC().Format(time.RFC3339Nano), line)
	return err
}

// Close writes a last line that had no end.
func (l *logFile) Close() {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.closed {
		return
	}
	l.closed = true
	if l.line.Len() > 0 {
		_ = l.writeLine(append(l.line.Bytes(), '\n')) // a log is worth no error
	}
	_ = l.file.Close()
}
