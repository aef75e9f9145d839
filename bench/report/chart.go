package report

import (
	"cmp"
	"fmt"
	"html"
	"math"
	"slices"
	"strings"
)

// svg collects the elements of a drawing.
type svg struct {
	b             strings.Builder
	width, height float64
}

func (s *svg) add(format string, args ...any) { fmt.Fprintf(&s.b, format+"\n", args...) }

// text writes escaped text; style is a class of the page's style sheet.
func (s *svg) text(x, y float64, anchor, style, text string) {
	s.add(`<text x="%.1f" y="%.1f" text-anchor="%s" class="%s">%s</text>`, x, y, anchor, style, html.EscapeString(text))
}

func (s *svg) line(x1, y1, x2, y2 float64, style string) {
	s.add(`<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" class="%s"/>`, x1, y1, x2, y2, style)
}

// String returns the drawing; title is what it is called by screen readers.
func (s *svg) String(title string) string {
	return fmt.Sprintf("<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\">\n%s</svg>", s.width, s.height, html.EscapeString(title), s.b.String())
}

// color returns a contender's color, the same in all drawings.
func color(impl string) string {
	for _, c := range []struct{ prefix, color string }{
		{"chan", "#5f6b7a"}, {"mutex", "#8e6bbf"}, {"ring", "#1565d8"}, {"spsc", "#0d9488"}, {"mpsc", "#b5179e"},
		{"xsync-spsc", "#e07b00"}, {"xsync-mpmc", "#c2410c"}, {"xsync-umpsc", "#d4a017"}, {"workiva", "#8d6e63"}, {"lscq", "#b91c1c"},
		{"c", "#2e7d32"}, {"mem", "#2e7d32"},
	} {
		if impl == c.prefix || strings.HasPrefix(impl, c.prefix+"-") || c.prefix == "mem" && strings.HasPrefix(impl, "mem") {
			return c.color
		}
	}
	return "#9aa3ad"
}

// row is a line of a bar chart.
type row struct {
	label           string
	value, low, top float64
	note            string // to the right of the bar
	strong          bool
}

// barChart draws horizontal bars with their spread, from 0.
func barChart(title string, rows []row) string {
	const height, label, right, bar = 22.0, 128.0, 176.0, 520.0
	s := &svg{width: bar, height: height*float64(len(rows)) + 6}
	most := 0.0
	for _, r := range rows {
		most = max(most, r.value, r.top)
	}
	scale := (bar - label - right) / max(most, 1e-300)
	for i, r := range rows {
		y := 4 + height*float64(i)
		style := "label"
		if r.strong {
			style = "label strong"
		}
		s.text(label-6, y+13, "end", style, r.label)
		if r.value == 0 && r.top == 0 && r.note != "" && r.low == 0 {
			s.text(label, y+13, "start", "note", r.note)
			continue
		}
		s.add(`<rect x="%.1f" y="%.1f" width="%.1f" height="15" fill="%s"/>`, label, y+1, max(1, r.value*scale), color(r.label))
		s.line(label+r.low*scale, y+8.5, label+r.top*scale, y+8.5, "whisker")
		s.text(label+max(r.value, r.top)*scale+6, y+13, "start", style, r.note)
	}
	return s.String(title)
}

// series is a line of a plot.
type series struct {
	name   string
	points [][2]float64
	limit  bool   // drawn dashed and grey
	color  string // "" is the contender's
}

// plot is a diagram with a logarithmic x axis.
type plot struct {
	title, x, y string
	xs          []float64 // ticks
	logY        bool
	series      []series
	format      func(float64) string // of x
}

// margins and size of plots.
const (
	plotWidth, plotHeight = 520.0, 300.0
	plotLeft, plotRight   = 56.0, 128.0
	plotTop, plotBottom   = 12.0, 44.0
)

