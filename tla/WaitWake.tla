------------------------------ MODULE WaitWake ------------------------------
(***************************************************************************)
(* The parking handshake of package channels/wait, on an spsc channel: the *)
(* consumer C sleeps for messages, the producer P sleeps for space, and X  *)
(* may close. Two handshakes run at once, in opposite directions:          *)
(*                                                                         *)
(*     Data    publisher P, waiter C, word bell,  token due                *)
(*     Space   publisher C, waiter P, word space, token room               *)
(*                                                                         *)
(* Actions are the steps that others can see, under the names of the       *)
(* package documentation, with the label of the operation:                 *)
(*                                                                         *)
(*     action              step                               label        *)
(*     P4 C4               W1 publish, light fence      ring.publish, free *)
(*     DataW2 SpaceW2      W2 look at the word                wait.bell    *)
(*     DataW3 SpaceW3      W3 take the request                wait.bell    *)
(*     DataWake SpaceWake  W3 leave a token                   -            *)
(*     DataS1 SpaceS1      S1 ask                             wait.bell    *)
(*     DataS1f SpaceS1f    S1 heavy fence                     ring.fence   *)
(*     DataS2 SpaceS2      S2 look at tail, head        ring.publish, free *)
(*     DataS2c SpaceS2c    S2 look for the close              wait.bell    *)
(*     DataBack SpaceBack  S2 take back what was asked        wait.bell    *)
(*     DataS2d             S2 look for the close once more    wait.bell    *)
(*     DataS3 SpaceS3      S3 take the token                  -            *)
(*     SpaceS4             look at head after a sleep         ring.free    *)
(*     P2 C2               look at head, tail           ring.free, publish *)
(*     P5 P5w C2c          look for the close                 wait.bell    *)
(*     X1                  set closed                         wait.bell    *)
(*     X2 X2f X2t X2s      seal: decided? heavy fence; look at tail;       *)
(*                         decide             ring.seal, publish, seal     *)
(*     X3 X3w X3v          take the request for space, wake P, wake C      *)
(*                                                                         *)
(* DataTimeout, DataCancel and SpaceTimeout end a sleep without a token;   *)
(* DataSpin and SpaceSpin look again without asking; LookEarly is a defect.*)
(* Who has slept looks before it asks again: P at S4, C as when it began.  *)
(* A consumer that finds the close and messages after it had found neither *)
(* asks before it receives them: spsc then waits for what is there.        *)
(* PDone and CDone end a thread, Done ends all. Flush is a step of memory. *)
(*                                                                         *)
(* A light fence stands right after what it follows in the source. Slots   *)
(* hold values; that accesses to them do not race is RingOrder's. A thread *)
(* that has left the sleep by its context or a timeout has left its        *)
(* request, and a token may come that nobody waits for.                    *)
(***************************************************************************)
EXTENDS Naturals, Sequences

CONSTANTS
    MM,       \* memory model: "Go", "TSO" or "RC11"
    Cap,      \* slots of the ring
    N,        \* messages to be sent: 1..N in this order
    PWait,    \* how P waits: "park", "timeout", "phased" (spin or park) or "spin"
    CWait,    \* how C waits; "never": it does not receive
    Closes,   \* X closes the channel at any time; C then receives to the end
    Cancels,  \* C's context may end while it sleeps; C then receives again
    Early,    \* how many sleeps may end by a timeout or a context
    Bug       \* "none", or what is wrong

Thr == IF Closes THEN {"P", "C", "X"} ELSE {"P", "C"}

\* Locations
tail  == 1
head  == 2
bell  == 3
space == 4
due   == 5
room  == 6
final == 7
Locs  == 1..7

VARIABLES
    mem,    \* memory: see below
    pc,     \* pc[t]: what t does next
    sent,   \* P: messages published, without those that were refused
    chead,  \* P: head as last seen
    ctail,  \* C: tail as last seen, or the final tail
    slot,   \* the ring's slots
    got,    \* C: what it received
    sealed, \* C: ctail is the final tail
    early,  \* sleeps that have ended without a token
    cache   \* cache[t]: tail as t has seen it, between X2t and X2s

vars == <<mem, pc, sent, chead, ctail, slot, got, sealed, early, cache>>

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

Flush == \E t \in Thr :
    /\ mem.buf[t] # <<>>
    /\ mem' = [Put(mem, mem.buf[t][1].at, mem.buf[t][1].val) EXCEPT !.buf[t] = Tail(@)]
    /\ UNCHANGED <<pc, sent, chead, ctail, slot, got, sealed, early, cache>>

\* ---- common to all threads ----
Asked  == 1
Closed == 2
IsAsked(v)  == v % 2 = 1
IsClosed(v) == v >= 2
Taken       == Len(got)
To(t, s)    == pc' = [pc EXCEPT ![t] = s]
Only(m)     == mem' = m /\ UNCHANGED <<sent, chead, ctail, slot, got, sealed, early, cache>>
Fence(m, t, site)        == IF Has(site) THEN Light(m, t) ELSE m
BarrierOr(site, next)    == IF MM # "Go" /\ Has(site) THEN "S1f" ELSE next

LookAtBell(t, word, quiet) == \E i \in Readable(t, word) :
    /\ To(t, IF Val(t, word, i) = 0 THEN quiet ELSE "W3")
    /\ Only(Load(mem, t, word, i, FALSE))
Take(t, word, taken, gone) ==
    /\ To(t, IF IsAsked(Newest(word)) THEN taken ELSE gone)
    /\ Only(RMW(mem, t, word, IF IsAsked(Newest(word)) THEN Newest(word) - Asked ELSE Newest(word),
                Has("Take acquires"), Has("Take releases")))
Wake(t, token, sleeper, next) ==
    /\ To(t, next)
    /\ IF ~Has("token kept") /\ pc[sleeper] # "S3" THEN Only(mem)
       ELSE \/ Newest(token) = 0 /\ Only(RMW(mem, t, token, 1, FALSE, TRUE))
            \/ \E i \in Readable(t, token) : Val(t, token, i) = 1 /\ Only(Load(mem, t, token, i, FALSE))
Ask(t, word, next) ==
    /\ To(t, next)
    /\ Only(RMW(mem, t, word, IF IsAsked(Newest(word)) THEN Newest(word) ELSE Newest(word) + Asked,
                Has("Ask acquires"), Has("Ask releases")))
Barrier(t, next) == pc[t] = "S1f" /\ To(t, next) /\ Only(Heavy(mem, t))
Sleep(t, token, next) ==
    /\ pc[t] = "S3" /\ Newest(token) = 1
    /\ To(t, next)
    /\ Only(RMW(mem, t, token, 0, TRUE, FALSE))
Leave(t, next) ==
    /\ pc[t] = "S3" /\ early < Early
    /\ early' = early + 1
    /\ To(t, next)
    /\ UNCHANGED <<mem, sent, chead, ctail, slot, got, sealed, cache>>
LookForClose(t, yes, no) == \E i \in Readable(t, bell) :
    /\ To(t, IF IsClosed(Val(t, bell, i)) THEN yes ELSE no)
    /\ Only(Load(mem, t, bell, i, Has("Closed acquires")))

\* ---- P sends ----
LookEarly ==
    /\ Bug = "look first" /\ pc.P = "send" /\ sent < N /\ sent - chead < Cap
    /\ \E i \in Readable("P", bell) :
        /\ To("P", IF Val("P", bell, i) = 0 THEN "quiet" ELSE "loud")
        /\ Only(Load(mem, "P", bell, i, FALSE))
P4 ==
    /\ pc.P \in (IF Bug = "look first" THEN {"quiet", "loud"} ELSE {"send"})
    /\ sent < N /\ sent - chead < Cap
    /\ mem' = Fence(Store(mem, "P", tail, sent + 1), "P", "P4 light")
    /\ slot' = [slot EXCEPT ![(sent % Cap) + 1] = sent + 1]
    /\ sent' = sent + 1
    /\ To("P", CASE pc.P = "quiet" -> "send" [] pc.P = "loud" -> "W3" [] OTHER -> "W2")
    /\ UNCHANGED <<chead, ctail, got, sealed, early, cache>>
LookAtHead(yes, no) == \E i \in Readable("P", head) :
    /\ mem' = Load(mem, "P", head, i, TRUE)
    /\ chead' = Val("P", head, i)
    /\ To("P", IF sent - Val("P", head, i) < Cap THEN yes ELSE no)
    /\ UNCHANGED <<sent, ctail, slot, got, sealed, early, cache>>
P2 == pc.P = "send" /\ sent < N /\ sent - chead >= Cap /\ LookAtHead("send", "full")
DataW2 == pc.P = "W2" /\ LookAtBell("P", bell, "send")
DataW3 == pc.P = "W3" /\ Take("P", bell, IF Has("taken is woken") THEN "Wake" ELSE "P5", "P5")
DataWake == pc.P = "Wake" /\ Wake("P", due, "C", "P5")
P5 == pc.P = "P5" /\ LookForClose("P", "X2", "send")
P5w == pc.P \in {"full", "woken"} /\ LookForClose("P", "done", IF pc.P = "full" THEN "S1" ELSE "send")
SpaceS1 == pc.P = "S1" /\ PWait # "spin"
    /\ Ask("P", space, IF Bug = "no second look for space" THEN "S3" ELSE BarrierOr("SpaceS1 heavy", "S2"))
SpaceS1f == pc.P = "S1f" /\ Barrier("P", "S2")
SpaceS2 == pc.P = "S2" /\ LookAtHead("Back", "S2c")
SpaceS2c == pc.P = "S2c" /\ LookForClose("P", "Back", "S3")
SpaceBack == pc.P = "Back" /\ Take("P", space, "woken", "woken")
SpaceS3 == pc.P = "S3" /\ Sleep("P", room, "S4")
SpaceTimeout == PWait = "timeout" /\ Leave("P", "S4")
SpaceSpin == pc.P = "S1" /\ PWait \in {"spin", "phased"} /\ To("P", "S4") /\ Only(mem)
SpaceS4 == pc.P = "S4" /\ LookAtHead("woken", "full")
PDone == pc.P = "send" /\ sent = N /\ To("P", "done") /\ Only(mem)

\* ---- C receives ----
C4 ==
    /\ pc.C = "recv" /\ Taken < ctail
    /\ mem' = Fence(Store(mem, "C", head, Taken + 1), "C", "C4 light")
    /\ got' = Append(got, slot[(Taken % Cap) + 1])
    /\ To("C", "W2")
    /\ UNCHANGED <<sent, chead, ctail, slot, sealed, early, cache>>
LookAtTail(next) == \E i \in Readable("C", tail) :
    /\ mem' = Fence(Load(mem, "C", tail, i, TRUE), "C", "C2 light")
    /\ ctail' = Val("C", tail, i)
    /\ To("C", next)
    /\ UNCHANGED <<sent, chead, slot, got, sealed, early, cache>>
SpaceW2 == pc.C = "W2" /\ LookAtBell("C", space, "recv")
SpaceW3 == pc.C = "W3" /\ Take("C", space, IF Has("taken is woken") THEN "Wake" ELSE "recv", "recv")
SpaceWake == pc.C = "Wake" /\ Wake("C", room, "P", "recv")
C2 == pc.C = "recv" /\ Taken = ctail /\ (Taken < N \/ Closes) /\ ~sealed /\ LookAtTail("C2c")
C2c == pc.C = "C2c" /\ LookForClose("C", "X2", IF Taken < ctail THEN "recv" ELSE "S1")
Second == IF sealed THEN "S2c" ELSE "S2"
DataS1 == pc.C = "S1" /\ CWait # "spin"
    /\ Ask("C", bell, IF Bug = "no second look for data" THEN "S3" ELSE BarrierOr("DataS1 heavy", Second))
DataS1f == pc.C = "S1f" /\ Barrier("C", Second)
DataS2 == pc.C = "S2" /\ LookAtTail("S2c")
DataS2c == pc.C = "S2c" /\ LookForClose("C", "Y2", IF Taken < ctail THEN "Back" ELSE IF Closes THEN "S2d" ELSE "S3")
DataS2d == pc.C = "S2d" /\ LookForClose("C", "Back", "S3")
DataBack == pc.C = "Back" /\
    IF Bug = "back by a store" THEN To("C", "recv") /\ Only(RMW(mem, "C", bell, 0, TRUE, TRUE))
    ELSE Take("C", bell, "recv", "S3")
DataS3 == pc.C = "S3" /\ Sleep("C", due, "recv")
DataTimeout == CWait = "timeout" /\ Leave("C", "recv")
DataCancel == Cancels /\ Leave("C", "recv")
DataSpin == pc.C = "S1" /\ CWait \in {"spin", "phased"} /\ To("C", "recv") /\ Only(mem)
CDone == pc.C = "recv" /\ (IF Closes THEN sealed /\ Taken = ctail ELSE Taken = N) /\ To("C", "done") /\ Only(mem)

\* ---- X closes; whoever learns of it seals ----
X1 == /\ Closes /\ pc.X = "X1" /\ To("X", "X2")
      /\ Only(RMW(mem, "X", bell, Newest(bell) + Closed, FALSE, Has("X1 releases")))
\* C may ask although there are messages: see above.
After(t, f) == IF t = "P" THEN {"done"} ELSE IF t = "X" THEN {"X3"}
               ELSE IF pc.C \in {"Y2", "Y2s"} THEN {"Back"}
               ELSE IF Taken < f - 1 THEN {"recv", "S1"} ELSE {"recv"}
Settle(t, f) ==
    /\ \E after \in After(t, f) : To(t, after)
    /\ sent' = IF t = "P" /\ f - 1 < sent THEN f - 1 ELSE sent
    /\ ctail' = IF t = "C" THEN f - 1 ELSE ctail
    /\ sealed' = (sealed \/ t = "C")
    /\ UNCHANGED <<chead, slot, got, early>>
X2 == \E t \in Thr : \E i \in Readable(t, final) :
    /\ pc[t] \in {"X2", "Y2"}
    /\ IF Val(t, final, i) = 0
       THEN To(t, IF MM # "Go" /\ Has("X2 heavy") THEN (IF pc[t] = "X2" THEN "X2f" ELSE "Y2f")
               ELSE IF pc[t] = "X2" THEN "X2t" ELSE "Y2t") /\ Only(Load(mem, t, final, i, TRUE))
       ELSE Settle(t, Val(t, final, i)) /\ mem' = Load(mem, t, final, i, TRUE) /\ UNCHANGED cache
X2f == \E t \in Thr : pc[t] \in {"X2f", "Y2f"} /\ To(t, IF pc[t] = "X2f" THEN "X2t" ELSE "Y2t") /\ Only(Heavy(mem, t))
X2t == \E t \in Thr : \E i \in Readable(t, tail) :
    /\ pc[t] \in {"X2t", "Y2t"}
    /\ To(t, IF pc[t] = "X2t" THEN "X2s" ELSE "Y2s")
    /\ mem' = Load(mem, t, tail, i, TRUE)
    /\ cache' = [cache EXCEPT ![t] = Val(t, tail, i)]
    /\ UNCHANGED <<sent, chead, ctail, slot, got, sealed, early>>
X2s == \E t \in Thr :
    /\ pc[t] \in {"X2s", "Y2s"}
    /\ \/ Newest(final) = 0 /\ Settle(t, cache[t] + 1) /\ mem' = RMW(mem, t, final, cache[t] + 1, TRUE, TRUE)
       \/ \E i \in Readable(t, final) :
            Val(t, final, i) # 0 /\ Settle(t, Val(t, final, i)) /\ mem' = Load(mem, t, final, i, TRUE)
    /\ cache' = [cache EXCEPT ![t] = 0]
X3 == Closes /\ pc.X = "X3" /\ IF Has("X3") THEN Take("X", space, "X3w", "X3w") ELSE To("X", "X3w") /\ Only(mem)
X3w == Closes /\ pc.X = "X3w" /\ IF Bug = "close wakes no sender" THEN To("X", "X3v") /\ Only(mem) ELSE Wake("X", room, "P", "X3v")
X3v == Closes /\ pc.X = "X3v" /\ IF Bug = "close wakes no receiver" THEN To("X", "done") /\ Only(mem) ELSE Wake("X", due, "C", "done")

Done == (\A t \in Thr : pc[t] = "done" /\ mem.buf[t] = <<>>) /\ UNCHANGED vars

\* ---- the whole ----
Init ==
    /\ mem = Memory0
    /\ pc = [t \in Thr |-> CASE t = "P" -> "send" [] t = "C" -> (IF CWait = "never" THEN "done" ELSE "recv") [] OTHER -> "X1"]
    /\ sent = 0
    /\ chead = 0
    /\ ctail = 0
    /\ slot = [k \in 1..Cap |-> 0]
    /\ got = <<>>
    /\ sealed = FALSE
    /\ early = 0
    /\ cache = [t \in Thr |-> 0]

Next ==
    \/ LookEarly \/ P4 \/ P2 \/ DataW2 \/ DataW3 \/ DataWake \/ P5 \/ P5w \/ PDone
    \/ SpaceS1 \/ SpaceS1f \/ SpaceS2 \/ SpaceS2c \/ SpaceBack \/ SpaceS3 \/ SpaceTimeout \/ SpaceSpin \/ SpaceS4
    \/ C4 \/ C2 \/ C2c \/ SpaceW2 \/ SpaceW3 \/ SpaceWake \/ CDone
    \/ DataS1 \/ DataS1f \/ DataS2 \/ DataS2c \/ DataS2d \/ DataBack \/ DataS3 \/ DataTimeout \/ DataCancel \/ DataSpin
    \/ X1 \/ X2 \/ X2f \/ X2t \/ X2s \/ X3 \/ X3w \/ X3v \/ Flush \/ Done
Spec == Init /\ [][Next]_vars

\* Every thread that can take a step takes one, stores leave the buffers, and a
\* thread that looks at a position again and again sees the newest one. Timeouts
\* and contexts owe nothing. (Written out: WF would have TLC compute memory to
\* know what is enabled.)
Can(t) == pc[t] # "done" /\ ~(pc[t] = "S3" /\ Newest(IF t = "P" THEN room ELSE due) = 0)
Moves(t) == ([]<>~Can(t)) \/ ([]<><<pc'[t] # pc[t]>>_vars)
Flushes  == ([]<>(\A t \in Thr : mem.buf[t] = <<>>)) \/ ([]<><<Flush>>_vars)
Sees(t, at, l) ==
    ([]<>(pc[t] = at)) => []<><<pc[t] # at /\ pc'[t] = at /\ (MM = "RC11" => mem'.view[t][l] = Len(mem'.log[l]))>>_vars
FairSpec == Spec /\ (\A t \in Thr : Moves(t)) /\ Flushes /\ Sees("P", "full", head) /\ Sees("C", "C2c", tail)
StaleSpec == Spec /\ (\A t \in Thr : Moves(t)) /\ Flushes

\* ---- properties ----
\* What is received is what was sent, in order.
Fifo == \A k \in 1..Len(got) : got[k] = k
\* Nobody sleeps on without a token while there is what it waits for, unless
\* somebody is about to see to it.
CloseBegun == Closes /\ pc.X # "X1"
CloserOwes == CloseBegun /\ pc.X # "done"
NoLostWakeup ==
    /\ (pc.C = "S3" /\ Newest(due) = 0 /\ (Taken < sent \/ CloseBegun)) => (pc.P \in {"W2", "W3", "Wake"} \/ CloserOwes)
    /\ (pc.P = "S3" /\ Newest(room) = 0 /\ (sent - Taken < Cap \/ CloseBegun)) => (pc.C \in {"W2", "W3", "Wake"} \/ CloserOwes)

\* What a closed channel has accepted, and nothing else, is received.
Exact ==
    /\ (Newest(final) # 0) => (Taken <= Newest(final) - 1)
    /\ (pc.P = "done" /\ pc.C = "done") => (Taken = sent)

\* Every wait returns.
AllReturn == <>(\A t \in Thr : pc[t] = "done")

=============================================================================
