------------------------------ MODULE RingOrder ------------------------------
(***************************************************************************)
(* The single-producer single-consumer ring of package ring: two positions *)
(* that only grow, each with one writer and one reader who caches it, and  *)
(* slots that are accessed without atomics. Memory is part of the model.   *)
(*                                                                         *)
(* Actions are the steps of the package documentation that others can see: *)
(*                                                                         *)
(*     P2 LoadFree    P3 Write        P4 Publish                           *)
(*     C2 LoadPublish C3 Read, Clear  C4 Free                              *)
(*                                                                         *)
(* P1 and C1 look at private state only, and are part of what comes next.  *)
(* Flush is a step of memory.                                              *)
(*                                                                         *)
(* Messages are the numbers 1, 2, ..., N; an empty slot holds 0.           *)
(***************************************************************************)
EXTENDS Integers, Sequences

CONSTANTS
    Cap,            \* slots
    N,              \* messages
    Batch,          \* the most messages of one operation
    Clears,         \* messages hold pointers: the consumer clears what it has read
    MM,             \* memory model: "Go", "TSO" or "RC11"
    PublishStore, PublishLoad, FreeStore, FreeLoad,    \* orders: "relaxed", "release", "acquire", "seqcst"
    Bug             \* "none", or what is wrong with the code

VARIABLES
    msgs,   \* msgs[l]: what the reader of position l may still read, oldest first; it has read the first
    buf,    \* buf[t]: the store buffer of thread t (TSO)
    known,  \* known[t]: the slots whose last access by the other thread happens before what t does next
    slot,   \* slot[i]: the value in memory
    prod,   \* the producer: tail, cached head, and of the operation under way the messages wanted and written
    cons,   \* the consumer: head, cached tail, and of the operation under way the messages wanted, read and cleared
    out,    \* the values received
    race    \* two accesses to a slot were not ordered by happens-before

vars == <<msgs, buf, known, slot, prod, cons, out, race>>

Slots    == 0..Cap-1
Peer(t)  == IF t = "P" THEN "C" ELSE "P"
Own(t)   == IF t = "P" THEN "tail" ELSE "head"   \* the position that t writes
Min(a, b) == IF a < b THEN a ELSE b

\* ---- memory ----
\* Go: a load reads the newest store, and every load synchronises with what it
\* reads. TSO: the same, but stores wait in a buffer unless they are seqcst.
\* RC11: a load reads any store that is not older than what it has read; it
\* synchronises if it acquires and the store releases. A message need not carry
\* its writer's view: the only other position is written by its reader.

Releases(o) == MM /= "RC11" \/ o /= "relaxed"
Acquires(o) == MM /= "RC11" \/ o /= "relaxed"
Newest(l)   == msgs[l][Len(msgs[l])].val
Readable(l) == 1..Len(msgs[l])

Deliver(l, v, a) ==
    msgs' = [msgs EXCEPT ![l] = IF MM = "RC11" THEN Append(@, [val |-> v, acc |-> a])
                                               ELSE <<[val |-> v, acc |-> a]>>]

\* Thread t stores v at its position. acc is the set of slots whose last access
\* by t happens before the store.
Store(t, v, o) ==
    LET a == IF Releases(o) THEN Slots ELSE {} IN
    IF MM = "TSO" /\ o /= "seqcst"
    THEN /\ buf' = [buf EXCEPT ![t] = Append(@, [to |-> Own(t), at |-> 0, val |-> v, acc |-> a])]
         /\ UNCHANGED msgs
    ELSE /\ buf[t] = <<>>
         /\ Deliver(Own(t), v, a)
         /\ UNCHANGED buf

\* Thread t reads message i of the other's position.
Load(t, i, o) ==
    LET l == Own(Peer(t)) IN
    /\ msgs' = [msgs EXCEPT ![l] = SubSeq(@, i, Len(@))]
    /\ known' = [known EXCEPT ![t] = IF Acquires(o) THEN @ \cup msgs[l][i].acc ELSE @]

Without(s, i) == [k \in 1..Len(s) |-> [s[k] EXCEPT !.acc = @ \ {i}]]

\* Thread t accesses slot i; what it has stored before does not release that.
Touch(t, i) ==
    /\ race' = (race \/ i \notin known[t])
    /\ known' = [known EXCEPT ![Peer(t)] = @ \ {i}]
    /\ msgs' = [msgs EXCEPT ![Own(t)] = Without(@, i)]

