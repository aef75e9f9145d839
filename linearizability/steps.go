package linearizability

import "github.com/anishathalye/porcupine"

// add adds an operation's steps, all with the operation's interval.
func (p *partition) add(o *Operation, sts []*step) {
	for i, st := range sts {
		st.op, st.client, st.part, st.parts = o, o.Client, i, len(sts)
		p.steps = append(p.steps, porcupine.Operation{ClientId: o.Client, Input: st, Call: o.Call, Return: o.Return})
	}
}

// steps returns what o does to a queue that vs of its values go through.
func (o *Operation) steps(vs []Value) []*step {
	switch o.Kind {
	case Send:
		return o.sendSteps()
	case Recv:
		return o.recvSteps(vs)
	case Close:
		return one(o.sure(shut, maybeShut))
	case Leave:
		return one(o.sure(leave, maybeLeft))
	}
	switch o.Outcome { // Register
	case OK:
		return one(joined)
	case Closed:
		return one(refused)
	}
	return nil
}

func (o *Operation) sendSteps() (sts []*step) {
	if o.Outcome == Pending {
		return each(maybePush, o.Values)
	}
	sts = o.move(push, o.Values[:o.N])
	switch o.Outcome {
	case Full:
		sts = append(sts, one(full)...)
	case Closed:
		sts = append(sts, one(refused)...)
	}
	return sts
}

func (o *Operation) recvSteps(vs []Value) []*step {
	switch o.Outcome {
	case Pending:
		return each(maybePop, make([]Value, max(o.N, 1)))
	case Empty:
		return one(empty)
	case Closed:
		return one(ended)
	}
	return o.move(pop, vs)
}

// sure returns kind, or maybe if o is pending.
func (o *Operation) sure(kind, maybe stepKind) stepKind {
	if o.Outcome == Pending {
		return maybe
	}
	return kind
}

// move returns the steps that move vs: one if it happens at once.
func (o *Operation) move(kind stepKind, vs []Value) []*step {
	if o.Atomic && len(vs) > 0 {
		return []*step{{kind: kind, vs: vs}}
	}
	return each(kind, vs)
}

func one(kind stepKind) []*step { return []*step{{kind: kind}} }

func each(kind stepKind, vs []Value) (sts []*step) {
	for i := range vs {
		sts = append(sts, &step{kind: kind, vs: vs[i : i+1]})
	}
	return sts
}
