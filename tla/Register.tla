------------------------------ MODULE Register ------------------------------
(***************************************************************************)
(* The rings of package channels/mpsc: producers register, send, leave and *)
(* come back; one consumer polls the rings it knows, dismisses the empty   *)
(* ones before it sleeps, and adopts those that were rung.                 *)
(*                                                                         *)
(*     action   step                                          label        *)
(*     Enter    register: take a free ring, under the lock    -            *)
(*     P4       M1 publish, light fence                       ring.publish *)
(*     M2       look at the bell                              wait.bell    *)
(*     M2t      take the request                              wait.bell    *)
(*     M3       look at the list of rung rings                mpsc.rung    *)
(*     M3s      push the ring                                 mpsc.rung    *)
(*     M4       wake the consumer                             -            *)
(*     Retire   mark the bell: the producer has left          wait.bell    *)
(*     Leave    deregister, under the lock                    -            *)
(*     D0       settle                                        mpsc.rung    *)
(*     A1       look at the list; A1s take all of it          mpsc.rung    *)
(*     C2       look at tail, light fence                     ring.publish *)
(*     C3       look at the bell: has its producer left?      wait.bell    *)
(*     C3l      left: the last look at tail                   ring.publish *)
(*     C3r      recycle, under the lock                       -            *)
(*     C4       receive                                       ring.free    *)
(*     D1       ask a ring's producer; D1f heavy fence        wait.bell    *)
(*     D2       look once more at tail, D2c at the bell       ring.publish *)
(*     D2t      take the request back                         wait.bell    *)
(*     S3       sleep until there is a token                  -            *)
(*                                                                         *)
(* Done ends all, Flush is a step of memory. The lock is a location that   *)
(* is read and written in one step, and so is what is done under it.       *)
(* Whether a ring that is left unknown is drained is looked up in the      *)
(* newest head: who asked has stored it before. C receives as RecvBatch    *)
(* does with room for one message. Closing is CloseDrain's.                *)
(***************************************************************************)
EXTENDS Integers, Sequences

CONSTANTS
    MM,       \* memory model: "Go", "TSO" or "RC11"
    Producers,\* how many
    Rounds,   \* how often each registers and leaves
    N,        \* messages that it sends each time
    Bug       \* "none", or what is wrong

C   == Producers + 1
Thr == 1..(Producers + 1)
P   == 1..Producers

\* Locations; there are two rings.
Rings   == {1, 2}
tail(r) == r
bell(r) == 2 + r
rung    == 5
due     == 6
lock    == 7
Locs    == 1..7

VARIABLES
    mem,    \* memory: see below
    pc,     \* pc[t]: what t does next
    mine,   \* mine[p]: the ring of producer p; 0: none
    first,  \* first[p]: the first of the rung rings, as p has seen it
    sent,   \* sent[p]: messages of p, in all rounds
    round,  \* round[p]: how often p has registered
    next,   \* next[r]: the ring after r on a list; 0: none
    free,   \* under the lock: rings without a producer that C does not know
    ring,   \* ring[r]: the values ever published in ring r
    taken,  \* taken[r]: how many of them C has received
    active, \* C: the rings that it polls
    turn,   \* C: the ring in active that had the last turn; 0 or one too many: where it would be
    looks,  \* C: how many of active are left to be looked at, asked or dealt with
    quota,  \* C: messages that it has seen in the ring it is at
    asking, \* C: it is about to sleep
    found,  \* C: while it dismisses: a ring has something to see
    got     \* got[s]: what was received of session s

vars == <<mem, pc, mine, first, sent, round, next, free, ring, taken, active, turn, looks, quota, asking, found, got>>

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
Join(v1, v2) == IF v1 = <<>> THEN v1
              ELSE <<Max(v1[1], v2[1]), Max(v1[2], v2[2]), Max(v1[3], v2[3]), Max(v1[4], v2[4]), Max(v1[5], v2[5]), Max(v1[6], v2[6]), Max(v1[7], v2[7])>>
V0 == IF MM = "RC11" THEN <<1, 1, 1, 1, 1, 1, 1>> ELSE <<>>
Memory0 == [log |-> [l \in Locs |-> <<[val |-> 0, view |-> V0]>>], view |-> [t \in Thr |-> V0],
            light |-> V0, heavy |-> V0, buf |-> [t \in Thr |-> <<>>]]

Trim(m) ==
    LET Least(l) == CHOOSE b \in {m.view[t][l] : t \in Thr} : \A t \in Thr : b <= m.view[t][l]
        base     == <<Least(1), Least(2), Least(3), Least(4), Least(5), Least(6), Least(7)>>
        Rest(l3, n3) == IF n3 > base[l3] THEN n3 - base[l3] + 1 ELSE 1
        Cut(v3)   == <<Rest(1, v3[1]), Rest(2, v3[2]), Rest(3, v3[3]), Rest(4, v3[4]), Rest(5, v3[5]), Rest(6, v3[6]), Rest(7, v3[7])>>
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


\* ---- common to all threads ----
Asked   == 1
Retired == 2
IsAsked(v)  == v % 2 = 1
Unasked(v)  == IF IsAsked(v) THEN v - Asked ELSE v
To(t, s)    == pc' = [pc EXCEPT ![t] = s]
Producing   == <<mine, first, sent, round>>
Consuming   == <<taken, active, turn, looks, quota, asking, found, got>>
Only(m)     == mem' = m /\ UNCHANGED <<Producing, Consuming, next, free, ring>>
Fence(m, t, site) == IF Has(site) THEN Light(m, t) ELSE m
Without(s, i) == SubSeq(s, 1, i - 1) \o SubSeq(s, i + 1, Len(s))
Least2(n1, n2) == IF n1 < n2 THEN n1 ELSE n2

\* A store that does not release carries nothing.
StoreRelaxed(m, t, l, v) ==
    IF MM # "RC11" THEN Store(m, t, l, v)
    ELSE LET n == Len(m.log[l]) + 1
         IN  Trim([m EXCEPT !.view[t] = [@ EXCEPT ![l] = n], !.log[l] = Append(@, [val |-> v, view |-> [V0 EXCEPT ![l] = n]])])

Flush == \E t \in Thr :
    /\ mem.buf[t] # <<>>
    /\ Only([Put(mem, mem.buf[t][1].at, mem.buf[t][1].val) EXCEPT !.buf[t] = Tail(@)])
    /\ UNCHANGED pc

\* A producer that comes back is a new one: messages are 10 times its number, and 1, 2, ..., N.
Session(p) == (p - 1) * Rounds + round[p]
Sessions   == 1..(Producers * Rounds)

\* ---- producers ----
Enter == \E p \in P :
    /\ pc[p] = "out" /\ round[p] < Rounds /\ free # <<>>
    /\ mine' = [mine EXCEPT ![p] = free[Len(free)]]
    /\ free' = SubSeq(free, 1, Len(free) - 1)
    /\ round' = [round EXCEPT ![p] = @ + 1]
    /\ mem' = RMW(mem, p, lock, 0, TRUE, TRUE)
    /\ To(p, IF Bug = "look first" THEN "M2" ELSE "send")
    /\ UNCHANGED <<first, sent, next, ring, Consuming>>
P4 == \E p \in P :
    /\ pc[p] = "send" /\ sent[p] < round[p] * N
    /\ sent' = [sent EXCEPT ![p] = @ + 1]
    /\ ring' = [ring EXCEPT ![mine[p]] = Append(@, 10 * Session(p) + sent[p] - (round[p] - 1) * N + 1)]
    /\ mem' = Fence(Store(mem, p, tail(mine[p]), Len(ring[mine[p]]) + 1), p, "P4 light")
    /\ To(p, IF Bug = "look first" THEN (IF sent[p] + 1 = round[p] * N THEN "send" ELSE "M2") ELSE "M2")
    /\ UNCHANGED <<mine, first, round, next, free, Consuming>>
M2 == \E p \in P : \E i \in Readable(p, bell(mine[p])) :
    /\ pc[p] = "M2"
    /\ To(p, IF Val(p, bell(mine[p]), i) = 0 THEN "send" ELSE "M2t")
    /\ Only(Load(mem, p, bell(mine[p]), i, FALSE))
M2t == \E p \in P :
    /\ pc[p] = "M2t"
    /\ LET v == Newest(bell(mine[p])) IN
       IF Bug = "request not taken" THEN To(p, IF IsAsked(v) THEN "M3" ELSE "send") /\ Only(mem)
       ELSE To(p, IF IsAsked(v) THEN "M3" ELSE "send") /\ Only(RMW(mem, p, bell(mine[p]), Unasked(v), TRUE, TRUE))
After(p) == IF sent[p] = round[p] * N /\ pc[p] \in {"L3", "L3s", "L4"} THEN "leave" ELSE "send"
M3 == \E p \in P : \E i \in Readable(p, rung) :
    /\ pc[p] \in {"M3", "L3"}
    /\ first' = [first EXCEPT ![p] = Val(p, rung, i)]
    /\ mem' = Load(mem, p, rung, i, FALSE)
    /\ To(p, IF pc[p] = "M3" THEN "M3s" ELSE "L3s")
    /\ UNCHANGED <<mine, sent, round, next, free, ring, Consuming>>
M3s == \E p \in P :
    /\ pc[p] \in {"M3s", "L3s"}
    /\ next' = [next EXCEPT ![mine[p]] = first[p]]
    /\ first' = [first EXCEPT ![p] = 0]
    /\ \/ /\ Newest(rung) = first[p] \/ Bug = "push by a store"
          /\ To(p, IF pc[p] = "M3s" THEN "M4" ELSE "L4")
          /\ mem' = RMW(mem, p, rung, mine[p], Has("push acquires"), TRUE)
       \/ \E i \in Readable(p, rung) :
          /\ Val(p, rung, i) # first[p] /\ Bug # "push by a store"
          /\ To(p, IF pc[p] = "M3s" THEN "M3" ELSE "L3")
          /\ mem' = Load(mem, p, rung, i, Has("push acquires"))
    /\ UNCHANGED <<mine, sent, round, free, ring, Consuming>>
M4 == \E p \in P :
    /\ pc[p] \in {"M4", "L4"}
    /\ To(p, After(p))
    /\ \/ Newest(due) = 0 /\ Only(RMW(mem, p, due, 1, FALSE, TRUE))
       \/ \E i \in Readable(p, due) : Val(p, due, i) = 1 /\ Only(Load(mem, p, due, i, FALSE))
Retire == \E p \in P :
    /\ pc[p] = "send" /\ sent[p] = round[p] * N
    /\ LET v == Newest(bell(mine[p])) IN
       /\ To(p, IF ~IsAsked(v) THEN "leave"
                ELSE IF taken[mine[p]] = Len(ring[mine[p]]) \/ Bug = "reuse before drained" THEN "unknown" ELSE "L3")
       /\ Only(RMW(mem, p, bell(mine[p]), Unasked(v) + Retired, TRUE, TRUE))
\* The bell of a ring that is free is asked: C does not know the ring.
Leave == \E p \in P :
    /\ pc[p] \in {"leave", "unknown"}
    /\ LET m == IF pc[p] = "unknown" \/ Bug = "always renewed" THEN StoreRelaxed(mem, p, bell(mine[p]), Asked) ELSE mem
       IN  mem' = RMW(m, p, lock, 0, TRUE, TRUE)
    /\ free' = IF pc[p] = "unknown" \/ Bug = "always renewed" THEN Append(free, mine[p]) ELSE free
    /\ mine' = [mine EXCEPT ![p] = 0]
    /\ To(p, "out")
    /\ UNCHANGED <<first, sent, round, next, ring, Consuming>>

\* ---- consumer ----
All == \A s \in Sessions : Len(got[s]) = N
Dismissing == pc[C] \in {"D1", "D2", "D2c", "D2t"}
\* The ring that C is at: in a scan that of turn; else it goes through active from the first.
at == IF Dismissing THEN Len(active) - looks + 1 ELSE turn
r  == active[at]
\* C goes on with its scan of act: k had the last turn, and so many looks are left.
Onward(act, k, left) ==
    /\ active' = act
    /\ looks' = IF left > 0 THEN left ELSE IF asking THEN Len(act) ELSE 0
    /\ turn' = IF left = 0 THEN k ELSE IF k < Len(act) THEN k + 1 ELSE 1
    /\ asking' = IF left > 0 THEN asking ELSE TRUE
    /\ To(C, IF left > 0 THEN "C2"
             ELSE IF ~asking THEN "D0"
             ELSE IF act = <<>> THEN "S3"
             ELSE IF Has("ask") THEN "D1" ELSE "D2")
D0 ==   \* a compare-and-swap of nil for nil; one that fails has seen a ring
    /\ pc[C] = "D0"
    /\ To(C, "A1")
    /\ \/ ~Has("settle") /\ Only(mem)
       \/ Has("settle") /\ Newest(rung) = 0 /\ Only(RMW(mem, C, rung, 0, FALSE, TRUE))
       \/ Has("settle") /\ \E i \in Readable(C, rung) : Val(C, rung, i) # 0 /\ Only(Load(mem, C, rung, i, FALSE))
A1 == \E i \in Readable(C, rung) :
    /\ pc[C] = "A1"
    /\ mem' = Load(mem, C, rung, i, FALSE)
    /\ IF Val(C, rung, i) # 0 THEN To(C, "A1s") /\ UNCHANGED <<active, turn, looks, asking>>
       ELSE Onward(active, turn, Len(active))
    /\ UNCHANGED <<Producing, next, free, ring, taken, quota, found, got>>
RECURSIVE List(_, _)
List(q, n) == IF q = 0 \/ n = 0 THEN <<>> ELSE <<q>> \o List(next[q], n - 1)
OnList == List(Newest(rung), 3)  \* a list is longer if it goes round in a circle only
A1s ==  \* they come before the ring that had the last turn
    /\ pc[C] = "A1s"
    /\ mem' = RMW(mem, C, rung, 0, TRUE, FALSE)
    /\ next' = [q \in Rings |-> IF \E j \in 1..Len(OnList) : OnList[j] = q THEN 0 ELSE next[q]]
    /\ LET where == Max(1, Least2(turn, Len(active) + 1))
           all   == SubSeq(active, 1, where - 1) \o OnList \o SubSeq(active, where, Len(active))
       IN  Onward(all, where + Len(OnList), Len(all))
    /\ UNCHANGED <<Producing, free, ring, taken, quota, found, got>>
LookAtTail(to) == \E i \in Readable(C, tail(r)) :
    /\ mem' = Fence(Load(mem, C, tail(r), i, TRUE), C, "C2 light")
    /\ quota' = Val(C, tail(r), i) - taken[r]
    /\ To(C, to)
    /\ UNCHANGED <<Producing, next, free, ring, taken, active, turn, looks, asking, found, got>>
C2 == pc[C] = "C2" /\ LookAtTail("C3")
C3 ==
    /\ pc[C] = "C3"
    /\ \E i \in Readable(C, bell(r)) :
        /\ mem' = Load(mem, C, bell(r), i, TRUE)
        /\ IF quota > 0 THEN To(C, "C4") /\ looks' = 0 /\ UNCHANGED <<active, turn, asking>>
           ELSE IF Val(C, bell(r), i) >= Retired
           THEN To(C, IF Has("last look") THEN "C3l" ELSE "C3r") /\ UNCHANGED <<active, turn, looks, asking>>
           ELSE Onward(active, turn, looks - 1)
    /\ UNCHANGED <<Producing, next, free, ring, taken, quota, found, got>>
C3l == pc[C] = "C3l" /\ \E i \in Readable(C, tail(r)) :
    /\ mem' = Fence(Load(mem, C, tail(r), i, TRUE), C, "C2 light")
    /\ IF Val(C, tail(r), i) > taken[r] THEN Onward(active, turn, looks - 1)
       ELSE To(C, "C3r") /\ UNCHANGED <<active, turn, looks, asking>>
    /\ UNCHANGED <<Producing, next, free, ring, taken, quota, found, got>>
C3r ==
    /\ pc[C] = "C3r"
    /\ mem' = RMW(StoreRelaxed(mem, C, bell(r), Asked), C, lock, 0, TRUE, TRUE)
    /\ free' = Append(free, r)
    /\ IF Has("forget") THEN Onward(Without(active, turn), turn - 1, looks - 1) ELSE Onward(active, turn, looks - 1)
    /\ UNCHANGED <<Producing, next, ring, taken, quota, found, got>>
C4 ==
    /\ pc[C] = "C4"
    /\ LET v == ring[r][taken[r] + 1]
       IN  got' = [got EXCEPT ![v \div 10] = Append(@, v % 10)]
    /\ taken' = [taken EXCEPT ![r] = @ + 1]
    /\ quota' = quota - 1
    /\ asking' = FALSE
    /\ To(C, IF quota > 1 THEN "C4" ELSE "A1")
    /\ UNCHANGED <<mem, Producing, next, free, ring, active, turn, looks, found>>
D1 ==
    /\ pc[C] = "D1"
    /\ LET v == Newest(bell(r)) IN mem' = RMW(mem, C, bell(r), Unasked(v) + Asked, TRUE, TRUE)
    /\ IF looks > 1 THEN looks' = looks - 1 /\ To(C, "D1")
       ELSE /\ looks' = Len(active)
            /\ To(C, IF MM # "Go" /\ Has("D1 heavy") THEN "D1f" ELSE IF Has("second look") THEN "D2" ELSE "D2n")
    /\ UNCHANGED <<Producing, next, free, ring, taken, active, turn, quota, asking, found, got>>
D1f == pc[C] = "D1f" /\ To(C, "D2") /\ Only(Heavy(mem, C))
\* A ring was dealt with, and so many are left; then C looks again.
Dealt(act, left, f) ==
    /\ active' = act
    /\ looks' = left
    /\ quota' = 0
    /\ found' = (f /\ left > 0)
    /\ To(C, IF left = 0 THEN "A1" ELSE IF f THEN "D2t" ELSE "D2")
    /\ UNCHANGED <<Producing, next, free, ring, taken, turn, asking, got>>
D2n == pc[C] = "D2n" /\ mem' = mem /\ Dealt(<<>>, 0, FALSE)  \* only if broken
D2 == pc[C] = "D2" /\ LookAtTail("D2c")
D2c ==
    /\ pc[C] = "D2c"
    /\ \E i \in Readable(C, bell(r)) :
        /\ mem' = Load(mem, C, bell(r), i, TRUE)
        /\ IF quota > 0 \/ Val(C, bell(r), i) >= Retired
           THEN To(C, "D2t") /\ quota' = 0 /\ UNCHANGED <<Producing, next, free, ring, taken, active, turn, looks, asking, found, got>>
           ELSE Dealt(Without(active, at), looks - 1, FALSE)
D2t ==  \* there is something to see, here or before
    /\ pc[C] = "D2t"
    /\ LET v == Newest(bell(r)) IN
       /\ mem' = RMW(mem, C, bell(r), Unasked(v), TRUE, TRUE)
       /\ Dealt(IF IsAsked(v) \/ Bug = "kept though rung" THEN active ELSE Without(active, at), looks - 1, TRUE)
S3 ==
    /\ pc[C] = "S3" /\ Newest(due) = 1
    /\ To(C, "A1")
    /\ mem' = RMW(mem, C, due, 0, TRUE, FALSE)
    /\ asking' = FALSE
    /\ UNCHANGED <<Producing, next, free, ring, taken, active, turn, looks, quota, found, got>>

Done == All /\ (\A p \in P : pc[p] = "out" /\ round[p] = Rounds) /\ pc[C] = "S3" /\ Newest(due) = 0 /\ UNCHANGED vars

\* ---- the whole ----
Init ==
    /\ mem = [Memory0 EXCEPT !.log[bell(1)][1].val = Asked, !.log[bell(2)][1].val = Asked]
    /\ pc = [t \in Thr |-> IF t = C THEN "A1" ELSE "out"]
    /\ mine = [p \in P |-> 0]
    /\ first = [p \in P |-> 0]
    /\ sent = [p \in P |-> 0]
    /\ round = [p \in P |-> 0]
    /\ next = [q \in Rings |-> 0]
    /\ free = <<2, 1>>
    /\ ring = [q \in Rings |-> <<>>]
    /\ taken = [q \in Rings |-> 0]
    /\ active = <<>>
    /\ turn = 1
    /\ looks = 0
    /\ quota = 0
    /\ asking = FALSE
    /\ found = FALSE
    /\ got = [s \in Sessions |-> <<>>]

Next ==
    \/ Enter \/ P4 \/ M2 \/ M2t \/ M3 \/ M3s \/ M4 \/ Retire \/ Leave
    \/ D0 \/ A1 \/ A1s \/ C2 \/ C4 \/ C3 \/ C3l \/ C3r \/ D1 \/ D1f \/ D2n \/ D2 \/ D2c \/ D2t \/ S3 \/ Flush \/ Done
Spec == Init /\ [][Next]_vars

\* Every thread that can take a step takes one, and stores leave the buffers.
Can(t) == IF t = C THEN ~(pc[C] = "S3" /\ Newest(due) = 0)
          ELSE ~(pc[t] = "out" /\ (round[t] = Rounds \/ free = <<>>))
Moves(t) == ([]<>~Can(t)) \/ ([]<><<pc'[t] # pc[t] \/ (t = C /\ (looks' # looks \/ quota' # quota))>>_vars)
Flushes  == ([]<>(\A t \in Thr : mem.buf[t] = <<>>)) \/ ([]<><<Flush>>_vars)
FairSpec == Spec /\ (\A t \in Thr : Moves(t)) /\ Flushes

\* ---- properties ----
In(q, s) == \E k \in 1..Len(s) : s[k] = q
Owner(q) == {p \in P : mine[p] = q}

\* What is received of a producer is what it sent, in order.
Fifo == \A s \in Sessions : \A k \in 1..Len(got[s]) : got[s][k] = k

\* A ring is polled or rung, once; and free once, when it is not rung. A ring that
\* is asked while it is dismissed may be rung already. A free ring may be polled:
\* its producer left while it was dismissed, and what the consumer took back is
\* the request that the ring was renewed with. Its next producer is then known,
\* finds no request (KnownIsUnasked), and so neither rings nor renews.
Known == IF pc[C] \in {"D1", "D1f"} THEN <<>>
         ELSE IF pc[C] \in {"D2", "D2c", "D2t"} THEN SubSeq(active, 1, at - 1) ELSE active
Once(s) == \A j, k \in 1..Len(s) : j # k => s[j] # s[k]
InOnePlace == Once(Known \o OnList) /\ Once(free \o OnList)

KnownIsUnasked == \A k \in 1..Len(Known) : ~IsAsked(Newest(bell(Known[k])))

\* A ring has one producer, or is free. One that leaves does not touch it any more.
Users(q) == {p \in P : mine[p] = q /\ pc[p] \notin {"L4", "leave"}}
OneUser  == \A q \in Rings : (\A p1, p2 \in Users(q) : p1 = p2) /\ (In(q, free) => Users(q) = {})

\* A ring that may be had by the next producer is empty.
FreeIsDrained == \A q \in Rings : (In(q, free) /\ pc[C] # "C3r") => taken[q] = Len(ring[q])

\* A ring with a message is known to the consumer, or rung, or its producer is about to look, or to ring.
NoneForgotten == \A q \in Rings : taken[q] < Len(ring[q]) =>
    \/ In(q, active)
    \/ In(q, OnList)
    \/ \E p \in Owner(q) : pc[p] \in {"M2", "M2t", "M3", "M3s", "L3", "L3s"}

\* The consumer does not sleep on while a ring is rung, unless its producer is about to wake it.
NoLostWakeup == (pc[C] = "S3" /\ Newest(due) = 0 /\ Newest(rung) # 0) => \E p \in P : pc[p] \in {"M4", "L4"}

\* Everything is received, and every ring can be had again.
AllArrive == <>(All)
=============================================================================