Look(t, i) ==
    LET own == {k \in 1..Len(buf[t]) : buf[t][k].to = "slot" /\ buf[t][k].at = i} IN
    IF own = {} THEN slot[i] ELSE buf[t][CHOOSE k \in own : \A j \in own : j <= k].val

ReadSlot(t, i) == Touch(t, i) /\ buf' = [buf EXCEPT ![t] = Without(@, i)] /\ UNCHANGED slot

WriteSlot(t, i, v) ==
    /\ Touch(t, i)
    /\ IF MM = "TSO"
       THEN /\ buf' = [buf EXCEPT ![t] = Append(Without(@, i), [to |-> "slot", at |-> i, val |-> v, acc |-> {}])]
            /\ UNCHANGED slot
       ELSE slot' = [slot EXCEPT ![i] = v] /\ UNCHANGED buf

Flush ==
    \E t \in {"P", "C"} :
        /\ buf[t] /= <<>>
        /\ buf' = [buf EXCEPT ![t] = Tail(@)]
        /\ LET e == Head(buf[t]) IN
           IF e.to = "slot"
           THEN slot' = [slot EXCEPT ![e.at] = e.val] /\ UNCHANGED msgs
           ELSE Deliver(e.to, e.val, e.acc) /\ UNCHANGED slot
        /\ UNCHANGED <<known, prod, cons, out, race>>

\* ---- producer ----
\* An operation sends k messages, or as many of them as fit.
Space(cached) == cached + Cap + (IF Bug = "capacity" THEN 1 ELSE 0) - prod.tail

LoadFree ==
    /\ prod.want = 0
    /\ \E k \in 1..Batch : \E i \in Readable("head") :
        LET c == IF Bug = "stale head" THEN prod.cached ELSE msgs["head"][i].val IN
        /\ k <= N - prod.tail
        /\ k > Space(prod.cached)
        /\ Load("P", i, FreeLoad)
        /\ prod' = [prod EXCEPT !.cached = c, !.want = IF Bug = "early publish" THEN 0 ELSE Min(k, Space(c))]
    /\ UNCHANGED <<buf, slot, cons, out, race>>

\* The messages that an operation may be for that begins with its slots.
Sendable == {k \in 1..Batch : k <= N - prod.tail /\ k <= Space(prod.cached)}

Write ==
    /\ \/ prod.want = 0 /\ Bug /= "early publish" /\ \E k \in Sendable : prod' = [prod EXCEPT !.want = k, !.done = 1]
       \/ /\ prod.done < prod.want
          /\ prod' = IF Bug = "early publish" /\ prod.done + 1 = prod.want
                     THEN [prod EXCEPT !.tail = @ + prod.want, !.want = 0, !.done = 0]
                     ELSE [prod EXCEPT !.done = @ + 1]
    /\ WriteSlot("P", (prod.tail + prod.done) % Cap, prod.tail + prod.done + 1)
    /\ UNCHANGED <<cons, out>>

Publish ==
    /\ IF Bug = "early publish"
       THEN prod.want = 0 /\ \E k \in Sendable : Store("P", prod.tail + k, PublishStore) /\ prod' = [prod EXCEPT !.want = k]
       ELSE LET v == prod.tail + prod.want + (IF Bug = "one too many" THEN 1 ELSE 0) IN
            /\ prod.want > 0
            /\ prod.done = prod.want - (IF Bug = "partial write" THEN 1 ELSE 0)
            /\ Store("P", v, PublishStore)
            /\ prod' = [prod EXCEPT !.tail = v, !.want = 0, !.done = 0]
    /\ UNCHANGED <<known, slot, cons, out, race>>

\* ---- consumer ----
\* An operation receives k messages, or as many of them as there are.
Cached == cons.cached - cons.head

LoadPublish ==
    /\ cons.want = 0
    /\ \E k \in 1..Batch : \E i \in Readable("tail") :
        LET c == msgs["tail"][i].val IN
        /\ k > Cached
        /\ Load("C", i, PublishLoad)
        /\ cons' = [cons EXCEPT !.cached = c, !.want = IF Bug = "early free" THEN 0 ELSE Min(k, c - cons.head)]
    /\ UNCHANGED <<buf, slot, prod, out, race>>

Receivable == {k \in 1..Batch : k <= Cached + (IF Bug = "unseen" THEN 1 ELSE 0)}