// draw returns the diagram, or "" if there is nothing to draw.
func (p plot) draw() string {
	p.series = slices.DeleteFunc(slices.Clone(p.series), func(s series) bool { return len(s.points) == 0 })
	if len(p.series) == 0 {
		return ""
	}
	s := &svg{width: plotWidth, height: plotHeight}
	low, high := p.range2()
	px := func(x float64) float64 {
		first, last := math.Log(p.xs[0]), math.Log(p.xs[len(p.xs)-1])
		return plotLeft + (math.Log(x)-first)/(last-first)*(plotWidth-plotLeft-plotRight)
	}
	py := func(y float64) float64 {
		f := (y - low) / (high - low)
		if p.logY {
			f = math.Log(y/low) / math.Log(high/low)
		}
		return plotHeight - plotBottom - f*(plotHeight-plotTop-plotBottom)
	}
	p.axes(s, low, high, px, py)
	var ends []endLabel
	for _, line := range p.series {
		var path strings.Builder
		for i, pt := range line.points {
			fmt.Fprintf(&path, "%c%.1f %.1f", "ML"[min(i, 1)], px(pt[0]), py(pt[1]))
		}
		style, stroke := "curve", cmp.Or(line.color, color(line.name))
		if line.limit {
			style, stroke = "curve limit", "#6b7280"
		} else if line.color == "" && strings.Contains(line.name, "-") && ours(line.name) {
			style = "curve variant"
		}
		s.add(`<path d="%s" class="%s" stroke="%s"/>`, path.String(), style, stroke)
		last := line.points[len(line.points)-1]
		ends = append(ends, endLabel{line.name, stroke, py(last[1])})
	}
	labelEnds(s, ends)
	return s.String(p.title)
}

// range2 returns the least and the greatest y that the axis shows.
func (p plot) range2() (low, high float64) {
	low = math.Inf(1)
	for _, s := range p.series {
		for _, pt := range s.points {
			low, high = min(low, pt[1]), max(high, pt[1])
		}
	}
	if !p.logY {
		return 0, high * 1.05
	}
	return math.Pow(10, math.Floor(math.Log10(low))), math.Pow(10, math.Ceil(math.Log10(high*1.0001)))
}

func (p plot) axes(s *svg, low, high float64, px, py func(float64) float64) {
	bottom, right := plotHeight-plotBottom, plotWidth-plotRight
	for _, y := range p.ticks(low, high) {
		s.line(plotLeft, py(y), right, py(y), "grid")
		s.text(plotLeft-6, py(y)+4, "end", "tick", short(y))
	}
	for _, x := range p.xs {
		s.line(px(x), bottom, px(x), bottom+4, "axis")
		s.text(px(x), bottom+17, "middle", "tick", p.format(x))
	}
	s.line(plotLeft, bottom, right, bottom, "axis")
	s.text((plotLeft+right)/2, plotHeight-6, "middle", "tick", p.x+"   (y: "+p.y+")")
}

// ticks returns where the y axis is labelled.
func (p plot) ticks(low, high float64) (ticks []float64) {
	if p.logY {
		for y := low; y <= high*1.001; y *= 10 {
			ticks = append(ticks, y)
		}
		return ticks
	}
	step := math.Pow(10, math.Floor(math.Log10(high)))
	for high/step < 4 {
		step /= 2
	}
	for y := 0.0; y <= high; y += step {
		ticks = append(ticks, y)
	}
	return ticks
}

// endLabel is a series' name beside its last point.
type endLabel struct {
	text, color string
	y           float64
}

// labelEnds writes the names, moved apart where they would overlap.
func labelEnds(s *svg, ends []endLabel) {
	const apart = 13.0
	slices.SortFunc(ends, func(a, b endLabel) int { return int(math.Round(a.y*10 - b.y*10)) })
	for i := 1; i < len(ends); i++ {
		ends[i].y = max(ends[i].y, ends[i-1].y+apart)
	}
	if over := ends[len(ends)-1].y - (plotHeight - 4); over > 0 {
		for i := len(ends) - 1; i >= 0; i-- {
			limit := plotHeight - 4 - apart*float64(len(ends)-1-i)
			ends[i].y = min(ends[i].y, limit)
		}
	}
	for _, e := range ends {
		s.add(`<text x="%.1f" y="%.1f" class="end" style="fill:%s">%s</text>`, plotWidth-plotRight+6, e.y+4, e.color, html.EscapeString(e.text))
	}
}

// short formats a figure with three digits and a suffix.
func short(v float64) string {
	for _, s := range []struct {
		scale float64
		unit  string
	}{{1e9, "G"}, {1e6, "M"}, {1e3, "k"}} {
		if v >= s.scale {
			return trimmed(v/s.scale) + s.unit
		}
	}
	return trimmed(v)
}

func trimmed(v float64) string { return fmt.Sprintf("%.3g", v) }
