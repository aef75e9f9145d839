// Command wordcount counts the identifiers in Go source files: producers
// tokenise files and send every identifier through an mpsc channel, one
// consumer counts. Then it counts the same files without a channel and
// compares the two, identifier by identifier.
//
//	go run ./examples/wordcount $(go env GOROOT)/src
//
// It is the module's test on real input: millions of messages of type string,
// producers that slow down and speed up with the files they read, and a result
// that is wrong if a single message is lost, doubled or altered. Order does not
// matter to a count; the tests of package mpsc check it.
//
// The exit code is 0 if all files were counted and the counts agree, 1 if not,
// 2 if the command line is wrong, and 130 after an interrupt.
package main
