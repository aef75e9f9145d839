package report

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/ringmpsc/ringmpsc-go/bench"
)

// plots returns the diagrams that are drawn from several groups of results.
func (r *Results) plots() (drawings []drawing) {
	for _, p := range []plot{
		r.overProducers(1), r.overProducers(64), r.overBatches(), r.roofline(), r.overSizes(),
		r.distribution("PingPong", "cap=1024", "Round trips: share that took no longer"),
		r.distribution("Wake", "sender=works", "Wake-ups, sender works on: share that took no longer"),
		r.distribution("Wake", "sender=sleeps", "Wake-ups, sender sleeps then: share that took no longer"),
	} {
		if svg := p.draw(); svg != "" {
			drawings = append(drawings, drawing{p.title, template.HTML(svg)})
		}
	}
	return drawings
}

func count(x float64) string { return fmt.Sprintf("%.0f", x) }

// over returns, for each contender of a workload, its medians by x; params
// formats the parameters for one x. Variants only count if they are wanted.
func (r *Results) over(workload string, xs []float64, params func(x int) string) (all []series) {
	for _, x := range xs {
		for _, l := range r.Of(workload, params(int(x))) {
			if len(l.Main()) == 0 {
				continue
			}
			i := slices.IndexFunc(all, func(s series) bool { return s.name == l.Impl })
			if i < 0 {
				i = len(all)
				all = append(all, series{name: l.Impl})
			}
			all[i].points = append(all[i].points, [2]float64{x, l.Median()})
		}
	}
	return slices.DeleteFunc(all, func(s series) bool { return len(s.points) < 2 })
}

func (r *Results) overProducers(batch int) plot {
	xs := []float64{1, 2, 4, 8}
	for _, capacity := range []int{65536, 1024} {
		p := plot{
			title: fmt.Sprintf("Producers: messages per second, capacity %d, receive batch %d", capacity, batch),
			x:     "producers", y: "msg/s", xs: xs, format: count,
			series: r.over("MPSC", xs, func(n int) string { return fmt.Sprintf("cap=%d/batch=%d/producers=%d", capacity, batch, n) }),
		}
		if len(p.series) > 0 {
			return p
		}
	}
	return plot{}
}

var batches = []float64{1, 8, 64, 1024, 32768}

func (r *Results) overBatches() plot {
	return plot{title: "Batches: messages per second, one producer, capacity 65,536", x: "batch", y: "msg/s", xs: batches, logY: true, format: count,
		series: slices.DeleteFunc(r.over("SPSC", batches, func(n int) string { return fmt.Sprintf("cap=65536/batch=%d/producers=1", n) }),
			func(s series) bool { return s.name == "c-gather" })}
}

func (r *Results) overSizes() plot {
	xs := []float64{8, 64, 256, 1024, 4096}
	return plot{title: "Message sizes: messages per second, by value", x: "bytes", y: "msg/s", xs: xs, logY: true, format: count,
		series: r.over("Sizes", xs, func(n int) string { return fmt.Sprintf("size=%d/cap=256", n) })}
}

// roofline shows bytes per second over batches below what limits them: memory on
// one core, and cache lines between two.
func (r *Results) roofline() plot {
	p := plot{title: "Roofline: bytes per second, one producer, written and read back", x: "batch of u64", y: "GB/s", xs: batches, logY: true, format: count}
	for _, s := range r.over("SPSC", batches, func(n int) string { return fmt.Sprintf("cap=65536/batch=%d/producers=1", n) }) {
		if slices.Contains([]string{"chan", "ring", "spsc", "c"}, s.name) {
			for i := range s.points {
				s.points[i][1] *= 8 / 1e9
			}
			p.series = append(p.series, s)
		}
	}
	if len(p.series) == 0 {
		return plot{}
	}
	limit := func(name string, gb float64) {
		if gb > 0 {
			p.series = append(p.series, series{name: name, limit: true, points: [][2]float64{{batches[0], gb}, {batches[len(batches)-1], gb}}})
		}
	}
	for _, impl := range []string{"clear", "copy", "memset", "read"} {
		limit(impl+" 512 KiB", r.Find("Limit/impl="+impl+"/bytes=512KiB").Median())
	}
	limit("no ring, 512 KiB", r.Find("Headline/impl=handover/type=u64/reader=checks/ring=512KiB").Median())
	if ns := bench.Median(r.Handover); ns > 0 {
		limit("8 B a line transfer", 8/ns)
		limit("64 B a line transfer", 64/ns)
	}
	return p
}

// palette has colors for contenders of one family, which have to be told apart
// where they are in one diagram.
var palette = []string{
	"#00a1d6", "#6b8e23", "#f472b6", "#4338ca", "#a16207", "#14532d", "#94a3b8", "#111827", "#22c55e", "#be123c",
}

// recolor gives a color of its own to each series but the first of its family.
func recolor(all []series) {
	seen, next := map[string]bool{}, 0
	for i, s := range all {
		own := color(s.name)
		if seen[own] && next < len(palette) {
			own = palette[next]
			next++
		}
		seen[own], all[i].color = true, own
	}
}

// another reports whether impl is one of ours, or a rival, that only waits in
// another way: too many to be told apart in one diagram.
func another(impl string) bool {
	return strings.HasSuffix(impl, "-gather") || impl != "spsc-busyspin" && (strings.HasPrefix(impl, "spsc-") || strings.HasPrefix(impl, "mpsc-"))
}

// distribution shows what share of the latencies was at most so long.
func (r *Results) distribution(workload, params, title string) plot {
	p := plot{title: title, x: "ns", y: "share", format: short}
	longest := 100.0
	for _, l := range r.Of(workload, params) {
		if len(l.Bars) == 0 || l.Failed != "" || workload == "PingPong" && another(l.Impl) {
			continue
		}
		total, seen := 0.0, 0.0
		for _, b := range l.Bars {
			total += float64(b.Count)
		}
		s := series{name: l.Impl}
		for _, b := range l.Bars {
			seen += float64(b.Count)
			s.points = append(s.points, [2]float64{max(b.From, 10), seen / total})
			if seen/total >= 0.999 {
				longest = max(longest, b.From)
				break
			}
		}
		p.series = append(p.series, s)
	}
	recolor(p.series)
	for x := 10.0; x < longest*10; x *= 10 {
		p.xs = append(p.xs, x)
	}
	return p
}
