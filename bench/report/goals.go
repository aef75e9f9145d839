package report

import (
	"fmt"
	"slices"
)

// The rivals, by what they can do. Each counts with the way of polling that
// suits it best.
var (
	manyRivals = []string{"xsync-mpmc", "xsync-mpmc-gather", "xsync-umpsc", "workiva", "lscq", "lscq-gather", "mutex"}
	oneRivals  = append([]string{"xsync-spsc", "xsync-spsc-gather"}, manyRivals...)

	// Those that bench/testdata/rivals/measure adds.
	fetchedMany = []string{"disruptor", "disruptor-gather", "lfq-mpsc", "lfq-mpsc-gather", "cyub-mpsc", "cyub-mpsc-gather", "ringbuf", "ringbuf-gather", "lockfree"}
	fetchedOne  = append([]string{"lfq-spsc", "lfq-spsc-gather", "cyub-spsc", "cyub-spsc-gather"}, fetchedMany...)
)

// Bars returns the bars B1 to B14.
func Bars() []Bar {
	return []Bar{
		{"B1", "one producer, one consumer, one at a time, TrySend and TryRecv", b1()},
		{"B2", "one producer, one consumer, Send and Recv with the default waiting", b2()},
		{"B3", "reserve 32,768, fill, commit; the receiver only advances", b3()},
		{"B4", "the same, and the receiver reads and checks everything", b4()},
		{"B5", "batches of 8, 64, 1,024, written and read back", b5()},
		{"B6", "round trip, spinning", []condition{
			ratioOf("x chan", of("PingPong", "cap=1024", "ring", "ring-gather", "spsc-busyspin"), of("PingPong", "cap=1024", "chan"), -0.6),
			ratioOf("x the same in C (there is no C++ here)", of("PingPong", "cap=1024", "ring", "ring-gather"), of("PingPong", "cap=1024", "c"), -1.1),
		}},
		{"B7", "send and receive in one goroutine", b7()},
		{"B8", "1, 2, 4, 8 producers, one consumer (capacity 65,536)", b8()},
		{"B9", "several producers and consumers", []condition{missing("2x2 and 4x4 x chan ≥ 1.5", "no mpmc yet")}},
		{"B10", "1,000 registered producers, one active", []condition{
			ratioOf("rate with 1,000 / with 1 (cost ≤ 1.3x)", of("Crowd", "cap=1024/batch=1/registered=1000", "mpsc"), of("Crowd", "cap=1024/batch=1/registered=1", "mpsc"), 0.77),
		}},
		{"B11", "1,000 blocked consumers; wake-up", b11()},
		{"B12", "pool against copying", []condition{missing("crossover; at 4 KiB ≥ 2x", "no pool yet")}},
		{"B13", "between two processes", []condition{missing("x in-process ≥ 0.9", "no shared ring yet")}},
		{"B14", "spillway, tango", []condition{missing("spillway x chan ≥ 3, tango x chan ≥ 2", "no spillway and no tango yet")}},
	}
}

func b1() []condition {
	const at = "cap=65536/batch=1/producers=1"
	ours := of("SPSC", at, "ring", "ring-gather")
	return []condition{
		ratioOf("x chan", ours, of("SPSC", at, "chan"), 3.5),
		ratioOf("spsc x chan", of("SPSC", at, "spsc-try", "spsc-try-gather"), of("SPSC", at, "chan"), 3.5),
		ratioOf("x the best Go rival", ours, of("SPSC", at, oneRivals...), 1),
		ratioOf("x the best Go rival that the module proxy refuses", ours, of("SPSC", at, fetchedOne...), 1).
			or("measured apart, from clones: see performance.md"),
		ratioOf("x the same in C", ours, of("SPSC", at, "c", "c-gather"), 0.9),
	}
}

