package tla

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
)

// process is a program that answers lines with lines.
type process struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *bufio.Reader
	stderr strings.Builder
}

// start starts a program.
func start(name string, args ...string) (*process, error) {
	p := &process{cmd: exec.Command(name, args...)}
	p.cmd.Stderr = &p.stderr
	var err error
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.out = bufio.NewReader(out)
	return p, p.cmd.Start()
}

// ask sends a request and returns the answer to it.
func (p *process) ask(request any) ([]byte, error) {
	if err := json.NewEncoder(p.in).Encode(request); err != nil {
		return nil, errors.Join(err, p.close())
	}
	line, err := p.out.ReadBytes('\n')
	if err != nil {
		return nil, errors.Join(err, p.close())
	}
	return line, nil
}

// kill ends the program at once.
func (p *process) kill() { _ = p.cmd.Process.Kill() }

// close ends the program when it has answered. The error says how it ended, and
// what it complained about; the second time there is none.
func (p *process) close() error {
	if p.cmd.ProcessState != nil {
		return nil
	}
	_ = p.in.Close()
	if err := p.cmd.Wait(); err != nil {
		return fmt.Errorf("%s: %w\n%s", p.cmd.Path, err, p.stderr.String())
	}
	return nil
}
