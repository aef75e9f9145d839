package tla

import (
	"fmt"
	"maps"
	"slices"
)

// Modules returns the modules that have configs, in the order of their names.
func Modules() ([]string, error) {
	all, err := Configs()
	return modulesOf(all), err
}

// Describe says what was checked: "configs: 14 hold (23400 states), 9 fail as
// they say; TLC 20, machine 12, tla-checker 18". What failed or was not checked
// does not count; nor does what only a step machine says, for it has no
// invariants.
func Describe(results []Result) string {
	holds, fails, states := map[string]bool{}, map[string]bool{}, 0
	checkers := map[string]int{}
	for _, r := range results {
		if r.Verdict != Pass {
			continue
		}
		switch checkers[r.Checker]++; {
		case r.Checker == "machine":
		case r.Distinct == 0:
			fails[r.Config] = true
		case !holds[r.Config]:
			holds[r.Config] = true
			states += r.Distinct
		}
	}
	s, sep := fmt.Sprintf("configs: %d hold (%d states), %d fail as they say", len(holds), states, len(fails)), "; "
	for _, name := range slices.Sorted(maps.Keys(checkers)) {
		s += fmt.Sprintf("%s%s %d", sep, name, checkers[name])
		sep = ", "
	}
	return s
}

// Summary says in one line how a run ended.
func Summary(results []Result) string {
	count := map[Verdict]int{}
	for _, r := range results {
		count[r.Verdict]++
	}
	return fmt.Sprintf("%d ok, %d failed, %d not checked", count[Pass], count[Fail], count[NotChecked])
}

// Unchecked returns the configs that no checker has checked: those that need
// TLC, and those that do not.
func Unchecked(results []Result) (needTLC, others []string) {
	checked, safety := map[string]bool{}, map[string]bool{}
	for _, r := range results {
		if r.Checker == "machine" {
			continue
		}
		checked[r.Config] = checked[r.Config] || r.Verdict != NotChecked
		safety[r.Config] = r.Safety
	}
	for _, name := range slices.Sorted(maps.Keys(checked)) {
		switch {
		case checked[name]:
		case safety[name]:
			others = append(others, name)
		default:
			needTLC = append(needTLC, name)
		}
	}
	return needTLC, others
}
