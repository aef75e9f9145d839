package stress

import (
	"fmt"
	"sync"
)

// message is what is sent: who, which, and a check of both, so that a torn
// message or one that was never made is recognised.
type message struct {
	life, seq int
	check     uint64
}

// seal returns what check must be.
func (m message) seal() uint64 { return uint64(m.life+1)*0x9e3779b97f4a7c15 ^ uint64(m.seq) }

// poison is what reserved slots hold that are not committed.
var poison = message{life: -1, seq: -1}

// ledger notes what was offered, accepted and received, for every life of a
// producer.
type ledger struct {
	mu    sync.Mutex
	lives []*life // under mu
}

// life is the time from a producer's registration to its close. Its producer
// writes offered and accepted, the consumer received.
type life struct {
	id       int
	offered  int   // producer: messages made; their numbers are 1 to offered
	accepted []int // producer: numbers of those whose send reported success
	received []int // consumer: numbers, in order
}

// open starts a life.
func (l *ledger) open() *life {
	l.mu.Lock()
	defer l.mu.Unlock()
	f := &life{id: len(l.lives)}
	l.lives = append(l.lives, f)
	return f
}

// offer makes the next message. Every attempt to send has a number of its own.
func (f *life) offer() message {
	f.offered++
	m := message{life: f.id, seq: f.offered}
	m.check = m.seal()
	return m
}

// accept notes that the sends of ms reported success.
func (f *life) accept(ms ...message) {
	for _, m := range ms {
		f.accepted = append(f.accepted, m.seq)
	}
}

// receive notes that m was received. An error says that it cannot have been
// sent, or not after what was received before.
func (l *ledger) receive(m message) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if m == poison {
		return fmt.Errorf("invented: received the contents of a slot that was reserved but not committed")
	}
	if m.life < 0 || m.life >= len(l.lives) || m.check != m.seal() {
		return fmt.Errorf("invented: received %+v, which nobody made", m)
	}
	f := l.lives[m.life]
	if n := len(f.received); n > 0 && f.received[n-1] >= m.seq {
		return fmt.Errorf("duplicated or reordered: producer life %d: received message %d after %d", m.life, m.seq, f.received[n-1])
	}
	f.received = append(f.received, m.seq)
	return nil
}

// verify compares, when all goroutines have ended, what was accepted with what
// was received.
func (l *ledger) verify() error {
	for _, f := range l.lives {
		if err := f.verify(); err != nil {
			return fmt.Errorf("producer life %d: %w", f.id, err)
		}
	}
	return nil
}

func (f *life) verify() error {
	accepted, received := set(f.accepted), set(f.received)
	if len(received) != len(f.received) {
		return fmt.Errorf("duplicated: received %d messages, %d different ones", len(f.received), len(received))
	}
	for _, seq := range f.received {
		switch {
		case seq < 1 || seq > f.offered:
			return fmt.Errorf("invented: received message %d of %d", seq, f.offered)
		case !accepted[seq]:
			return fmt.Errorf("delivered although rejected: message %d", seq)
		}
	}
	for _, seq := range f.accepted {
		if !received[seq] {
			return fmt.Errorf("lost: message %d was accepted and never received; %d were accepted, %d received", seq, len(f.accepted), len(f.received))
		}
	}
	for i, seq := range f.accepted { // as many, and the same: only the order can differ
		if f.received[i] != seq {
			return fmt.Errorf("reordered: received message %d in place of %d", f.received[i], seq)
		}
	}
	return nil
}

func set(seqs []int) map[int]bool {
	s := make(map[int]bool, len(seqs))
	for _, seq := range seqs {
		s[seq] = true
	}
	return s
}

// count adds what the ledger knows to a report.
func (l *ledger) count(r *Report) {
	r.Lives = len(l.lives)
	for _, f := range l.lives {
		r.Sent += len(f.accepted)
		r.Received += len(f.received)
		r.Rejected += f.offered - len(f.accepted)
	}
}
