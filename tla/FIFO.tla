-------------------------------- MODULE FIFO --------------------------------
(***************************************************************************)
(* A bounded queue: what a ring is to those who do not look inside. The    *)
(* messages are the numbers 1, 2, ..., N.                                  *)
(***************************************************************************)
EXTENDS Integers, Sequences

CONSTANTS Cap, N

VARIABLES
    queue,      \* what is sent and not yet received, oldest first
    sent,       \* how many messages were sent
    received    \* the messages received, in order

Init == queue = <<>> /\ sent = 0 /\ received = <<>>

Send ==
    \E n \in 1..Cap :
        /\ Len(queue) + n <= Cap
        /\ sent + n <= N
        /\ queue' = queue \o [i \in 1..n |-> sent + i]
        /\ sent' = sent + n
        /\ UNCHANGED received

Recv ==
    \E n \in 1..Len(queue) :
        /\ received' = received \o SubSeq(queue, 1, n)
        /\ queue' = SubSeq(queue, n + 1, Len(queue))
        /\ UNCHANGED sent

Next == Send \/ Recv
Spec == Init /\ [][Next]_<<queue, sent, received>>
FairSpec == Spec /\ WF_<<queue, sent, received>>(Send) /\ WF_<<queue, sent, received>>(Recv)

Bounded == Len(queue) <= Cap
InOrder == received \o queue = [i \in 1..sent |-> i]
=============================================================================
