package stress

import (
	"context"
	"errors"
	"fmt"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/mpsc"
	"github.com/ringmpsc/ringmpsc-go/channels/wait"
)

// prep makes the two sides of a race, and what is looked at after it.
type prep = func(ctx context.Context, strategy wait.Strategy) (one, two, check func() error)

// publishAgainst: a message that is sent while the consumer goes to sleep wakes
// it. The channel stays open, so that no close can make up for it (T15).
func publishAgainst(api receive) prep {
	return func(ctx context.Context, strategy wait.Strategy) (one, two, check func() error) {
		p, c := newSPSC(strategy)
		one = func() error { return got(api.wait(ctx, c)) }
		return one, func() error { return p.Send(ctx, 1) }, nil
	}
}

// got returns an error unless message 1 was received.
func got(v int, err error) error { return errors.Join(err, must("received", v, 1)) }

// enterAgainst: so does the first message of a producer that registers
// meanwhile, whose ring the consumer has never seen (T18).
func enterAgainst(api receive) prep {
	return func(ctx context.Context, strategy wait.Strategy) (one, two, check func() error) {
		ch, c := newMPSC(strategy)
		one = func() error { return got(api.wait(ctx, c)) }
		two = func() error {
			p, err := ch.Register()
			if err != nil {
				return err
			}
			defer p.Close()
			return p.Send(ctx, 1)
		}
		return one, two, nil
	}
}

// closeAgainst: a close while the consumer goes to sleep wakes it.
func closeAgainst(api receive) prep {
	return func(ctx context.Context, strategy wait.Strategy) (one, two, check func() error) {
		ch, c := newMPSC(strategy)
		_, registered := ch.Register()
		one = func() error {
			if v, err := api.wait(ctx, c); !errors.Is(err, channels.ErrClosed) {
				return fmt.Errorf("received %d, error %w, want ErrClosed", v, err)
			}
			return registered
		}
		return one, func() error { ch.Close(); return nil }, nil
	}
}

// spaceAgainst: space that is made while the producer goes to sleep wakes it (T15, T19).
func spaceAgainst(api release) prep {
	return func(ctx context.Context, strategy wait.Strategy) (one, two, check func() error) {
		p, c := newSPSC(strategy)
		p.TrySend(0)
		two = func() error { api.take(ctx, c); return nil }
		return func() error { return p.Send(ctx, 1) }, two, nil
	}
}

// closeAgainstSend: a close wakes a producer that waits for space, which
// reports that it sent nothing.
func closeAgainstSend(ctx context.Context, strategy wait.Strategy) (one, two, check func() error) {
	p, c := newSPSC(strategy)
	p.TrySend(0)
	one = func() error {
		if err := p.Send(ctx, 1); !errors.Is(err, channels.ErrClosed) {
			return fmt.Errorf("Send: error %w, want ErrClosed", err)
		}
		return nil
	}
	two = func() error { c.Close(); return nil }
	return one, two, func() error { return sameMessages([]int{0}, drain(c)) }
}

// closeAgainstSends: what is accepted around a close is received, while a
// consumer drains (T16, T17).
func closeAgainstSends(ctx context.Context, strategy wait.Strategy) (one, two, check func() error) {
	p, c := newSPSC(strategy)
	var accepted, received []int
	one = func() error {
		for v := range 100 {
			switch err := p.Send(ctx, v); {
			case err == nil:
				accepted = append(accepted, v)
			case errors.Is(err, channels.ErrClosed):
				return nil
			default:
				return err
			}
		}
		return nil
	}
	two = func() error {
		if v, ok := c.TryRecv(); ok {
			received = append(received, v)
		}
		p.Close()
		for v := range c.All(ctx) {
			received = append(received, v)
		}
		return nil
	}
	return one, two, func() error {
		return errors.Join(sameMessages(accepted, received), must("Drained", c.Drained(), true))
	}
}

// closeAgainstCommit: a reservation made before a close is committed and
// received, or neither (T3, T17).
func closeAgainstCommit(_ context.Context, strategy wait.Strategy) (one, two, check func() error) {
	p, c := newSPSC(strategy)
	var accepted []int
	w := p.Reserve(1)
	one = func() error {
		w[0] = 1
		err := p.Commit(1)
		if err == nil {
			accepted = []int{1}
		} else if !errors.Is(err, channels.ErrClosed) {
			return err
		}
		return nil
	}
	two = func() error { c.Close(); return nil }
	return one, two, func() error {
		return errors.Join(sameMessages(accepted, drain(c)), must("Drained", c.Drained(), true))
	}
}

// closeAgainstRegister: Register fails and leaves no trace, or the channel's
// close applies to the new producer too (T18).
func closeAgainstRegister(ctx context.Context, strategy wait.Strategy) (one, two, check func() error) {
	ch, c := newMPSC(strategy)
	var accepted []int
	registered := 0
	one = func() error {
		p, err := ch.Register()
		if errors.Is(err, channels.ErrClosed) {
			return nil
		}
		registered++
		if err = p.Send(ctx, 1); err == nil {
			accepted = []int{1}
		} else if !errors.Is(err, channels.ErrClosed) {
			return err
		}
		return nil
	}
	two = func() error { ch.Close(); return nil }
	return one, two, func() error {
		if len(accepted) == 1 {
			if err := got(c.Recv(ctx)); err != nil {
				return err
			}
		}
		_, err := c.Recv(ctx)
		s := ch.Stats()
		return errors.Join(
			must("at the end ErrClosed", errors.Is(err, channels.ErrClosed), true),
			must("Producers", s.Producers, registered),
			must("Sent", s.Sent, uint64(len(accepted))),
			must("Drained", ch.Drained(), true))
	}
}

// leaveAgainstConsume: a producer that leaves while its messages are received
// loses none, and its ring is found again by the next (T13, T18).
func leaveAgainstConsume(ctx context.Context, strategy wait.Strategy) (one, two, check func() error) {
	ch, c := newMPSC(strategy)
	one = func() error {
		for v := range 3 {
			if err := once(ctx, ch, v); err != nil {
				return err
			}
		}
		return nil
	}
	var received []int
	two = func() error {
		for range 3 {
			v, err := c.Recv(ctx)
			if err != nil {
				return err
			}
			received = append(received, v)
		}
		return nil
	}
	return one, two, func() error { // one after the other, but not in the same ring
		seen := 0
		for _, v := range received {
			seen |= 1 << v
		}
		return errors.Join(must("messages received", seen, 7), must("Len", c.Len(), 0), must("Producers", ch.Stats().Producers, 0))
	}
}

// once registers a producer that sends v and leaves.
func once(ctx context.Context, ch *mpsc.Channel[int], v int) error {
	p, err := ch.Register()
	if err != nil {
		return err
	}
	defer p.Close()
	return p.Send(ctx, v)
}
