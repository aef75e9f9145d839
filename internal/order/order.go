// Package order has what sync/atomic lacks and a fast ring needs: a store that
// only releases, fences of which one side is free, a prefetch and a pause.
//
// On amd64 an atomic Store is an XCHG: it waits until the stored line has come
// from the other core. A ring needs less, release, which is a plain MOV there.
// But a MOV may become visible after the loads that follow it, so a publisher
// that then looks whether anybody sleeps could miss the sleeper, while the
// sleeper misses the message. One of the two must pay, and it is the one that
// is about to sleep:
//
//	publisher  StoreRelease(x)   Light()   look whether anybody asked
//	sleeper    ask               Heavy()   look at x
//
// Light and Heavy are asymmetric fences (C++ P1202): a light and a heavy fence
// order each other as two sequentially consistent fences do, and so do two
// heavy ones; two light ones do not. Light costs nothing: it is there for the
// reader and the explorer, and the compiler does not move the atomic load after
// it before the call of StoreRelease. Heavy is the membarrier system call with
// PRIVATE_EXPEDITED on linux: it makes every running thread of the process pass
// a full barrier, which takes some 0.1 µs, or 2 µs when other processors run
// this process.
//
// Own and Want are hints. A store waits in the store buffer until its line has
// come, and the buffer holds the stores of a few messages only; so a producer asks
// for the lines of the slots to come some time ahead. A consumer does so where a
// message has lines of its own.
//
// All this is on linux/amd64 without the race detector, if the kernel has
// membarrier. Elsewhere StoreRelease is an atomic Store and the fences are
// nothing: then the publisher pays.
package order

// Light is the publisher's fence, between its publish and its look.
func Light() {}
