-- NMI dispatch on one CPU under the policy `mainline`, on the ideal platform: the same variables and
-- the same steps as spec/, written by hand for Rumur.
--
-- SLOTS is the number of event slots of all handlers together: under `mainline` every handler is
-- called in every NMI, so that only the order of the slots matters. PLACES is the number of RIPs.
--
--   rumur --output nmi.c --threads 1 --symmetry-reduction off --deadlock-detection off nmi.m
--   gcc -std=c11 -O3 -march=native -mcx16 -o nmi nmi.c -lpthread && ./nmi

const
  SLOTS: 3;
  PLACES: 2;
  RUN: 0;
  DECIDE: SLOTS + 1;

type
  slot: 1 .. SLOTS;
  place: 1 .. PLACES;
  -- 0 in run, 1 to SLOTS polling that slot, SLOTS + 1 at decide
  place_in_kernel: RUN .. DECIDE;
  outcome_of_nmi: enum {
    NOTHING, HANDLED, MASKED, SWALLOWED, FALSE_SWALLOW, REPORTED, MISATTRIBUTED, SPURIOUS
  };

var
  active: array [slot] of boolean;
  latched: boolean;
  latch_carries_unknown: boolean;
  rip: place;
  last_nmi_rip: 0 .. PLACES; -- 0: there was no NMI yet
  position: place_in_kernel;
  handled: 0 .. 2;
  back_to_back: boolean;
  carries_unknown: boolean;
  swallow_nmi: boolean;
  owed: boolean;
  outcome: outcome_of_nmi;

startstate begin
  for s: slot do active[s] := false; end;
  latched := false;
  latch_carries_unknown := false;
  rip := 1;
  last_nmi_rip := 0;
  position := RUN;
  handled := 0;
  back_to_back := false;
  carries_unknown := false;
  swallow_nmi := false;
  owed := false;
  outcome := NOTHING;
end;

ruleset s: slot do
  rule "raise" !active[s] ==> begin
    active[s] := true;
    latched := true;
    outcome := NOTHING;
  end;
end;

rule "external" true ==> begin
  latched := true;
  latch_carries_unknown := true;
  outcome := NOTHING;
end;

ruleset p: place do
  rule "execute" position = RUN & !latched ==> begin
    rip := p;
    outcome := NOTHING;
  end;
end;

rule "deliver" position = RUN & latched ==> begin
  latched := false;
  carries_unknown := latch_carries_unknown;
  latch_carries_unknown := false;
  back_to_back := last_nmi_rip = rip;
  last_nmi_rip := rip;
  swallow_nmi := swallow_nmi & back_to_back;
  position := 1;
  outcome := NOTHING;
end;

rule "poll" position != RUN & position != DECIDE ==> begin
  if active[position] then
    active[position] := false;
    if handled < 2 then handled := handled + 1; end;
  end;
  position := position + 1;
  outcome := NOTHING;
end;

rule "decide" position = DECIDE ==> begin
  if handled > 0 then
    if carries_unknown then outcome := MASKED; owed := true; else outcome := HANDLED; end;
  elsif back_to_back & swallow_nmi then
    if carries_unknown then outcome := FALSE_SWALLOW; owed := true; else outcome := SWALLOWED; end;
  elsif carries_unknown then
    outcome := REPORTED;
  elsif owed then
    outcome := MISATTRIBUTED;
    owed := false;
  else
    outcome := SPURIOUS;
  end;
  swallow_nmi := swallow_nmi | handled > 1;
  handled := 0;
  back_to_back := false;
  carries_unknown := false;
  position := RUN;
end;

invariant "NoSpurious" outcome != SPURIOUS;
