package channeltest

import (
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"

	"github.com/ringmpsc/ringmpsc-go/linearizability"
)

// spec returns what the queue promises.
func (r *run) spec() linearizability.Spec {
	s := linearizability.FIFO(r.capacity())
	if r.Order == PerProducer {
		s = linearizability.PerProducer(r.capacity())
	}
	if s.Capacity == unbounded {
		s.Capacity = 0
	}
	return s
}

// crowds runs n crowds, closing some of them early, and checks what they saw.
func (r *run) crowds(n, values int, closing bool) error {
	for i := range n {
		c := &crowd{run: r, q: r.make(), values: values, closeAt: -1}
		if closing {
			c.closeAt = r.rng.IntN(values)
		}
		h, err := c.history(i + 1)
		if err != nil {
			return err
		}
		if err := r.judge(h); err != nil {
			return err
		}
	}
	return nil
}

// judge checks a history, with porcupine too where that is sure to answer.
func (r *run) judge(h linearizability.History) error {
	s := r.spec()
	if err := s.Monitor(h); err != nil {
		return err
	}
	if !s.PerProducer && (s.Capacity == 0 || s.Capacity > 4) && r.Producers > 1 {
		return nil
	}
	if res := s.Check(h); res.Verdict != linearizability.Ok {
		return errors.New(res.Explain())
	}
	return nil
}

func exactlyOnce(r *run) error  { return r.crowds(8, 300, false) }
func closeIsExact(r *run) error { return r.crowds(40, 40, true) }

// lenInBounds looks at Len and Cap all the time while others send and receive.
func lenInBounds(r *run) error {
	c := &crowd{run: r, q: r.make(), values: 1000, closeAt: -1}
	o := c.q.(Observer)
	var over atomic.Bool
	looking := waiting(1, func() error {
		for !over.Load() { //mo:relaxed channeltest.over — only ends the loop
			if n, most := o.Len(), o.Cap(); n < 0 || n > most {
				return fmt.Errorf("in the middle of it, Len = %d and Cap = %d", n, most)
			}
			runtime.Gosched()
		}
		return nil
	})
	h, err := c.history(1)
	over.Store(true) //mo:relaxed channeltest.over — only ends the loop
	if err := errors.Join(err, looking()[0]); err != nil {
		return err
	}
	if n := o.Len(); n != 0 {
		return fmt.Errorf("after everything was received, Len = %d", n)
	}
	return r.judge(h)
}

// producersComeAndGo registers many producers, one after the other and a few at
// a time, that send and leave: nobody's values are lost or mixed up, and memory
// would grow without bound if their places were not used again.
func producersComeAndGo(r *run) error {
	const producers, atATime = 2000, 4
	q := r.make()
	if err := expectEmpty(q); err != nil {
		return err
	}
	for first := 0; first < producers; first += atATime {
		sent := map[int]int{}
		for id := first; id < first+atATime; id++ {
			tx, err := q.(Registrar[int]).NewProducer()
			if err != nil {
				return fmt.Errorf("producer %d: NewProducer: %w", id, err)
			}
			sent[id] = fill(limited{tx, value(id, 3)}, value(id, 0))
			if leaver, ok := tx.(Closer); ok {
				leaver.Close()
				if tx.TrySend(value(id, 9)) {
					return fmt.Errorf("producer %d sent after it left", id)
				}
			}
		}
		if err := collect(q, sent); err != nil {
			return err
		}
	}
	return nil
}

// collect receives what producers sent: as many from each as it says, in order.
func collect(q Queue[int], sent map[int]int) error {
	got := map[int]int{}
	for v, ok := q.TryRecv(); ok; v, ok = q.TryRecv() {
		id, seq := v>>seqBits, v&(1<<seqBits-1)
		if seq != got[id] || seq >= sent[id] {
			return fmt.Errorf("received value %d of producer %d, want value %d of %d", seq, id, got[id], sent[id])
		}
		got[id]++
	}
	for id, n := range sent {
		if n == 0 || got[id] != n {
			return fmt.Errorf("producer %d sent %d values, of which %d were received", id, n, got[id])
		}
	}
	return nil
}
