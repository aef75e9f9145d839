package main

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/ringmpsc/ringmpsc-go/channels/mpsc"
)

func main() {
	ctx := context.Background()
	ch, c := mpsc.New[int](64) // every producer gets a ring of 64
	var producers sync.WaitGroup
	for id := range 3 {
		producers.Go(func() {
			p, _ := ch.Register() // fails only on a closed channel,
			defer p.Close()
			_, _ = p.SendBatch(ctx, []int{id, 10 + id, 20 + id}) // as does this
		})
	}
	go func() { producers.Wait(); ch.Close() }()
	fmt.Println(slices.Sorted(c.All(ctx)))
}