func b2() []condition {
	const at = "cap=65536/batch=1/producers=1"
	all := []condition{ratioOf("x chan", of("SPSC", at, "spsc"), of("SPSC", at, "chan"), 2.5)}
	for _, at := range []string{"cap=64/batch=1/producers=1", "cap=1024/batch=1/producers=1", "cap=65536/batch=1/producers=1",
		"cap=64/batch=1/producers=1/procs=1", "cap=1024/batch=1/producers=1/procs=1"} {
		all = append(all, ratioOf(at+" x chan", of("SPSC", at, "spsc"), of("SPSC", at, "chan"), 1))
	}
	return all
}

func b3() (all []condition) {
	for _, at := range []string{"type=u32/reader=advances/ring=256KiB", "type=u64/reader=advances/ring=512KiB"} {
		all = append(all, ratioOf(at+" x clear", of("Headline", at, "ring"), of("Headline", at, "clear"), 0.95))
	}
	return all
}

func b4() []condition {
	all := []condition{figureOf("G u32/s, in the same ring ≥ 2.84", "Headline/ring/type=u32/reader=checks/ring=256KiB", "msg/s", 2.84e9, 1e9)}
	for _, at := range []string{"type=u32/reader=checks/ring=256KiB", "type=u32/reader=checks/ring=4096KiB", "type=u64/reader=checks/ring=512KiB", "type=u64/reader=checks/ring=4096KiB"} {
		all = append(all, ratioOf(at+" x without a ring", of("Headline", at, "ring"), of("Headline", at, "handover"), 0.8))
	}
	return all
}

func b5() (all []condition) {
	for _, b := range []struct {
		batch int
		bound float64
	}{{8, 5}, {64, 15}, {1024, 33}} {
		at := fmt.Sprintf("cap=65536/batch=%d/producers=1", b.batch)
		all = append(all,
			ratioOf(fmt.Sprintf("%d: x chan", b.batch), of("SPSC", at, "ring"), of("SPSC", at, "chan"), b.bound),
			ratioOf(fmt.Sprintf("%d: x the same in C", b.batch), of("SPSC", at, "ring"), of("SPSC", at, "c"), 0.95))
	}
	return all
}

func b7() (all []condition) {
	for _, impl := range []string{"ring", "spsc", "mpsc"} {
		all = append(all,
			ratioOf(impl+" x chan", of("Alone", "cap=1024", impl), of("Alone", "cap=1024", "chan"), -0.2),
			figureOf(impl+" allocations = 0", "Alone/"+impl+"/cap=1024", "allocs/op", 0, 1))
	}
	return all
}

func b8() (all []condition) {
	at := func(batch, producers int) string {
		return fmt.Sprintf("cap=65536/batch=%d/producers=%d", batch, producers)
	}
	for _, batch := range []int{1, 64} {
		all = append(all, ratioOf(fmt.Sprintf("8P / 1P, receive batch %d", batch), of("MPSC", at(batch, 8), "mpsc"), of("MPSC", at(batch, 1), "mpsc"), 0.9))
	}
	for _, producers := range []int{1, 2, 4, 8} {
		p := at(1, producers)
		all = append(all,
			ratioOf(fmt.Sprintf("%dP x chan", producers), of("MPSC", p, "mpsc"), of("MPSC", p, "chan"), 4),
			ratioOf(fmt.Sprintf("%dP x the best Go rival", producers), of("MPSC", p, "mpsc"), of("MPSC", p, slices.Concat(manyRivals, fetchedMany)...), 1.4))
	}
	return append(all, ratioOf("8P, receive batch 64, x chan", of("MPSC", at(64, 8), "mpsc"), of("MPSC", at(64, 8), "chan"), 7))
}

func b11() (all []condition) {
	for _, impl := range []string{"spsc", "mpsc"} {
		all = append(all,
			figureOf(impl+": processor ≤ 1 % of one core", "Idle/"+impl+"/consumers=1000", "cpu-%", -1, 1),
			figureOf(impl+": new threads = 0", "Idle/"+impl+"/consumers=1000", "threads", 0, 1))
		for _, sender := range []string{"works", "sleeps"} {
			at := "sender=" + sender
			all = append(all, ratioOf(fmt.Sprintf("%s: wake-up, sender %s, x chan", impl, sender), of("Wake", at, impl+"-default"), of("Wake", at, "chan"), -1.2))
		}
	}
	return all
}
