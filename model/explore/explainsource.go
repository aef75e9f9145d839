package explore

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/ringmpsc/ringmpsc-go/model/explore/report"
)

// recorded is an operation that a goroutine did while it was recorded.
type recorded struct {
	op    op
	calls []runtime.Frame // innermost first, without those of the explorer
}

// recorder notes what goroutines do, in program order.
type recorder map[*thread][]recorded

// add notes an operation of the running goroutine.
func (r recorder) add(t *thread, o op) {
	pcs := make([]uintptr, 32)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	var calls []runtime.Frame
	for {
		f, more := frames.Next()
		if !ofExplorer(f.Function) {
			calls = append(calls, f)
		}
		if !more {
			break
		}
	}
	r[t] = append(r[t], recorded{o, calls})
}

// ofExplorer reports whether a function is one of this package or a stand-in.
func ofExplorer(function string) bool {
	const own = "github.com/ringmpsc/ringmpsc-go/model/explore"
	rest, is := strings.CutPrefix(function, own)
	for _, p := range []string{"/atomic", "/sync", "/order"} {
		if is && strings.HasPrefix(rest, p+".") {
			return true
		}
	}
	return is && strings.HasPrefix(rest, ".") || strings.HasPrefix(function, "iter.") || strings.HasPrefix(function, "runtime.")
}

// place fills in where an operation stands in source.
func (x *explanation) place(row *report.Event, r recorded) {
	if len(r.calls) > 0 {
		row.Pos, row.Code = position(r.calls[0]), sourceLine(r.calls[0])
		for _, c := range r.calls {
			if strings.HasSuffix(c.File, "_test.go") {
				row.Call = position(c)
				break
			}
		}
	}
	if r.op.site != nil && r.op.site.Pos != "" {
		row.Pos = r.op.site.Pos
	}
	if row.Call == row.Pos {
		row.Call = ""
	}
}

// position names a source line as sites do; of packages that are not
// instrumented by the directory, the file, the line.
func position(f runtime.Frame) string {
	dir, base := filepath.Split(f.File)
	name, known := rewritten[filepath.Clean(dir)]
	if !known {
		name = filepath.Base(dir)
	}
	return fmt.Sprintf("%s:%d", path.Join(name, base), f.Line)
}

// sourceLine is the text at a position, without comments, if it can be read.
func sourceLine(f runtime.Frame) string {
	src, err := os.ReadFile(f.File)
	lines := strings.Split(string(src), "\n")
	if err != nil || f.Line < 1 || f.Line > len(lines) {
		return ""
	}
	text, _, _ := strings.Cut(lines[f.Line-1], "//")
	return strings.TrimSpace(text)
}
