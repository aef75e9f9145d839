// Package stress runs the production types with real goroutines and disturbs
// them: yields, sleeps, garbage collections, changes of GOMAXPROCS, expiring
// contexts, panicking handlers, producers that come and go, and closes at
// random moments by random goroutines. Run it under the race detector.
//
// The oracle is a ledger of values: for every life of a producer, the messages
// whose send reported success are exactly those received, in that order. There
// are no sums and there is no tolerance.
//
// A [Config] can be derived from a seed with [Random], and every error names
// the seed and the command that runs it again. The schedule is the operating
// system's, so a replay may need several attempts.
//
// [Ring], [SPSC] and [MPSC] are runs of everything at once; [Races] are many
// short races of two operations each, without anything that could rescue a lost
// wake-up; [Churn], [Fairness], [Sparse] and [Idle] measure one property each.
//
// The properties are those of the project's test plan:
//
//	T13 10^5 register/close: memory follows the producers present    Churn
//	T15 park and wake against publish, close and space               Races
//	T16 T17 close against sends, reservations, drain                 Races, SPSC, MPSC, Ring
//	T18 register against consume and close                           Races, MPSC
//	T19 no false full or empty                                       Races
//	T30 fairness beside a saturated producer                         Fairness
//	T31 an observer looks all the time                               SPSC, MPSC, Ring
//	T32 blocked consumers use neither CPU nor threads                Idle
//	T33 one processor; many more goroutines than processors          MPSC, SPSC
//	T34 idle producers cost nothing                                  Sparse
package stress
