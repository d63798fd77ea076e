import { NoNeedlessPanic } from "../cpu/properties.js";
import {
  EmptyPendingExcused,
  EmptyWalkExcused,
  NextEmptyExcused,
  SecondEmptyExcused,
  TakenHere,
} from "./no-spurious.js";
import { GreedyHasClaimed } from "./unclaimed.js";
import { SlotOfHandler } from "./walk.js";

/** Why no kernel panics for an unknown NMI that there was not: none is reported. */
export const noNeedlessPanic = {
  SlotOfHandler,
  TakenHere,
  GreedyHasClaimed,
  EmptyPendingExcused,
  EmptyWalkExcused,
  NextEmptyExcused,
  SecondEmptyExcused,
  NoNeedlessPanic,
};
