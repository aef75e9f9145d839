package channeltest

import (
	"context"
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