Read ==
    /\ \/ cons.want = 0 /\ Bug /= "early free" /\ \E k \in Receivable : cons' = [cons EXCEPT !.want = k, !.done = 1]
       \/ /\ cons.done < cons.want
          /\ cons' = IF Bug = "early free" /\ cons.done + 1 = cons.want
                     THEN [cons EXCEPT !.head = @ + cons.want, !.want = 0, !.done = 0]
                     ELSE [cons EXCEPT !.done = @ + 1]
    /\ LET i == (cons.head + cons.done + (IF Bug = "next slot" THEN 1 ELSE 0)) % Cap IN
       ReadSlot("C", i) /\ out' = Append(out, Look("C", i))
    /\ UNCHANGED prod

Clear ==
    /\ Clears /\ Bug /= "no clear"
    /\ cons.want > 0 /\ cons.done = cons.want /\ cons.cleared < cons.want
    /\ WriteSlot("C", (cons.head + cons.cleared) % Cap, 0)
    /\ cons' = [cons EXCEPT !.cleared = @ + 1]
    /\ UNCHANGED <<prod, out>>

Free ==
    /\ IF Bug = "early free"
       THEN cons.want = 0 /\ \E k \in Receivable : Store("C", cons.head + k, FreeStore) /\ cons' = [cons EXCEPT !.want = k]
       ELSE LET v == cons.head + cons.want + (IF Bug = "free too many" THEN 1 ELSE 0) IN
            /\ cons.want > 0 /\ cons.done = cons.want
            /\ cons.cleared = IF Clears /\ Bug /= "no clear" THEN cons.want ELSE 0
            /\ Store("C", v, FreeStore)
            /\ cons' = [cons EXCEPT !.head = v, !.want = 0, !.done = 0, !.cleared = 0]
    /\ UNCHANGED <<known, slot, prod, out, race>>

\* ---- the whole ----
Init ==
    /\ msgs = [l \in {"tail", "head"} |-> <<[val |-> 0, acc |-> Slots]>>]
    /\ buf = [t \in {"P", "C"} |-> <<>>]
    /\ known = [t \in {"P", "C"} |-> Slots]
    /\ slot = [i \in Slots |-> 0]
    /\ prod = [tail |-> 0, cached |-> 0, want |-> 0, done |-> 0]
    /\ cons = [head |-> 0, cached |-> 0, want |-> 0, done |-> 0, cleared |-> 0]
    /\ out = <<>>
    /\ race = FALSE

Next == LoadFree \/ Write \/ Publish \/ LoadPublish \/ Read \/ Clear \/ Free \/ Flush

Spec == Init /\ [][Next]_vars

\* Every step that can be taken for ever is taken. For the two loads that says
\* that a thread does not read the same old value for ever: a load that reads it
\* again changes nothing and does not count.
Progress == WF_vars(Write) /\ WF_vars(Publish) /\ WF_vars(Read) /\ WF_vars(Clear) /\ WF_vars(Free) /\ WF_vars(Flush)
FairSpec == Spec /\ Progress /\ WF_vars(LoadFree) /\ WF_vars(LoadPublish)

\* Without the fairness of memory nothing need arrive.
StaleSpec == Spec /\ Progress

\* ---- properties ----
NoRace == ~race

\* What is received is a prefix of what is sent: in order, exactly once.
Fifo == \A i \in 1..Len(out) : out[i] = i

\* The invariant of the package documentation.
Positions ==
    /\ prod.cached <= cons.head
    /\ cons.head <= cons.cached
    /\ cons.cached <= prod.tail
    /\ prod.tail <= cons.head + Cap

\* What memory shows of the ring is a bounded queue of the messages that are
\* published and not yet freed. RingOrderFIFO says the same of every step.
Queue == [k \in 1..(Newest("tail") - Newest("head")) |->
             LET p == Newest("head") + k IN IF p <= Len(out) THEN out[p] ELSE slot[(p - 1) % Cap]]
Contents ==
    /\ Newest("tail") - Newest("head") \in 0..Cap
    /\ \A k \in 1..Len(Queue) : Queue[k] = Newest("head") + k

\* A slot that holds no message holds nothing that would be kept alive.
Cleared ==
    Clears => \A i \in Slots :
        (\A p \in Newest("head")..prod.tail + prod.done - 1 : p % Cap /= i) => slot[i] = 0

AllArrive == <>(Len(out) = N)
=============================================================================
