--------------------------- MODULE RingOrderFIFO ----------------------------
(***************************************************************************)
(* The ring refines the bounded queue: every step of RingOrder is a step   *)
(* of FIFO, or changes nothing that FIFO has. A message is sent when its   *)
(* publication reaches memory, and received when its slot is freed there.  *)
(***************************************************************************)
EXTENDS RingOrder

Abstract == INSTANCE FIFO WITH
    queue <- Queue,
    sent <- Newest("tail"),
    received <- SubSeq(out, 1, Newest("head"))

Refines     == Abstract!Spec        \* in safety
RefinesFair == Abstract!FairSpec    \* and in progress
=============================================================================
