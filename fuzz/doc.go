// Package fuzz turns byte strings into operations on the production types, in
// one goroutine, and compares every result with package model. [Ring], [SPSC]
// and [MPSC] are the entry points: the native fuzz targets, the rapid state
// machines and ringcheck call them; a random byte string is a random test.
//
// # Encoding
//
// The first four bytes choose the [capacity, start position, element type and
// latency, wait strategy]; every four bytes after them are one operation:
// [what, size, variant, which producer]. Every byte string is a valid test, an
// incomplete operation at its end is left out, and removing an operation leaves
// the others as they are, so that failing inputs shrink well.
//
// # What is compared
//
// After every operation: its results; Len, Cap, Closed, Drained and Stats; the
// contents of windows that are still on show; and, once Ready was called, that
// there is a signal if there is something to receive. At the end the channel is
// closed and drained. Reserved slots are filled with poison until the moment
// they are committed, so that whatever becomes visible without having been
// sent is recognised.
//
// The properties are those of the project's test plan:
//
//	T1  any mix of the receiving APIs agrees with the model
//	T2  many empty polls, then one send: the next poll returns it
//	T3  sends, commits and registrations after Close
//	T4  batches larger than the space, larger than the capacity, across the wrap
//	T5  second and abandoned reservations, wrong commits, stale contents
//	T6  handlers and loop bodies that panic, break, send, close, or receive
//	T7  releases of more than is readable
//	T8  capacities 1, 2, 3, 4, 8 and odd ones
//	T9  positions at 0 and just before 2^32 and 2^64
//	T10 empty batches, re-entrant callbacks, no producers
//	T13 producers that come and go: order is kept, and items are not mixed
//	T14 the right error: closed, canceled, or none
package fuzz
