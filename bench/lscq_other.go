//go:build !amd64 && !arm64

package bench

// lscqContenders is empty: the queue exists for amd64 and arm64 only.
var lscqContenders []Contender
