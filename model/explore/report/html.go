package report

import (
	_ "embed"
	"html/template"
	"io"
)

//go:embed page.html
var page string

var pageTemplate = template.Must(template.New("page").Parse(page))

// HTML writes the failure as a page to step through, which needs no other file.
func (f *Failure) HTML(w io.Writer) error {
	type described struct {
		*Failure
		Says []string // by event
	}
	d := described{Failure: f}
	for i := range f.Events {
		d.Says = append(d.Says, f.Describe(&f.Events[i]))
	}
	return pageTemplate.Execute(w, d)
}
