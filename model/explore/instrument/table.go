package instrument

import (
	"fmt"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// orders are the names of the orders in package explore.
var orders = map[string]string{
	"relaxed": "Relaxed", "acquire": "Acquire", "release": "Release", "acqrel": "AcqRel", "seqcst": "SeqCst",
	"light": "Light", "heavy": "Heavy",
}

// tableFile is the file that holds it.
func (p *pkg) tableFile() string {
	switch name := p.files[0].ast.Name.Name; {
	case strings.HasSuffix(name, "_test"):
		return "mc_sites_external_test.go"
	case strings.HasSuffix(p.files[0].base, "_test.go"):
		return "mc_sites_test.go"
	default:
		return "mc_sites.go"
	}
}

// table adds the file that says which sites and shared fields there are.
func (p *pkg) table() {
	var b strings.Builder
	fmt.Fprintf(&b, "package %s\n\nimport (\n\tmcexplore %q\n\tmcatomic %q\n)\n\n", p.files[0].ast.Name.Name, path.Dir(shim), shim)
	b.WriteString("var mcSites = [...]mcatomic.Site{\n")
	for _, s := range p.sites {
		fmt.Fprintf(&b, "\t{Label: %q, Pos: %q, Order: mcexplore.%s},\n", s.Label, s.Pos, orders[s.Order])
	}
	b.WriteString("}\n\nfunc init() {\n")
	fmt.Fprintf(&b, "\tmcexplore.Rewritten(%q, %q)\n", p.dir, p.name)
	for _, name := range slices.Sorted(maps.Keys(p.shared)) {
		fmt.Fprintf(&b, "\tmcatomic.Shared(%q)\n", name)
	}
	for _, name := range slices.Sorted(maps.Keys(p.single)) {
		fmt.Fprintf(&b, "\tmcatomic.Shared(%q)\n", name)
	}
	for _, name := range p.globals {
		fmt.Fprintf(&b, "\tmcexplore.Global(%q, &%s)\n", name, name)
	}
	b.WriteString("}\n")
	p.overlay.Files[filepath.Join(p.dir, p.tableFile())] = []byte(b.String())
	p.overlay.Sites = append(p.overlay.Sites, p.sites...)
}
