/**
 * What is no name of a field in TLA+: the words of SANY's grammar (`tla+.jj`), and the built-in
 * constants and sets of numbers, which SANY takes for a field, but readers of TLC's output do not.
 */
export const TLA_WORDS: ReadonlySet<string> = new Set(
  (
    "ACTION ASSUME ASSUMPTION AXIOM BY CASE CHOOSE CONSTANT CONSTANTS COROLLARY DEF DEFINE DEFS DOMAIN " +
    "ELSE ENABLED EXCEPT EXTENDS HAVE HIDE IF IN INSTANCE LAMBDA LEMMA LET LOCAL MODULE NEW OBVIOUS " +
    "OMITTED ONLY OTHER PICK PROOF PROPOSITION PROVE QED RECURSIVE SF_ STATE SUBSET SUFFICES TAKE " +
    "TEMPORAL THEN THEOREM UNCHANGED UNION USE VARIABLE VARIABLES WF_ WITH WITNESS " +
    "BOOLEAN FALSE STRING TRUE Nat Int Real"
  ).split(" "),
);
