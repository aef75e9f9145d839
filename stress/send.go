package stress

import (
	"errors"
	"math/rand/v2"
	"runtime"

	"github.com/ringmpsc/ringmpsc-go/channels"
)

// sending is one life of a producer at work.
type sending struct {
	*run
	tx   channels.Sender[message]
	life *life
	rng  *rand.Rand
	end  bool // the channel is closed
}

// produce sends until n messages were accepted or the channel is closed, by
// every way there is. It reports whether the channel is closed.
func (r *run) produce(tx channels.Sender[message], f *life, n, role int, rng *rand.Rand) (closed bool) {
	s := &sending{run: r, tx: tx, life: f, rng: rng}
	for !s.end && len(f.accepted) < n && r.ctx.Err() == nil {
		s.some(1 + rng.IntN(min(n-len(f.accepted), 2*r.cfg.Capacity+1)))
		r.step(role, len(f.accepted))
		r.pause(rng)
	}
	return s.end
}

// some sends up to n messages in one way.
func (s *sending) some(n int) {
	switch s.rng.IntN(6) {
	case 0:
		s.send()
	case 1:
		m := s.life.offer()
		s.sent([]message{m}, s.one(m))
	case 2:
		s.sendBatch(s.offers(n))
	case 3:
		ms := s.offers(n)
		s.sent(ms, s.tx.TrySendBatch(ms))
	case 4:
		s.reserve(n, s.rng.IntN(n+1))
	default:
		s.reserve(n, 0) // abandoned
		s.send()
	}
}

func (s *sending) offers(n int) []message {
	ms := make([]message, n)
	for i := range ms {
		ms[i] = s.life.offer()
	}
	return ms
}

func (s *sending) one(m message) int {
	if s.tx.TrySend(m) {
		return 1
	}
	return 0
}

// sent notes that n of ms were accepted by an operation that does not say why
// the others were not.
func (s *sending) sent(ms []message, n int) {
	s.life.accept(ms[:n]...)
	if n < len(ms) {
		s.end = s.ch.Closed()
		runtime.Gosched()
	}
}

func (s *sending) send() {
	ctx, cancel := s.context(s.rng)
	defer cancel()
	m := s.life.offer()
	err := s.tx.Send(ctx, m)
	if err == nil {
		s.life.accept(m)
	}
	s.ended("Send", err)
}

func (s *sending) sendBatch(ms []message) {
	ctx, cancel := s.context(s.rng)
	defer cancel()
	n, err := s.tx.SendBatch(ctx, ms)
	if (err == nil) != (n == len(ms)) {
		s.fail("SendBatch of %d sent %d, error %v", len(ms), n, err)
	}
	s.life.accept(ms[:n]...)
	s.ended("SendBatch", err)
}

// reserve fills what it gets with poison and commits at most k messages.
func (s *sending) reserve(n, k int) {
	w := s.tx.Reserve(n)
	if len(w) > n {
		s.fail("Reserve(%d) has length %d", n, len(w))
	}
	for i := range w {
		w[i] = poison
	}
	s.pause(s.rng)
	if k = min(k, len(w)); k == 0 {
		s.end = s.ch.Closed()
		return
	}
	ms := s.offers(k)
	copy(w, ms)
	err := s.tx.Commit(k)
	if err == nil {
		s.life.accept(ms...)
	}
	s.ended("Commit", err)
}

// ended notes why an operation failed.
func (s *sending) ended(what string, err error) {
	s.canceled(what, err)
	s.end = errors.Is(err, channels.ErrClosed)
	if s.end && !s.ch.Closed() {
		s.fail("%s: ErrClosed on an open channel", what)
	}
}
