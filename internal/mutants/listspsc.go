package main

// ofSPSC are mutants of package spsc.
var ofSPSC = []mutant{
	{id: "end-before-last-message", file: "channels/spsc/source.go",
		old: "return s.lane.Closed() && s.lane.Readable() == 0", new: "return s.lane.Closed()"},
	{id: "closed-tested-after-empty", file: "channels/spsc/source.go",
		old: "return s.lane.Closed() && s.lane.Readable() == 0", new: "return s.lane.Readable() == 0 && s.lane.Closed()"},
	{id: "edge-lost-after-cancel", file: "channels/spsc/source.go",
		old: "	return s.strat.Wait(ctx, s.ch.parker, s.readableOrEnded, s.lane.Ask)\n",
		new: "	err := s.strat.Wait(ctx, s.ch.parker, s.readableOrEnded, s.lane.Ask)\n	if err != nil {\n		s.lane.Withdraw()\n	}\n	return err\n"},
	{id: "edge-lost-after-panic-in-place", file: "channels/spsc/spsc.go",
		old: "	if c.armed {\n		defer c.rearm()\n	}\n	n := c.lane.Consume(limit, f)", new: "	n := c.lane.Consume(limit, f)\n	if c.armed {\n		c.rearm()\n	}"},
	{id: "ready-does-not-ask", file: "channels/spsc/spsc.go",
		old: "	if c.readable() || c.lane.Ask() {", new: "	if c.readable() {"},
	{id: "pair-close-does-not-wake-receiver", file: "channels/spsc/spsc.go",
		old: "	ch.lane.Close()\n	ch.parker.Wake()\n", new: "	ch.lane.Close()\n"},
	{id: "close-returns-while-another-closes", file: "channels/spsc/spsc.go",
		old: "	ch.lane.Close()\n	ch.parker.Wake()\n", new: "	if ch.lane.Closed() {\n		return\n	}\n	ch.lane.Close()\n	ch.parker.Wake()\n"},
	{id: "pair-close-reported-as-canceled", file: "channels/spsc/source.go",
		old: "	return s.strat.Wait(ctx, s.ch.parker, s.readableOrEnded, s.lane.Ask)\n",
		new: "	err := s.strat.Wait(ctx, s.ch.parker, s.readableOrEnded, s.lane.Ask)\n	if err == nil && ctx.Done() != nil && s.Ended() {\n		return context.Canceled\n	}\n	return err\n"},
	{id: "pair-refused-commit-reported-as-sent", file: "channels/spsc/spsc.go",
		old: "error { return p.lane.Commit(n) }", new: "error { _ = p.lane.Commit(n); return nil }"},
	{id: "polling-receiver-does-not-see-close", file: "channels/spsc/source.go",
		old: "bool { return s.consumer().readable() || s.lane.Closed() }", new: "bool { return s.consumer().readable() }"},
}
