----------------------------- MODULE MCNmiByHand -----------------------------
(* What a .cfg cannot hold: the chain is a tuple. *)
EXTENDS NmiByHand

MCChain == << 2, 1 >>

=============================================================================
