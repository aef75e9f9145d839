package fuzz

import (
	"errors"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/mpsc"
	"github.com/ringmpsc/ringmpsc-go/channels/spsc"
)

// SPSC runs the operations that data encodes on an [spsc] channel and returns
// an error, which lists them, at the first that disagrees with the model.
//
// [spsc]: github.com/ringmpsc/ringmpsc-go/channels/spsc
func SPSC(data []byte) error { return channel("spsc", data, newSPSC[number], newSPSC[boxed]) }

// MPSC is [SPSC] for an [mpsc] channel, whose producers come and go.
//
// [mpsc]: github.com/ringmpsc/ringmpsc-go/channels/mpsc
func MPSC(data []byte) error { return channel("mpsc", data, newMPSC[number], newMPSC[boxed]) }

// channel runs data on a system that one of the functions creates.
func channel(target string, data []byte, plain func(setup) system[number], pointers func(setup) system[boxed]) error {
	s, ops := decode(data)
	return run(target, s, func(j *journal) {
		if s.boxed {
			runChannel(j, s, ops, pointers(s))
		} else {
			runChannel(j, s, ops, plain(s))
		}
	})
}

func newSPSC[T any](s setup) system[T] {
	p, c := spsc.NewWith[T](s.capacity, s.options)
	return system[T]{first: p, rx: c, observers: []channels.Observer{p, c}}
}

func newMPSC[T any](s setup) system[T] {
	ch, c := mpsc.NewWith[T](s.capacity, s.options)
	register := func() (sender[T], error) { return ch.Register() }
	return system[T]{register: register, rx: c, observers: []channels.Observer{ch, c}}
}

// channelOps are the operations by code. Codes end up in corpora: add at the end.
func channelOps[T element[T]]() []func(*channelTest[T], op) {
	type test = *channelTest[T]
	type from = *producer[T]
	size := func(t test, o op) int { return o.amount(t.setup.capacity) }
	return []func(test, op){
		func(t test, o op) { t.by(o, t.trySend) },
		func(t test, o op) { t.by(o, func(p from) { t.burst(p, o.size%16) }) },
		func(t test, o op) { t.by(o, func(p from) { t.trySendBatch(p, size(t, o)) }) },
		func(t test, o op) { t.by(o, func(p from) { t.send(p, o.how) }) },
		func(t test, o op) { t.by(o, func(p from) { t.sendBatch(p, size(t, o), o.how) }) },
		func(t test, o op) { t.by(o, func(p from) { t.reserve(p, size(t, o)) }) },
		func(t test, o op) { t.by(o, func(p from) { t.commit(p, o.part(len(p.held))) }) },
		func(t test, _ op) { t.tryRecv() },
		func(t test, o op) { t.tryRecvBatch(size(t, o)) },
		func(t test, o op) { t.recvWith(o.how) },
		func(t test, o op) { t.recvBatch(size(t, o), o.how) },
		func(t test, o op) { t.consume(o, size(t, o)) },
		func(t test, o op) { t.all(o) },
		func(t test, o op) { t.batches(o, size(t, o)) },
		func(t test, o op) { t.by(o, func(p from) { t.pollThenSend(p, 2*o.size) }) },
		func(t test, _ op) { t.arm() },
		func(t test, _ op) { t.signal() },
		func(t test, o op) { t.runLoop(o) },
		func(t test, o op) { t.enter(1 + o.size%4) },
		func(t test, o op) { t.by(o, t.leave) },
		func(t test, o op) { t.closeRarely(o) },
	}
}

// maxProducers bounds how many producers are registered in one run.
const maxProducers = 64

// enter registers n producers, each a new life (T13).
func (t *channelTest[T]) enter(n int) {
	for range n {
		if t.one() || len(t.producers) >= maxProducers {
			return
		}
		p, err := t.register()
		t.logf("Register() = producer %d, %v", len(t.producers), err)
		if t.model.Closed() {
			t.check(errors.Is(err, channels.ErrClosed), "Register on a closed channel: error %v, want ErrClosed", err)
			return
		}
		if t.check(err == nil, "Register: error %v", err); err == nil {
			t.enlist(p)
		}
	}
}

// leave closes a producer, again if it was closed before. A live reservation
// is abandoned, and never delivered.
func (t *channelTest[T]) leave(p *producer[T]) {
	if t.one() {
		return
	}
	p.Close()
	t.logf("producer %d: Close()", p.id)
	t.model.Leave(p.id)
	p.held, p.left, p.mayBeShut = nil, true, true
}

// closeRarely closes the channel once in eight times: what can be done to a
// closed channel is soon done.
func (t *channelTest[T]) closeRarely(o op) {
	if o.size%8 == 0 {
		t.closeBy(o.how)
	}
}

// closeBy closes the channel, again if it was closed before.
func (t *channelTest[T]) closeBy(which int) {
	t.observers[which%len(t.observers)].Close()
	t.model.Close()
	t.logf("Close()")
}
