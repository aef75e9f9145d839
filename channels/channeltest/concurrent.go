package channeltest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ringmpsc/ringmpsc-go/linearizability"
)

// crowd is a run of all producers and consumers on one queue.
type crowd struct {
	*run
	q       Queue[int]
	rec     *linearizability.Recorder
	values  int         // each producer sends
	closeAt int         // after which value of producer 0 somebody closes; none if negative
	stop    atomic.Bool // Close has returned
	done    atomic.Bool // no sends any more
}

// seqBits is how many bits of a value number it; the rest name its producer, so
// that it fits into 31 bits.
const seqBits = 20

func value(producer, seq int) int { return producer<<seqBits | seq }

// lin returns a value as it is recorded.
func lin(v int) linearizability.Value {
	if v < 0 {
		return linearizability.ValueOf(1<<16-1, -v) // nobody's: it was invented
	}
	return linearizability.ValueOf(v>>seqBits, v&(1<<seqBits-1))
}

// history lets the crowd loose and returns what it saw.
func (c *crowd) history(stream int) (linearizability.History, error) {
	senders, err := c.senders()
	if err != nil {
		return nil, err
	}
	clients := c.Producers + c.Consumers + 1
	c.rec = linearizability.NewRecorder(clients, 4*c.values)
	var producing, consuming, closing sync.WaitGroup
	trigger := make(chan struct{})
	early := c.closeAt >= 0 // producer 0 closes trigger
	closing.Go(func() { <-trigger; c.close(clients - 1) })
	for i, tx := range senders {
		producing.Go(func() { c.produce(i, tx, c.suite.rand(stream*clients+i), trigger) })
	}
	for i := range c.Consumers {
		id := c.Producers + i
		consuming.Go(func() { c.consume(c.rec.Log(id), c.suite.rand(stream*clients+id)) })
	}
	producing.Wait()
	if !early {
		close(trigger)
	}
	closing.Wait()
	c.done.Store(true) //mo:release channeltest.done — what is received next is after every send
	consuming.Wait()
	return c.rec.History(), nil
}

// senders returns the producers' ends.
func (c *crowd) senders() ([]Sender[int], error) {
	senders := []Sender[int]{c.q}
	for len(senders) < c.Producers {
		tx := Sender[int](c.q)
		if reg, ok := c.q.(Registrar[int]); ok {
			var err error
			if tx, err = reg.NewProducer(); err != nil {
				return nil, fmt.Errorf("NewProducer: %w", err)
			}
		}
		senders = append(senders, tx)
	}
	return senders, nil
}

// close closes the queue if it can be closed.
func (c *crowd) close(client int) {
	if q, ok := c.q.(Closer); ok {
		log := c.rec.Log(client)
		log.Begin(linearizability.Close, 0)
		q.Close()
		log.End(linearizability.OK)
		c.stop.Store(true) //mo:release channeltest.stop — a refused send need not be tried again
	}
}

// produce sends a producer's values, each until it is accepted or the queue is
// closed, waiting or not.
func (c *crowd) produce(id int, tx Sender[int], rng *rand.Rand, trigger chan struct{}) {
	log := c.rec.Log(id)
	for seq := 0; seq < c.values; {
		if id == 0 && seq == c.closeAt {
			close(trigger)
			c.closeAt = -1 // once
		}
		pause(rng)
		switch c.sendOne(log, tx, id, seq, rng) {
		case linearizability.OK:
			seq++
		case linearizability.Closed:
			return
		case linearizability.Full:
			if c.stop.Load() { //mo:acquire channeltest.stop — Close has returned
				return
			}
			giveWay(rng)
		}
	}
}

// sendOne sends one value and records it.
func (c *crowd) sendOne(log *linearizability.Log, tx Sender[int], id, seq int, rng *rand.Rand) linearizability.Outcome {
	v := value(id, seq)
	blocking, ok := tx.(BlockingSender[int])
	if !ok || rng.IntN(2) == 0 {
		if log.TrySend(lin(v), func(linearizability.Value) bool { return tx.TrySend(v) }) {
			return linearizability.OK
		}
		return linearizability.Full
	}
	log.BeginSend(id, true, lin(v))
	if err := blocking.Send(context.Background(), v); err != nil {
		log.EndSend(0, linearizability.Closed)
		return linearizability.Closed
	}
	log.EndSend(1, linearizability.OK)
	return linearizability.OK
}

// consume receives until nothing can come any more. It waits only on queues
// that will be closed.
func (c *crowd) consume(log *linearizability.Log, rng *rand.Rand) {
	rx, blocks := c.q.(BlockingReceiver[int])
	_, closes := c.q.(Closer)
	for {
		last := c.done.Load() //mo:acquire channeltest.done — what is received next is after every send
		pause(rng)
		if blocks && closes && rng.IntN(2) == 0 {
			log.BeginRecv(1)
			v, err := rx.Recv(context.Background())
			if err != nil {
				log.EndRecv(linearizability.Closed, true)
				return
			}
			log.EndRecv(linearizability.OK, true, lin(v))
			continue
		}
		_, ok := log.TryRecv(func() (linearizability.Value, bool) {
			v, ok := c.q.TryRecv()
			return lin(v), ok
		})
		if !ok && last {
			return
		}
		if !ok {
			giveWay(rng)
		}
	}
}

// pause now and then lets others run, or works a little.
func pause(rng *rand.Rand) {
	switch n := rng.IntN(16); {
	case n == 0:
		runtime.Gosched()
	case n < 4:
		for range rng.IntN(200) {
			_ = rng.Uint64()
		}
	}
}

// giveWay lets the other side run, on this processor or another.
func giveWay(rng *rand.Rand) {
	if rng.IntN(4) > 0 {
		runtime.Gosched()
	} else {
		time.Sleep(time.Microsecond)
	}
}

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
				return fmt.Errorf("Len = %d, Cap = %d", n, most)
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
		return fmt.Errorf("Len = %d after everything was received", n)
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
