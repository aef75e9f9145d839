package explore

import (
	"context"
	"time"
)

// Context is a context that ends when [Context.Cancel] is called, in an
// exploration. Contexts that are made otherwise are taken to never end.
type Context struct {
	ended *Atomic
	done  chan struct{} // never closed: it says that there is something to wait for
}

var _ context.Context = (*Context)(nil)

// Context adds a context. As with locations, only the scenario itself may call
// it, before its goroutines run.
func (w *World) Context(name string) *Context {
	return &Context{w.Atomic(name, 0), make(chan struct{})}
}

// Cancel ends the context. Any goroutine may call it, more than once.
func (c *Context) Cancel() { c.ended.Store(1, Release) }

// Err returns context.Canceled once the context has ended, and nil before.
func (c *Context) Err() error {
	if Running() != nil && c.ended.Load(Acquire) == 1 {
		return context.Canceled
	}
	return nil
}

// Done returns a channel that is only good for comparison with nil. What the
// explorer stands in for waits for the end of the context by other means.
func (c *Context) Done() <-chan struct{} { return c.done }

// Deadline returns that there is none: a deadline is a Cancel in a goroutine of
// its own.
func (c *Context) Deadline() (time.Time, bool) { return time.Time{}, false }

// Value returns nil, but for a key of this package.
func (c *Context) Value(key any) any {
	if key == (contextKey{}) {
		return c
	}
	return nil
}

type contextKey struct{}

// ending returns the explored context by whose end ctx ends; nil if ctx, which
// may be nil, never ends.
func ending(ctx context.Context) *Context {
	if ctx == nil || ctx.Done() == nil {
		return nil
	}
	c, ok := ctx.Value(contextKey{}).(*Context)
	if ok && ctx.Done() != c.Done() {
		panic("explore: a context with an end of its own: only World.Context makes one that can be explored")
	}
	return c
}
