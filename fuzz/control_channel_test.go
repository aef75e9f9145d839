package fuzz

import (
	"context"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/spsc"
)

// flawedChannel is an spsc channel with at most one defect.
type flawedChannel struct {
	*spsc.Producer[boxed]
	flaw string
	kept *boxed
}

type flawedReceiver struct {
	*spsc.Consumer[boxed]
	s *flawedChannel
}

func (s *flawedChannel) Commit(n int) error {
	err := s.Producer.Commit(n)
	if s.flaw == "accepts after close" && err != nil {
		return nil
	}
	return err
}

func (s *flawedChannel) Send(ctx context.Context, v boxed) error {
	err := s.Producer.Send(ctx, v)
	if s.flaw == "canceled is closed" && err != nil {
		return channels.ErrClosed
	}
	return err
}

func (s *flawedChannel) TrySend(v boxed) bool {
	if s.flaw == "stale contents" && s.kept == nil && s.Producer.TrySend(v) {
		s.kept = &v
		return true
	}
	if s.flaw == "stale contents" && s.kept != nil {
		return s.Producer.TrySend(*s.kept)
	}
	return s.Producer.TrySend(v)
}

func (r *flawedReceiver) Recv(ctx context.Context) (boxed, error) {
	v, err := r.Consumer.Recv(ctx)
	if r.s.flaw == "end with a message queued" && r.Closed() && r.Len() > 0 {
		return boxed{}, channels.ErrClosed
	}
	return v, err
}

func (r *flawedReceiver) Ready() <-chan struct{} {
	ready := r.Consumer.Ready()
	if r.s.flaw == "loses an edge" {
		select {
		case <-ready:
		default:
		}
	}
	return ready
}

func (r *flawedReceiver) TryRecv() (boxed, bool) {
	if r.s.flaw == "false empty" && r.Len() == 1 {
		return boxed{}, false
	}
	return r.Consumer.TryRecv()
}

func (r *flawedReceiver) Stats() channels.Stats {
	s := r.Consumer.Stats()
	if r.s.flaw == "counts refused messages" && r.Closed() {
		s.Sent++
	}
	return s
}

// flawedChannels is flawedRings for a channel.
func flawedChannels(flaw string) error {
	return search(channelSeeds, func(data []byte) error {
		s, ops := decode(data)
		return run("flawed channel", s, func(j *journal) {
			p, c := spsc.NewWith[boxed](s.capacity, s.options)
			tx := &flawedChannel{Producer: p, flaw: flaw}
			rx := &flawedReceiver{Consumer: c, s: tx}
			runChannel(j, s, ops, system[boxed]{first: tx, rx: rx, observers: []channels.Observer{p, rx}})
		})
	})
}

func TestRejectsFlawedChannels(t *testing.T) {
	for flaw, says := range map[string]string{
		"accepts after close":       "want ErrClosed",
		"canceled is closed":        "want the context's cause",
		"stale contents":            "whose oldest message is",
		"end with a message queued": "want none",
		"loses an edge":             "no signal in Ready's channel",
		"false empty":               "TryRecv is false",
		"counts refused messages":   "Sent and Received are",
	} {
		t.Run(flaw, func(t *testing.T) { rejected(t, flawedChannels(flaw), says) })
	}
	if err := flawedChannels("none"); err != nil {
		t.Errorf("a channel without a flaw: %v", err)
	}
}
