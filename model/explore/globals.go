package explore

// global is a variable that holds locations.
type global struct {
	name string
	root any
}

var (
	globals   []global
	rewritten = map[string]string{} // by directory: how positions in it begin
)

// Global makes a package-level variable known to every scenario of [Check].
// Instrumented packages call it when they are initialised.
func Global(name string, root any) { globals = append(globals, global{name, root}) }

// Rewritten says that the program holds an instrumented package, where its
// source is, and how positions in it begin. Instrumented packages call it when
// they are initialised.
func Rewritten(dir, name string) { rewritten[dir] = name }

// Instrumented reports whether this program holds instrumented packages.
func Instrumented() bool { return len(rewritten) > 0 }

// watching returns a scenario that watches the package-level variables.
func watching(scenario func(*World)) func(*World) {
	return func(w *World) {
		for _, g := range globals {
			w.Watch(g.name, g.root)
		}
		scenario(w)
	}
}
