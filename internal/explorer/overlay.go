package explorer

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/ringmpsc/ringmpsc-go/model/explore/instrument"
)

// write writes the overlay to dir as the go command wants it, and returns the
// name of the file that describes it.
func write(o *instrument.Overlay, dir string) (string, error) {
	replace := map[string]string{}
	for name, src := range o.Files {
		replace[name] = filepath.Join(dir, fmt.Sprintf("%d.go", len(replace)))
		if err := os.WriteFile(replace[name], src, 0o666); err != nil {
			return "", err
		}
	}
	spec, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	name := filepath.Join(dir, "overlay.json")
	return name, os.WriteFile(name, spec, 0o666)
}
