package explore_test

import (
	"testing"

	. "github.com/ringmpsc/ringmpsc-go/model/explore"
)

// TestOraclePrograms: programs that one engine or the other, or a version of
// it with something left out, has been wrong about, and that random programs
// seldom are.
func TestOraclePrograms(t *testing.T) {
	const x, y, z = 0, 1, 2
	sc := func(v verb, loc int, a, b uint64) instr {
		return instr{verb: v, loc: loc, order: SeqCst, failed: SeqCst, a: a, b: b}
	}
	weak := func(v verb, loc int, a, b uint64) instr { return instr{verb: v, loc: loc, a: a, b: b} }
	for what, threads := range map[string][][]instr{
		"a value to wait for has come and gone before the wait": {
			{weak(swap, x, 0, 3)},
			{weak(store, x, 1, 0), weak(store, x, 2, 0)},
			{weak(store, y, 1, 0), weak(await, x, 2, 0)},
		},
		"a failed compare-and-swap would have emptied its buffer": {
			{weak(store, y, 2, 0), weak(swap, x, 0, 1)},
			{sc(fence, x, 0, 0), weak(add, x, 2, 0)},
			{sc(load, y, 0, 0)},
		},
		"compare-and-swap between two stores to its own location": {
			{weak(store, y, 1, 0), weak(swap, y, 1, 2), weak(store, y, 1, 0)},
			{weak(store, x, 1, 0), weak(take, y, 1, 2)},
		},
		"updates and stores of two threads meet": {
			{weak(store, z, 2, 0)},
			{weak(store, x, 1, 0), weak(swap, z, 0, 3)},
			{weak(store, x, 2, 0)},
		},
		"store buffering by way of a third thread": {
			{sc(store, x, 1, 0), {verb: store, loc: z, order: Release, a: 1}},
			{{verb: load, loc: z, order: Acquire}, sc(load, y, 0, 0)},
			{sc(store, y, 1, 0), sc(load, x, 0, 0)},
		},
		"fences between relaxed writes": {
			{weak(store, x, 1, 0), sc(fence, x, 0, 0), weak(store, y, 1, 0)},
			{weak(store, y, 2, 0), sc(fence, x, 0, 0), weak(store, x, 2, 0)},
		},
		"a look that is repeated is on the way to one that sees more": {
			{weak(store, x, 1, 0)},
			{{verb: tries, loc: y, second: x, order: Acquire, a: 1, b: 1}},
			{sc(exchange, y, 0, 2), weak(add, x, 2, 0)},
		},
		"a store that is in a buffer when its thread is joined": {
			{weak(store, x, 1, 0), weak(load, y, 0, 0)},
		},
	} {
		for _, m := range models {
			p := program{locs: 3, threads: threads}
			compare(t, what, m, p.scenario)
		}
	}
}
