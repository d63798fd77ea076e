import { NoNeedlessPanic } from "../../board/properties.js";
import { GreedyHaveClaimed, SlotsOfHandlers } from "./each-cpu.js";
import {
  EmptyPendingExcusedOnEach,
  EmptyWalkExcusedOnEach,
  NextEmptyExcusedOnEach,
  SecondEmptyExcusedOnEach,
  TakenHereOnEach,
} from "./excused.js";

/** Why no CPU panics for an unknown NMI that there was not: as on one. */
export const noNeedlessPanic = {
  SlotsOfHandlers,
  GreedyHaveClaimed,
  TakenHereOnEach,
  EmptyPendingExcusedOnEach,
  EmptyWalkExcusedOnEach,
  NextEmptyExcusedOnEach,
  SecondEmptyExcusedOnEach,
  NoNeedlessPanic,
};
