package report

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
)

// marked is a part of a document that the results are written into.
var marked = regexp.MustCompile(`(?s)(<!-- ringbench:([a-z]+) -->\n).*?(<!-- /ringbench -->)`)

// FillIn replaces what is between the markers of a Markdown file,
//
//	<!-- ringbench:bars -->
//	<!-- /ringbench -->
//
// by the results. Every name is a table of [Results.tables].
func (r *Results) FillIn(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	filled, err := r.fillIn(text)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return os.WriteFile(file, filled, 0o644)
}

// fillIn is FillIn on text. Markers that do not pair, or that nothing writes,
// are errors.
func (r *Results) fillIn(text []byte) ([]byte, error) {
	tables := r.tables()
	found := marked.FindAllSubmatch(text, -1)
	if marks := bytes.Count(text, []byte("<!-- ringbench:")); marks != len(found) || bytes.Count(text, []byte("<!-- /ringbench -->")) != marks || marks == 0 {
		return nil, fmt.Errorf("%d markers, of which %d pair", marks, len(found))
	}
	for _, m := range found {
		if tables[string(m[2])] == nil {
			return nil, fmt.Errorf("no table is called %s; there are %s", m[2], strings.Join(slices.Sorted(maps.Keys(tables)), ", "))
		}
		if bytes.Count(m[0], []byte("<!-- ringbench:")) != 1 {
			return nil, fmt.Errorf("the marker %s is not closed", m[2])
		}
	}
	return marked.ReplaceAllFunc(text, func(part []byte) []byte {
		m := marked.FindSubmatch(part)
		return slices.Concat(m[1], []byte(tables[string(m[2])]()), m[3])
	}), nil
}
