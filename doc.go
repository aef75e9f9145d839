// Package ringmpsc holds no code: it is the map of this module, lock-free rings
// and channels whose correctness is tested rather than claimed.
//
// # Packages
//
//   - [github.com/ringmpsc/ringmpsc-go/ring]: the single-producer single-consumer
//     ring that everything is made of. Positions, slots, reserve and commit,
//     batches; no waiting, no goroutines
//   - [github.com/ringmpsc/ringmpsc-go/channels]: what all channels share: the
//     error, options, interfaces, statistics
//   - [github.com/ringmpsc/ringmpsc-go/channels/spsc]: one producer, one consumer
//   - [github.com/ringmpsc/ringmpsc-go/channels/mpsc]: many producers, one consumer
//   - [github.com/ringmpsc/ringmpsc-go/channels/wait]: wait strategies and the
//     parking handshake
//   - [github.com/ringmpsc/ringmpsc-go/channels/channeltest]: a conformance suite
//     for any implementation, wrapper or rival
//   - [github.com/ringmpsc/ringmpsc-go/linearizability]: records histories and
//     checks them with porcupine
//   - [github.com/ringmpsc/ringmpsc-go/model]: the executable specifications that
//     tests compare the channels with
//   - [github.com/ringmpsc/ringmpsc-go/model/explore]: runs every execution that a
//     memory model allows, of the shipped source and of yours
//   - [github.com/ringmpsc/ringmpsc-go/model/machine]: step machines with the same
//     states and steps as the TLA+ specifications in directory tla
//
// The command [github.com/ringmpsc/ringmpsc-go/cmd/ringcheck] runs the checks
// as a gate. Packages fuzz and stress hold tests only.
//
// # Guarantees
//
// Each package's comment has this table with the tests that show each line for
// its type. Where it does not say otherwise, what the tests show they show by
// sampling executions. Package model/explore runs all executions of small
// scenarios.
//
//	G1 order         each producer's messages are received in the order it sent them
//	G2 exactly once  a send that reported success is received once, as long as
//	                 somebody keeps receiving; one that reported failure never is:
//	                 across close, cancellation, deregistration, handler panics
//	G3 race-free     no data race under the Go memory model, zero-copy paths included
//	G4 wake-up       nobody sleeps although there is data, space or a close
//	G5 bounds        the capacity is never exceeded, memory does not grow with the
//	                 number of producers that came and went, consumed slots hold
//	                 no pointers
//	G6 replay        a failure prints the seed or input that reproduces it
//	G7 hostile peer  n/a: there are no rings between processes yet
//
// # When a plain chan is the better choice
//
//   - to select over several channels: Ready gives one signal for a receiver,
//     but there is no select for senders, nor between cases
//   - to receive from several goroutines: both channels have one consumer
//   - at some thousand messages a second: you will not see the difference
//   - unbuffered, to hand over and to know that it was received
//   - for the global order of all senders: mpsc keeps each producer's order only
//   - to send from goroutines that come and go with every message: a producer
//     is registered, has a ring of its own, and belongs to one goroutine
package ringmpsc
