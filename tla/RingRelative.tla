---------------------------- MODULE RingRelative ----------------------------
(***************************************************************************)
(* RingOrder without a last message. All that the ring does depends on     *)
(* differences of positions, so they are counted from the consumer's head, *)
(* which is always 0: when the consumer frees n slots, n is subtracted from *)
(* every position and value, and the slots are renamed, slot i becoming     *)
(* slot i-n modulo Cap. The states are then finitely many although the      *)
(* messages are not. (Positions as 64-bit numbers wrap; differences do not *)
(* notice.)                                                                *)
(*                                                                         *)
(* Value v stands for the message that is sent v-1 behind the head: the    *)
(* consumer's next reads have to find 1, 2, ... The text is RingOrder's    *)
(* but for Rebase; the comments are there.                                 *)
(***************************************************************************)
EXTENDS Integers, Sequences

CONSTANTS Cap, Batch, Clears, MM, PublishStore, PublishLoad, FreeStore, FreeLoad, Bug

VARIABLES msgs, buf, known, slot, prod, cons,
    out,    \* the values received by the operation under way
    race
vars == <<msgs, buf, known, slot, prod, cons, out, race>>

Slots     == 0..Cap-1
None      == -3 * Cap    \* what an empty slot holds
Peer(t)   == IF t = "P" THEN "C" ELSE "P"
Own(t)    == IF t = "P" THEN "tail" ELSE "head"
Min(a, b) == IF a < b THEN a ELSE b

\* ---- memory ----
Releases(o) == MM /= "RC11" \/ o /= "relaxed"
Acquires(o) == MM /= "RC11" \/ o /= "relaxed"
Newest(l)   == msgs[l][Len(msgs[l])].val
Readable(l) == 1..Len(msgs[l])

Delivered(l, v, a) ==
    [msgs EXCEPT ![l] = IF MM = "RC11" THEN Append(@, [val |-> v, acc |-> a]) ELSE <<[val |-> v, acc |-> a]>>]
Buffers(o) == MM = "TSO" /\ o /= "seqcst"
Released(o) == IF Releases(o) THEN Slots ELSE {}
StoredMsgs(t, v, o) == IF Buffers(o) THEN msgs ELSE Delivered(Own(t), v, Released(o))
StoredBuf(t, v, o) ==
    IF Buffers(o) THEN [buf EXCEPT ![t] = Append(@, [to |-> Own(t), at |-> 0, val |-> v, acc |-> Released(o)])] ELSE buf
CanStore(t, o) == Buffers(o) \/ buf[t] = <<>>

Load(t, i, o) ==
    LET l == Own(Peer(t)) IN
    /\ msgs' = [msgs EXCEPT ![l] = SubSeq(@, i, Len(@))]
    /\ known' = [known EXCEPT ![t] = IF Acquires(o) THEN @ \cup msgs[l][i].acc ELSE @]

Without(s, i) == [k \in 1..Len(s) |-> [s[k] EXCEPT !.acc = @ \ {i}]]

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
           ELSE msgs' = Delivered(e.to, e.val, e.acc) /\ UNCHANGED slot
        /\ UNCHANGED <<known, prod, cons, out, race>>

\* ---- producer ----
Space(cached) == cached + Cap + (IF Bug = "capacity" THEN 1 ELSE 0) - prod.tail

LoadFree ==
    /\ prod.want = 0
    /\ \E k \in 1..Batch : \E i \in Readable("head") :
        LET c == IF Bug = "stale head" THEN prod.cached ELSE msgs["head"][i].val IN
        /\ k > Space(prod.cached)
        /\ Load("P", i, FreeLoad)
        /\ prod' = [prod EXCEPT !.cached = c, !.want = Min(k, Space(c))]
    /\ UNCHANGED <<buf, slot, cons, out, race>>

Write ==
    /\ \/ prod.want = 0 /\ \E k \in 1..Batch : k <= Space(prod.cached) /\ prod' = [prod EXCEPT !.want = k, !.done = 1]
       \/ prod.done < prod.want /\ prod' = [prod EXCEPT !.done = @ + 1]
    /\ WriteSlot("P", (prod.tail + prod.done) % Cap, prod.tail + prod.done + 1)
    /\ UNCHANGED <<cons, out>>

Publish ==
    /\ prod.want > 0
    /\ prod.done = prod.want - (IF Bug = "partial write" THEN 1 ELSE 0)
    /\ LET v == prod.tail + prod.want + (IF Bug = "one too many" THEN 1 ELSE 0) IN
       /\ CanStore("P", PublishStore)
       /\ msgs' = StoredMsgs("P", v, PublishStore)
       /\ buf' = StoredBuf("P", v, PublishStore)
       /\ prod' = [prod EXCEPT !.tail = v, !.want = 0, !.done = 0]
    /\ UNCHANGED <<known, slot, cons, out, race>>

\* ---- consumer ----
LoadPublish ==
    /\ cons.want = 0
    /\ \E k \in 1..Batch : \E i \in Readable("tail") :
        LET c == msgs["tail"][i].val IN
        /\ k > cons.cached
        /\ Load("C", i, PublishLoad)
        /\ cons' = [cons EXCEPT !.cached = c, !.want = Min(k, c)]
    /\ UNCHANGED <<buf, slot, prod, out, race>>

Receivable == {k \in 1..Batch : k <= cons.cached + (IF Bug = "unseen" THEN 1 ELSE 0)}

Read ==
    /\ \/ cons.want = 0 /\ \E k \in Receivable : cons' = [cons EXCEPT !.want = k, !.done = 1]
       \/ cons.done < cons.want /\ cons' = [cons EXCEPT !.done = @ + 1]
    /\ LET i == (cons.done + (IF Bug = "next slot" THEN 1 ELSE 0)) % Cap IN
       ReadSlot("C", i) /\ out' = Append(out, Look("C", i))
    /\ UNCHANGED prod

Clear ==
    /\ Clears /\ Bug /= "no clear"
    /\ cons.want > 0 /\ cons.done = cons.want /\ cons.cleared < cons.want
    /\ WriteSlot("C", cons.cleared % Cap, None)
    /\ cons' = [cons EXCEPT !.cleared = @ + 1]
    /\ UNCHANGED <<prod, out>>

\* The origin moves by n.
Less(v, n)   == IF v = None THEN None ELSE v - n
Rotate(s, n) == {(i + Cap - (n % Cap)) % Cap : i \in s}    \* tla-checker has no modulo for negative numbers
RebaseMsgs(s, n) == [k \in 1..Len(s) |-> [val |-> s[k].val - n, acc |-> Rotate(s[k].acc, n)]]
RebaseBuf(s, n) ==
    [k \in 1..Len(s) |->
        IF s[k].to = "slot"
        THEN [to |-> "slot", at |-> (s[k].at + Cap - (n % Cap)) % Cap, val |-> Less(s[k].val, n), acc |-> Rotate(s[k].acc, n)]
        ELSE [to |-> s[k].to, at |-> 0, val |-> s[k].val - n, acc |-> Rotate(s[k].acc, n)]]

Free ==
    /\ cons.want > 0 /\ cons.done = cons.want
    /\ cons.cleared = IF Clears /\ Bug /= "no clear" THEN cons.want ELSE 0
    /\ CanStore("C", FreeStore)
    /\ LET n == cons.want + (IF Bug = "free too many" THEN 1 ELSE 0)
           m == StoredMsgs("C", n, FreeStore)
           b == StoredBuf("C", n, FreeStore) IN
       /\ msgs' = [l \in {"tail", "head"} |-> RebaseMsgs(m[l], n)]
       /\ buf' = [t \in {"P", "C"} |-> RebaseBuf(b[t], n)]
       /\ known' = [t \in {"P", "C"} |-> Rotate(known[t], n)]
       /\ slot' = [i \in Slots |-> Less(slot[(i + n) % Cap], n)]
       /\ prod' = [prod EXCEPT !.tail = @ - n, !.cached = @ - n]
       /\ cons' = [head |-> 0, cached |-> cons.cached - n, want |-> 0, done |-> 0, cleared |-> 0]
    /\ out' = <<>>
    /\ UNCHANGED race

\* ---- the whole ----
Init ==
    /\ msgs = [l \in {"tail", "head"} |-> <<[val |-> 0, acc |-> Slots]>>]
    /\ buf = [t \in {"P", "C"} |-> <<>>]
    /\ known = [t \in {"P", "C"} |-> Slots]
    /\ slot = [i \in Slots |-> None]
    /\ prod = [tail |-> 0, cached |-> 0, want |-> 0, done |-> 0]
    /\ cons = [head |-> 0, cached |-> 0, want |-> 0, done |-> 0, cleared |-> 0]
    /\ out = <<>>
    /\ race = FALSE

Next == LoadFree \/ Write \/ Publish \/ LoadPublish \/ Read \/ Clear \/ Free \/ Flush

Spec == Init /\ [][Next]_vars
Progress == WF_vars(Write) /\ WF_vars(Publish) /\ WF_vars(Read) /\ WF_vars(Clear) /\ WF_vars(Free) /\ WF_vars(Flush)
FairSpec == Spec /\ Progress /\ WF_vars(LoadFree) /\ WF_vars(LoadPublish)
StaleSpec == Spec /\ Progress

\* ---- properties ----
NoRace == ~race

Fifo == \A i \in 1..Len(out) : out[i] = i

Positions ==
    /\ prod.cached <= 0
    /\ 0 <= cons.cached
    /\ cons.cached <= prod.tail
    /\ prod.tail <= Cap

Queue == [k \in 1..(Newest("tail") - Newest("head")) |->
             LET p == Newest("head") + k IN IF p <= 0 THEN p ELSE IF p <= Len(out) THEN out[p] ELSE slot[(p - 1) % Cap]]
Contents ==
    /\ Newest("tail") - Newest("head") \in 0..Cap
    /\ \A k \in 1..Len(Queue) : Queue[k] = Newest("head") + k

Cleared ==
    Clears => \A i \in Slots :
        (\A p \in Newest("head")..prod.tail + prod.done - 1 : (p + Cap) % Cap /= i) => slot[i] = None

\* For ever, messages are received and their slots freed.
Flows == []<>(cons.want > 0) /\ []<>(cons.want = 0)
=============================================================================
