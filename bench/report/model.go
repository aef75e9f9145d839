package report

import (
	"fmt"
	"strings"

	"github.com/ringmpsc/ringmpsc-go/bench"
)

// model is what docs/performance.md calls the cost model: a batch of b messages
// of 8 bytes costs two hand-overs of a cache line, and each message its share of
// the bandwidth between two cores.
type model struct {
	line float64 // ns, hand-over of a cache line, one way
	byte float64 // ns, each byte that one core writes and another reads
}

// far is the hand-over, in ns, that is taken for cores that are not neighbours.
const far = 150.0

// modelOf returns the model with the constants measured in a run; false if it
// lacks one.
func modelOf(r *Results) (model, bool) {
	gb := r.Find("Headline/impl=handover/type=u64/reader=checks/ring=512KiB").Median()
	m := model{line: bench.Median(r.Handover)}
	if gb == 0 || m.line == 0 {
		return m, false
	}
	m.byte = 1 / gb
	return m, true
}

// rate returns messages of 8 bytes per second in batches of b.
func (m model) rate(b float64) float64 { return 1e9 / (8*m.byte + 2*m.line/b) }

// modelTable compares the model with what was measured.
func (r *Results) modelTable() string {
	m, ok := modelOf(r)
	if !ok {
		return "The constants of the model are not in this run.\n"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Constants of this run: %.0f ns a hand-over, %.2f ns a byte.\n\n", m.line, m.byte)
	b.WriteString("| batch | model, M msg/s | `ring` measured | measured / model |\n|---|---|---|---|\n")
	for _, batch := range batches[1:] {
		l := r.Find(fmt.Sprintf("SPSC/impl=ring/cap=65536/batch=%.0f/producers=1", batch))
		if len(l.Main()) == 0 {
			continue
		}
		fmt.Fprintf(&b, "| %.0f | %s | %s | %.2f |\n", batch, figure(m.rate(batch)/1e6), figure(l.Median()/1e6), l.Median()/m.rate(batch))
	}
	return b.String()
}

// coresTable extrapolates with the model. Nothing in it is measured.
func (r *Results) coresTable() string {
	m, ok := modelOf(r)
	if !ok {
		return "The constants of the model are not in this run.\n"
	}
	distant := model{far, m.byte * far / m.line}
	if m.line > far {
		distant = m
	}
	var b strings.Builder
	fmt.Fprintf(&b, "| cores | pairs, each a channel of its own, batch 64: %.0f ns / %.0f ns | one consumer, all others send, batch 64: %.0f ns / %.0f ns |\n|---|---|---|\n",
		m.line, distant.line, m.line, distant.line)
	for _, cores := range []float64{2, 8, 32, 128} {
		fmt.Fprintf(&b, "| %.0f | %sM / %sM | %sM / %sM |\n", cores,
			figure(cores/2*m.rate(64)/1e6), figure(cores/2*distant.rate(64)/1e6), figure(m.rate(64)/1e6), figure(distant.rate(64)/1e6))
	}
	return b.String()
}
