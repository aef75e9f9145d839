package bench

import "testing"

func BenchmarkSPSC(b *testing.B)     { measure(b, SPSC) }
func BenchmarkMPSC(b *testing.B)     { measure(b, MPSC) }
func BenchmarkPingPong(b *testing.B) { measure(b, PingPong) }
func BenchmarkAlone(b *testing.B)    { measure(b, Alone) }

// measure runs every scenario of a topology with every contender. An iteration
// is a whole run: starting and joining its goroutines is a small part of it.
func measure(b *testing.B, topology Topology) {
	for _, s := range Scenarios() {
		if s.Topology != topology {
			continue
		}
		for _, c := range Contenders() {
			if s.Takes(c) {
				b.Run(s.Name(c.Name), func(b *testing.B) { repeat(b, NewCourse(s, c)) })
			}
		}
	}
}

// repeat measures runs of r, and reports messages, or round trips, per second
// instead of time per run.
func repeat(b *testing.B, r *Course) {
	for b.Loop() {
		if err := r.Run(); err != nil {
			b.Fatal(err)
		}
	}
	messages := float64(r.s.Messages) * float64(b.N)
	b.ReportMetric(messages/b.Elapsed().Seconds(), "msg/s")
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/messages, "ns/msg")
	b.ReportMetric(0, "ns/op") // not shown
}
