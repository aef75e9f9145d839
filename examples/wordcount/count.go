package main

import (
	"context"
	"fmt"
	"go/scanner"
	"go/token"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/mpsc"
)

// tally is what a count found.
type tally struct {
	counts   map[string]int // how often each identifier occurs
	messages int            // how many that is in all
	part
	elapsed time.Duration
}

// part is one producer's share of a tally.
type part struct {
	files   []string // read and tokenised to the end
	unclean int      // of these, those that are not quite Go
	failed  []error  // files that could not be read
	sent    int      // identifiers
}

// add adds another producer's share.
func (p *part) add(q part) {
	p.files = append(p.files, q.files...)
	p.unclean += q.unclean
	p.failed = append(p.failed, q.failed...)
	p.sent += q.sent
}

// countThroughChannel counts the identifiers in files: producers tokenise and
// send, the calling goroutine receives. When ctx is done the producers stop,
// and what they have sent is received all the same. The error says that
// messages were lost or made up.
func countThroughChannel(ctx context.Context, files []string, o options, m meter) (tally, error) {
	t := tally{counts: map[string]int{}}
	start := time.Now()
	ch, c := mpsc.NewWith[string](o.capacity, channels.Options{Wait: o.wait})
	var done atomic.Int64 // files
	var producers sync.WaitGroup
	parts := make([]part, min(o.producers, len(files)))
	for i, share := range split(files, len(parts)) {
		producers.Go(func() { parts[i] = produce(ctx, ch, share, &done) })
	}
	go func() { producers.Wait(); ch.Close() }()

	m.while(func() { t.receive(c) }, func() string {
		return fmt.Sprintf("counting: %s of %s files, %s identifiers",
			group(int(done.Load())), group(len(files)), group(int(ch.Stats().Received)))
	})
	t.elapsed = time.Since(start)
	for _, p := range parts {
		t.add(p)
	}
	if t.messages != t.sent {
		return t, fmt.Errorf("%d identifiers were sent but %d received", t.sent, t.messages)
	}
	return t, nil
}

// receive counts what comes until the channel is closed and drained. It takes
// no context: the producers' end is what ends it.
func (t *tally) receive(c *mpsc.Consumer[string]) {
	for batch := range c.Batches(context.Background(), 1024) {
		t.messages += len(batch)
		for _, id := range batch {
			t.counts[id]++
		}
	}
}

// produce tokenises files one after the other, until ctx is done, and sends
// their identifiers.
func produce(ctx context.Context, ch *mpsc.Channel[string], files []string, done *atomic.Int64) part {
	p, err := ch.Register()
	if err != nil {
		return part{failed: []error{err}}
	}
	defer p.Close()
	s := sender{ctx: ctx, p: p, batch: make([]string, 0, 256)}
	share := tokenise(ctx, files, s.send, done)
	s.flush()
	share.sent = s.sent
	return share
}

// sender sends identifiers in batches.
type sender struct {
	ctx   context.Context
	p     *mpsc.Producer[string]
	batch []string
	sent  int
}

// send adds id to the batch, sends it if it is full, and reports whether to go on.
func (s *sender) send(id string) bool {
	s.batch = append(s.batch, id)
	return len(s.batch) < cap(s.batch) || s.flush()
}

// flush sends the batch. It reports whether to go on: false once ctx is done.
func (s *sender) flush() bool {
	n, err := s.p.SendBatch(s.ctx, s.batch)
	s.sent += n
	s.batch = s.batch[:0]
	return err == nil && s.ctx.Err() == nil
}

// countSequentially counts the identifiers in files without a channel.
func countSequentially(ctx context.Context, files []string, m meter) tally {
	t := tally{counts: map[string]int{}}
	start := time.Now()
	var done atomic.Int64
	emit := func(id string) bool {
		t.counts[id]++
		t.messages++
		return true
	}
	m.while(func() { t.part = tokenise(ctx, files, emit, &done) }, func() string {
		return fmt.Sprintf("comparing: %s of %s files", group(int(done.Load())), group(len(files)))
	})
	t.elapsed = time.Since(start)
	return t
}

// tokenise calls emit with the identifiers of one file after the other, until
// ctx is done or emit returns false. It counts the files in done.
func tokenise(ctx context.Context, files []string, emit func(string) bool, done *atomic.Int64) (p part) {
	for _, name := range files {
		if ctx.Err() != nil {
			break
		}
		src, err := read(name)
		if err != nil {
			p.failed = append(p.failed, err)
			continue
		}
		clean, finished := identifiers(src, emit)
		if !finished {
			break
		}
		if !clean {
			p.unclean++
		}
		p.files = append(p.files, name)
		done.Add(1)
	}
	return p
}

// identifiers calls emit with every identifier that the scanner finds in src,
// until it returns false. It reports whether src is free of lexical errors, as
// far as it was scanned, and whether that is the whole of it.
func identifiers(src []byte, emit func(string) bool) (clean, finished bool) {
	var s scanner.Scanner
	s.Init(token.NewFileSet().AddFile("", -1, len(src)), src, nil, 0)
	for {
		switch _, tok, text := s.Scan(); {
		case tok == token.EOF:
			return s.ErrorCount == 0, true
		case tok == token.IDENT && !emit(text):
			return s.ErrorCount == 0, false
		}
	}
}

// split deals files to n groups in turn.
func split(files []string, n int) [][]string {
	groups := make([][]string, n)
	for i, name := range files {
		groups[i%n] = append(groups[i%n], name)
	}
	return groups
}
