package bench

import "testing"

func BenchmarkSPSC(b *testing.B)     { measure(b, "SPSC") }
func BenchmarkMPSC(b *testing.B)     { measure(b, "MPSC") }
func BenchmarkMPMC(b *testing.B)     { measure(b, "MPMC") }
func BenchmarkPingPong(b *testing.B) { measure(b, "PingPong") }
func BenchmarkAlone(b *testing.B)    { measure(b, "Alone") }
func BenchmarkHeadline(b *testing.B) { measure(b, "Headline") }
func BenchmarkLimit(b *testing.B)    { measure(b, "Limit") }
func BenchmarkSizes(b *testing.B)    { measure(b, "Sizes") }
func BenchmarkWake(b *testing.B)     { measure(b, "Wake") }
func BenchmarkIdle(b *testing.B)     { measure(b, "Idle") }
func BenchmarkCrowd(b *testing.B)    { measure(b, "Crowd") }
func BenchmarkMemory(b *testing.B)   { measure(b, "Memory") }

// measure runs the cases of a workload. An iteration is a whole run.
func measure(b *testing.B, workload string) {
	for _, c := range Cases(Usual, BuildC(b.TempDir())) {
		if c.Workload == workload {
			b.Run(c.Variation(), func(b *testing.B) { repeat(b, c) })
		}
	}
}

// repeat measures a case, and reports the means of its metrics instead of time
// per run.
func repeat(b *testing.B, c Case) {
	if c.Missing != "" {
		b.Skip("not measured: " + c.Missing)
	}
	run, sums := c.Start(), map[string]float64{}
	for b.Loop() {
		s, err := run()
		if err != nil {
			b.Fatal(err)
		}
		for unit, v := range s.Metrics {
			sums[unit] += v
		}
	}
	b.ReportMetric(0, "ns/op") // not shown, but by Alone
	for unit, sum := range sums {
		b.ReportMetric(sum/float64(b.N), unit)
	}
}
