package main

// noticedSoon are the mutants that -quick tries: layers unit and fuzz notice
// them whatever the schedule, and without hanging until their time is over.
var noticedSoon = map[string]bool{
	"full-test-off-by-one":               true,
	"full-one-early":                     true,
	"cached-head-ahead":                  true,
	"batch-forgets-wrap":                 true,
	"slot-not-cleared":                   true,
	"batch-slots-not-cleared":            true,
	"commit-all-reserved":                true,
	"partial-commit-lost":                true,
	"compare-32-bit":                     true,
	"handled-windows-stay":               true,
	"seal-off-by-one":                    true,
	"refused-reported-as-sent":           true,
	"close-not-looked-for-after-publish": true,
	"consumer-reads-past-final":          true,
	"space-freed-without-wake":           true,
	"close-does-not-wake-receiver":       true,
	"drain-skips-unknown-rings":          true,
	"turn-without-end":                   true,
	"turn-never-moves":                   true,
	"forgotten-ring-hides-another":       true,
}
