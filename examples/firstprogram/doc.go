// Command firstprogram is the program that README.md begins with: several
// goroutines send through one mpsc channel, and one receives with an iterator.
// The order across producers is not defined, so it sorts what it prints.
package main
