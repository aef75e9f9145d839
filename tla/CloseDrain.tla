----------------------------- MODULE CloseDrain -----------------------------
(***************************************************************************)
(* The exact close of ring/seal.go and package lane: producers send on     *)
(* lanes of their own, each of which is closed and sealed in turn, while   *)
(* one consumer polls the lanes until all are sealed and drained. Whoever  *)
(* learns of the close seals the lane; one seal decides. With several      *)
(* lanes (channels/mpsc) they are closed under a lock, behind a flag of    *)
(* the channel. The consumer looks at that flag after a round that has     *)
(* found nothing. It then waits for the lock: after that every lane is     *)
(* closed, and one that is empty stays empty.                              *)
(*                                                                         *)
(*     action   step                                      label            *)
(*     P4       publish a batch, light fence              ring.publish     *)
(*     P5       look for the close                        wait.bell        *)
(*     C2       look at tail, light fence                 ring.publish     *)
(*     C2c      look for the close                        wait.bell        *)
(*     C4       receive a message                         ring.free        *)
(*     A5       a round is over: closed?                  mpsc.closed      *)
(*     A6       all rings, under the lock                 -                *)
(*     X0       take the lock, set the channel's flag     mpsc.closed      *)
(*     X1       set closed                                wait.bell        *)
(*     X2       seal: decided already?                    ring.seal        *)
(*     X2f      seal: heavy fence                         ring.fence       *)
(*     X2t      seal: look at tail                        ring.publish     *)
(*     X2s      seal: compare-and-swap                    ring.seal        *)
(*     X4       give the lock back                        -                *)
(*                                                                         *)
(* CSkip passes by a drained lane. CEnd is the consumer's report that the  *)
(* channel is closed and drained; Done ends all; Flush is a step of        *)
(* memory. Waiting is WaitWake's, finding rings Register's: here they are  *)
(* large enough, and all known.                                            *)
(***************************************************************************)
EXTENDS Naturals, Sequences

CONSTANTS
    MM,       \* memory model: "Go", "TSO" or "RC11"
    Lanes,    \* 1 or 2, each with a producer: its thread is the lane's number
    Senders,  \* how many of the producers send anything
    Sends,    \* how many batches each of those sends
    Batch,    \* messages in a batch
    Closers,  \* 1 or 2
    Bug       \* "none", or what is wrong

C == Lanes + 1
Closing == (Lanes + 2)..(Lanes + 1 + Closers)
Producers == 1..Lanes
Thr == 1..(Lanes + 1 + Closers)

\* Locations
tail(k)  == 3 * k - 2
flag(k)  == 3 * k - 1
final(k) == 3 * k
all      == 7  \* the channel's flag
lock     == 8
Locs == IF Lanes = 1 THEN 1..3 ELSE 1..8

VARIABLES
    mem,      \* memory: see below
    pc,       \* pc[t]: what t does next
    at,       \* at[t]: the lane it does it to
    cache,    \* cache[t]: tail as last seen, by a thread that seals
    sent,     \* sent[k]: batches that producer k has published
    accepted, \* accepted[k]: messages that producer k was told are accepted
    ring,     \* ring[k]: the values in the lane's slots
    seen,     \* seen[k]: C: tail as last seen, or the final tail
    sealed,   \* sealed[k]: C: seen[k] is the final tail
    looks,    \* C: how many lanes are left in this round
    ending,   \* C: every lane is closed
    got       \* got[k]: what C received

vars == <<mem, pc, at, cache, sent, accepted, ring, seen, sealed, looks, ending, got>>

Has(site) == Bug # site

\* ---- memory ----
\* Go: a location holds its newest store. TSO: the same, but stores wait in a
\* buffer of their thread; read-modify-writes empty it. RC11: a location has a
\* log of messages. A thread's view says which message of each
\* location is the oldest it may read; a message's, what who acquires it learns.
\* Messages that nobody may read any more are dropped from the logs. Light and
\* heavy fences work through two views that all threads share.
\* (No two names are equal in nested scopes: tla-checker would mix them up.)
Max(n1, n2) == IF n1 > n2 THEN n1 ELSE n2
Join(v1, v2) ==
    IF Len(v1) < 8 THEN (IF v1 = <<>> THEN v1 ELSE <<Max(v1[1], v2[1]), Max(v1[2], v2[2]), Max(v1[3], v2[3])>>)
    ELSE <<Max(v1[1], v2[1]), Max(v1[2], v2[2]), Max(v1[3], v2[3]), Max(v1[4], v2[4]), Max(v1[5], v2[5]), Max(v1[6], v2[6]), Max(v1[7], v2[7]), Max(v1[8], v2[8])>>
V0 == IF MM # "RC11" THEN <<>> ELSE IF Lanes = 1 THEN <<1, 1, 1>> ELSE <<1, 1, 1, 1, 1, 1, 1, 1>>
Memory0 == [log |-> [l \in Locs |-> <<[val |-> 0, view |-> V0]>>], view |-> [t \in Thr |-> V0],
            light |-> V0, heavy |-> V0, buf |-> [t \in Thr |-> <<>>]]

Trim(m) ==
    LET Least(l) == CHOOSE b \in {m.view[t][l] : t \in Thr} : \A t \in Thr : b <= m.view[t][l]
        base     == IF Lanes = 1 THEN <<Least(1), Least(2), Least(3)>>
                    ELSE <<Least(1), Least(2), Least(3), Least(4), Least(5), Least(6), Least(7), Least(8)>>
        Rest(l3, n3) == IF n3 > base[l3] THEN n3 - base[l3] + 1 ELSE 1
        Cut(v3)  == IF Lanes = 1 THEN <<Rest(1, v3[1]), Rest(2, v3[2]), Rest(3, v3[3])>>
                    ELSE <<Rest(1, v3[1]), Rest(2, v3[2]), Rest(3, v3[3]), Rest(4, v3[4]), Rest(5, v3[5]), Rest(6, v3[6]), Rest(7, v3[7]), Rest(8, v3[8])>>
    IN  IF base = V0 THEN m
        ELSE [log |-> [l \in Locs |-> [k \in 1..Rest(l, Len(m.log[l])) |->
                  [val |-> m.log[l][k + base[l] - 1].val, view |-> Cut(m.log[l][k + base[l] - 1].view)]]],
              view |-> [t \in Thr |-> Cut(m.view[t])],
              light |-> Cut(m.light), heavy |-> Cut(m.heavy), buf |-> m.buf]

Newest(l) == mem.log[l][Len(mem.log[l])].val
Put(m, l, v) == [m EXCEPT !.log[l] = <<[val |-> v, view |-> V0]>>]

\* What t may read at l: messages of the log, by number; 0 is its own store that waits in the buffer.
Own(t, l) == {k \in 1..Len(mem.buf[t]) : mem.buf[t][k].at = l}
Readable(t, l) == IF MM = "RC11" THEN mem.view[t][l]..Len(mem.log[l])
                  ELSE {IF Own(t, l) = {} THEN 1 ELSE 0}
Val(t, l, i) == IF i > 0 THEN mem.log[l][i].val
                ELSE mem.buf[t][CHOOSE k \in Own(t, l) : \A j \in Own(t, l) : j <= k].val

Load(m, t, l, i, acquire) ==
    IF MM # "RC11" THEN m
    ELSE LET u == [m.view[t] EXCEPT ![l] = i]
         IN  Trim([m EXCEPT !.view[t] = IF acquire THEN Join(u, m.log[l][i].view) ELSE u])

\* A store that releases carries what its thread knows.
Store(m, t, l, v) ==
    IF MM = "Go" THEN Put(m, l, v)
    ELSE IF MM = "TSO" THEN [m EXCEPT !.buf[t] = Append(@, [at |-> l, val |-> v])]
    ELSE LET u == [m.view[t] EXCEPT ![l] = Len(m.log[l]) + 1]
         IN  Trim([m EXCEPT !.view[t] = u, !.log[l] = Append(@, [val |-> v, view |-> u])])

RECURSIVE Drain(_, _)
Drain(m, t) ==
    IF m.buf[t] = <<>> THEN m
    ELSE Drain([Put(m, m.buf[t][1].at, m.buf[t][1].val) EXCEPT !.buf[t] = Tail(@)], t)

RECURSIVE DrainAll(_, _)
DrainAll(m, threads) ==
    IF threads = {} THEN m
    ELSE LET t == CHOOSE t \in threads : TRUE IN DrainAll(Drain(m, t), threads \ {t})

\* A read-modify-write reads the newest message, and carries on what that one carries.
RMW(m, t, l, v, acquire, release) ==
    IF MM # "RC11" THEN Put(Drain(m, t), l, v)
    ELSE LET n   == Len(m.log[l]) + 1
             old == m.log[l][n - 1].view
             u   == [m.view[t] EXCEPT ![l] = n]
             w   == IF acquire THEN Join(u, old) ELSE u
         IN  Trim([m EXCEPT !.view[t] = w,
                            !.log[l] = Append(@, [val |-> v, view |-> Join(IF release THEN w ELSE [V0 EXCEPT ![l] = n], old)])])

\* Light and heavy fences: see package order. A heavy one is a barrier in all threads.
Light(m, t) ==
    IF MM # "RC11" THEN m
    ELSE LET u == Join(m.view[t], m.heavy)
         IN  Trim([m EXCEPT !.view[t] = u, !.light = Join(@, u)])
Heavy(m, t) ==
    IF MM = "Go" THEN m
    ELSE IF MM = "TSO" THEN DrainAll(m, Thr)
    ELSE LET u == Join(m.view[t], Join(m.heavy, m.light))
         IN  Trim([m EXCEPT !.view[t] = u, !.heavy = Join(@, u)])

Flush == \E t \in Thr :
    /\ mem.buf[t] # <<>>
    /\ mem' = [Put(mem, mem.buf[t][1].at, mem.buf[t][1].val) EXCEPT !.buf[t] = Tail(@)]
    /\ UNCHANGED <<pc, at, cache, sent, accepted, ring, seen, sealed, looks, ending, got>>

\* ---- common to all threads ----
To(t, s)       == pc' = [pc EXCEPT ![t] = s]
Only(m)        == mem' = m /\ UNCHANGED <<at, cache, sent, accepted, ring, seen, sealed, looks, ending, got>>
Fence(m, t, site) == IF Has(site) THEN Light(m, t) ELSE m

\* What producer k has published.
Published(k) == sent[k] * Batch
Least2(n1, n2) == IF n1 < n2 THEN n1 ELSE n2

\* ---- producers ----
P4 == \E k \in Producers :
    /\ pc[k] = "send" /\ k <= Senders /\ sent[k] < Sends
    /\ LET n == Published(k) + Batch
       IN  /\ mem' = Fence(Store(mem, k, tail(k), n), k, "P4 light")
           /\ ring' = [ring EXCEPT ![k] = [p \in 1..n |-> IF p <= Len(@) THEN @[p] ELSE p]]
    /\ sent' = [sent EXCEPT ![k] = @ + 1]
    /\ IF Has("P5") THEN To(k, "P5") /\ UNCHANGED accepted
       ELSE To(k, "send") /\ accepted' = [accepted EXCEPT ![k] = @ + Batch]
    /\ UNCHANGED <<at, cache, seen, sealed, looks, ending, got>>
P5 == \E k \in Producers : \E i \in Readable(k, flag(k)) :
    /\ pc[k] = "P5"
    /\ mem' = Load(mem, k, flag(k), i, TRUE)
    /\ IF Val(k, flag(k), i) = 0
       THEN To(k, "send") /\ accepted' = [accepted EXCEPT ![k] = Published(k)]
       ELSE To(k, "X2") /\ UNCHANGED accepted
    /\ UNCHANGED <<at, cache, sent, ring, seen, sealed, looks, ending, got>>
\* The producer is told what of its last batch was refused; those slots are cleared.
Told(k, f) ==
    LET n == IF Bug = "refused is reported accepted" THEN Published(k) ELSE Least2(f - 1, Published(k))
    IN  /\ accepted' = [accepted EXCEPT ![k] = n]
        /\ ring' = [ring EXCEPT ![k] = [p \in 1..Len(@) |-> IF p <= n THEN @[p] ELSE 0]]
PDone == \E k \in Producers : pc[k] = "send" /\ (k > Senders \/ sent[k] = Sends) /\ To(k, "done") /\ Only(mem)

\* ---- consumer ----
NextLane(k) == IF k = Lanes THEN 1 ELSE k + 1
\* C goes on to the next lane, having found nothing in this one, or something.
Onward(found) ==
    /\ at' = [at EXCEPT ![C] = NextLane(@)]
    /\ looks' = IF Lanes = 1 \/ ending \/ (~found /\ looks = 1) THEN 0 ELSE IF found THEN Lanes ELSE looks - 1
    /\ To(C, IF Lanes > 1 /\ ~ending /\ ~found /\ looks = 1 THEN "A5" ELSE "poll")
C2 ==
    /\ pc[C] = "poll" /\ ~sealed[at[C]] /\ seen[at[C]] = Len(got[at[C]])
    /\ \E i \in Readable(C, tail(at[C])) :
        /\ mem' = Fence(Load(mem, C, tail(at[C]), i, TRUE), C, "C2 light")
        /\ seen' = [seen EXCEPT ![at[C]] = Val(C, tail(at[C]), i)]
    /\ To(C, "C2c")
    /\ UNCHANGED <<at, cache, sent, accepted, ring, sealed, looks, ending, got>>
C2c ==
    /\ pc[C] = "C2c"
    /\ \E i \in Readable(C, flag(at[C])) :
        /\ mem' = Load(mem, C, flag(at[C]), i, TRUE)
        /\ IF Val(C, flag(at[C]), i) = 1
           THEN IF Bug = "closed after empty" /\ seen[at[C]] = Len(got[at[C]])
                THEN To(C, "poll") /\ sealed' = [sealed EXCEPT ![at[C]] = TRUE] /\ UNCHANGED <<at, looks>>
                ELSE To(C, "X2") /\ UNCHANGED <<sealed, at, looks>>
           ELSE /\ sealed' = [sealed EXCEPT ![at[C]] = (ending /\ seen[at[C]] = Len(got[at[C]]))]
                /\ IF seen[at[C]] = Len(got[at[C]]) THEN Onward(FALSE) ELSE To(C, "poll") /\ UNCHANGED <<at, looks>>
    /\ UNCHANGED <<cache, sent, accepted, ring, seen, ending, got>>
C4 ==
    /\ pc[C] = "poll" /\ Len(got[at[C]]) < seen[at[C]]
    /\ got' = [got EXCEPT ![at[C]] = Append(@, ring[at[C]][Len(@) + 1])]
    /\ IF Len(got[at[C]]) + 1 = seen[at[C]] THEN Onward(TRUE) ELSE UNCHANGED <<pc, at, looks>>
    /\ UNCHANGED <<mem, cache, sent, accepted, ring, seen, sealed, ending>>
Drained(k) == sealed[k] /\ seen[k] <= Len(got[k])
CSkip ==
    /\ pc[C] = "poll" /\ Drained(at[C]) /\ ((Lanes > 1 /\ ~ending) \/ \E k \in Producers : ~Drained(k))
    /\ Onward(FALSE)
    /\ UNCHANGED <<mem, cache, sent, accepted, ring, seen, sealed, ending, got>>
A5 ==
    /\ pc[C] = "A5"
    /\ \E i \in Readable(C, all) :
        /\ mem' = Load(mem, C, all, i, TRUE)
        /\ IF Val(C, all, i) = 0 THEN To(C, "poll") /\ looks' = Lanes ELSE To(C, "A6") /\ UNCHANGED looks
    /\ UNCHANGED <<at, cache, sent, accepted, ring, seen, sealed, ending, got>>
A6 ==
    /\ pc[C] = "A6" /\ (Newest(lock) = 0 \/ Bug = "all without the lock")
    /\ mem' = IF Bug = "all without the lock" THEN mem ELSE RMW(mem, C, lock, 0, TRUE, TRUE)
    /\ ending' = TRUE
    /\ To(C, "poll")
    /\ UNCHANGED <<at, cache, sent, accepted, ring, seen, sealed, looks, got>>
CEnd == pc[C] = "poll" /\ (Lanes = 1 \/ ending) /\ (\A k \in Producers : Drained(k)) /\ To(C, "done") /\ Only(mem)

\* ---- closers, and whoever seals ----
X0 == \E t \in Closing :
    /\ pc[t] = "X0" /\ Newest(lock) = 0
    /\ To(t, "X1")
    /\ Only(RMW(RMW(mem, t, lock, 1, TRUE, FALSE), t, all, 1, TRUE, TRUE))
X4 == \E t \in Closing :
    /\ pc[t] = "X4"
    /\ To(t, "done")
    /\ Only(Store(mem, t, lock, 0))
X1 == \E t \in Closing :
    /\ pc[t] = "X1"
    /\ To(t, "X2")
    /\ Only(RMW(mem, t, flag(at[t]), 1, FALSE, TRUE))
\* t knows the final tail of its lane, f-1.
Settle(t, f) ==
    IF t \in Producers THEN To(t, "done") /\ Told(t, f) /\ UNCHANGED <<at, seen, sealed>>
    ELSE IF t = C
    THEN /\ To(t, "poll")
         /\ seen' = IF Bug = "past the final tail" /\ seen[at[C]] > f - 1 THEN seen ELSE [seen EXCEPT ![at[C]] = f - 1]
         /\ sealed' = [sealed EXCEPT ![at[C]] = TRUE]
         /\ UNCHANGED <<at, accepted, ring>>
    ELSE /\ IF at[t] = Lanes THEN To(t, IF Lanes = 1 THEN "done" ELSE "X4") /\ UNCHANGED at
            ELSE To(t, "X1") /\ at' = [at EXCEPT ![t] = @ + 1]
         /\ UNCHANGED <<accepted, ring, seen, sealed>>
Fenced(t) == MM # "Go" /\ Has("X2 heavy") /\ (t = C => Has("C heavy")) /\ (t \in Closing => Has("X heavy"))
X2 == \E t \in Thr :
    /\ pc[t] = "X2"
    /\ \E i \in Readable(t, final(at[t])) :
        LET f == Val(t, final(at[t]), i) IN
        /\ mem' = Load(mem, t, final(at[t]), i, TRUE)
        /\ IF f # 0 THEN Settle(t, f)
           ELSE To(t, IF Fenced(t) THEN "X2f" ELSE "X2t") /\ UNCHANGED <<at, accepted, ring, seen, sealed>>
    /\ UNCHANGED <<cache, sent, looks, ending, got>>
X2f == \E t \in Thr : pc[t] = "X2f" /\ To(t, "X2t") /\ Only(Heavy(mem, t))
X2t == \E t \in Thr :
    /\ pc[t] = "X2t"
    /\ \E i \in Readable(t, tail(at[t])) :
        LET old == t = C /\ Bug = "seal without a look" IN
        /\ mem' = IF old THEN mem ELSE Load(mem, t, tail(at[t]), i, TRUE)
        /\ cache' = [cache EXCEPT ![t] = IF old THEN seen[at[C]] ELSE Val(t, tail(at[t]), i)]
    /\ To(t, "X2s")
    /\ UNCHANGED <<at, sent, accepted, ring, seen, sealed, looks, ending, got>>
X2s == \E t \in Thr :
    /\ pc[t] = "X2s"
    /\ LET f == IF Newest(final(at[t])) = 0 \/ Bug = "seal by a store" THEN cache[t] + 1 ELSE Newest(final(at[t]))
       IN  mem' = RMW(mem, t, final(at[t]), f, TRUE, TRUE) /\ Settle(t, f)
    /\ cache' = [cache EXCEPT ![t] = 0]
    /\ UNCHANGED <<sent, looks, ending, got>>

Done == (\A t \in Thr : pc[t] = "done" /\ mem.buf[t] = <<>>) /\ UNCHANGED vars

\* ---- the whole ----
Init ==
    /\ mem = Memory0
    /\ pc = [t \in Thr |-> IF t \in Producers THEN "send" ELSE IF t = C THEN "poll" ELSE IF Lanes = 1 THEN "X1" ELSE "X0"]
    /\ at = [t \in Thr |-> IF t \in Producers THEN t ELSE 1]
    /\ cache = [t \in Thr |-> 0]
    /\ sent = [k \in Producers |-> 0]
    /\ accepted = [k \in Producers |-> 0]
    /\ ring = [k \in Producers |-> <<>>]
    /\ seen = [k \in Producers |-> 0]
    /\ sealed = [k \in Producers |-> FALSE]
    /\ looks = (IF Lanes = 1 THEN 0 ELSE Lanes)
    /\ ending = FALSE
    /\ got = [k \in Producers |-> <<>>]

Next == P4 \/ P5 \/ PDone \/ C2 \/ C2c \/ C4 \/ CSkip \/ A5 \/ A6 \/ CEnd \/ X0 \/ X1 \/ X2 \/ X2f \/ X2t \/ X2s \/ X4 \/ Flush \/ Done
Spec == Init /\ [][Next]_vars

\* Every thread that can take a step takes one, and stores leave the buffers.
\* Nothing is asked of memory: whoever seals has executed a heavy fence, and the
\* consumer executes a light one in every look, so it sees the close.
Moves(t) == ([]<>(pc[t] = "done")) \/ ([]<><<pc'[t] # pc[t] \/ at'[t] # at[t]>>_vars)
Flushes  == ([]<>(\A t \in Thr : mem.buf[t] = <<>>)) \/ ([]<><<Flush>>_vars)
FairSpec == Spec /\ (\A t \in Thr : Moves(t)) /\ Flushes

\* ---- properties ----
\* What is received is what was sent, in order; a slot that was refused is never read.
Fifo == \A k \in Producers : \A n \in 1..Len(got[k]) : got[k][n] = n

\* Accepted is received, refused is not.
Exact == \A k \in Producers :
    /\ (pc[C] = "done") => (accepted[k] <= Len(got[k]))
    /\ (pc[k] = "done") => (Len(got[k]) <= accepted[k])

\* The consumer reports the end only of what is sealed and drained.
EndIsDrained == (pc[C] = "done") => \A k \in Producers : Newest(final(k)) - 1 = Len(got[k])

\* The first decision stands.
OneDecision == \A k \in Producers : sealed[k] => seen[k] = Newest(final(k)) - 1

\* The drain ends.
Ends == <>(pc[C] = "done")
=============================================================================
