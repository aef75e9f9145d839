package channels_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/mpsc"
	"github.com/ringmpsc/ringmpsc-go/channels/spsc"
	"github.com/ringmpsc/ringmpsc-go/channels/wait"
	"github.com/ringmpsc/ringmpsc-go/internal/testmain"
)

func TestMain(m *testing.M) { testmain.Main(m) }

// ends are a channel's ends as the tests of what all topologies share see them.
type ends[T any] struct {
	send channels.Sender[T]
	recv channels.Receiver[T]
	ch   channels.Observer
}

func spscEnds[T any](capacity int, o channels.Options) ends[T] {
	p, c := spsc.NewWith[T](capacity, o)
	return ends[T]{p, c, p}
}

func mpscEnds[T any](capacity int, o channels.Options) ends[T] {
	ch, c := mpsc.NewWith[T](capacity, o)
	p, err := ch.Register()
	if err != nil {
		panic(err)
	}
	return ends[T]{p, c, ch}
}

// each runs f for every topology, with a function that makes its channels.
func each[T any](t *testing.T, f func(t *testing.T, make func(capacity int, o channels.Options) ends[T])) {
	t.Run("spsc", func(t *testing.T) { f(t, spscEnds[T]) })
	t.Run("mpsc", func(t *testing.T) { f(t, mpscEnds[T]) })
}

// nearWrap starts positions so that a few messages cross 2^64.
var nearWrap = channels.Options{Start: math.MaxUint64 - 2}

// sleepers are the strategies that synctest can see waiting.
var sleepers = []wait.Strategy{{}, wait.Park(), wait.ParkTimeout(time.Second), wait.Sleep(time.Second), wait.Phased(2, 2)}

// panicOf returns what f panicked with, as text; "" if it returned.
func panicOf(f func()) (msg string) {
	defer func() {
		if r := recover(); r != nil {
			msg = fmt.Sprint(r)
		}
	}()
	f()
	return ""
}
