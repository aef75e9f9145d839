package fuzz

import "fmt"

// element is a message: it knows which producer made it, and whether it was
// ever meant to be sent.
type element[T any] interface {
	comparable
	fmt.Stringer
	make(producer, seq int, poison bool) T // the receiver does not matter
	producer() (id int, sent bool)         // false for poison and the zero value
	pointers() bool                        // free slots must not keep a sent element
}

// number is an element without pointers.
type number uint64

const numberPoison = 1 << 63

func (number) make(producer, seq int, poison bool) number {
	n := number(producer+1)<<32 | number(uint32(seq))
	if poison {
		n |= numberPoison
	}
	return n
}

func (n number) producer() (int, bool) { return int(n>>32) - 1, n != 0 && n&numberPoison == 0 }
func (number) pointers() bool          { return false }

func (n number) String() string {
	id, sent := n.producer()
	return label(id, int(uint32(n)), sent, n == 0)
}

// boxed is an element that holds a pointer, so that rings clear its slots. Two
// boxed are equal if they are the same message.
type boxed struct {
	at   *tag
	copy int // of at.seq: the words of an element travel together
}

type tag struct {
	id, seq int
	poison  bool
}

func (boxed) make(producer, seq int, poison bool) boxed {
	return boxed{at: &tag{producer, seq, poison}, copy: seq}
}

func (b boxed) producer() (int, bool) {
	if b.at == nil || b.at.seq != b.copy {
		return 0, false
	}
	return b.at.id, !b.at.poison
}

func (boxed) pointers() bool { return true }

func (b boxed) String() string {
	if b.at == nil {
		return label(0, b.copy, false, true)
	}
	return label(b.at.id, b.at.seq, !b.at.poison, false)
}

// label names an element: message 3 of producer 1 is "1:3".
func label(id, seq int, sent, zero bool) string {
	switch {
	case zero:
		return "zero"
	case !sent:
		return fmt.Sprintf("poison%d", seq)
	default:
		return fmt.Sprintf("%d:%d", id, seq)
	}
}
