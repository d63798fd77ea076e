import { NoSpurious } from "../../board/properties.js";
import { GreedyHaveClaimed, SlotsOfHandlers } from "./each-cpu.js";
import {
  EmptyPendingExcusedOnEach,
  EmptyWalkExcusedOnEach,
  NextEmptyExcusedOnEach,
  SecondEmptyExcusedOnEach,
  TakenHereOnEach,
} from "./excused.js";

/** Why no CPU reports an NMI for nothing: as on one. */
export const noSpurious = {
  SlotsOfHandlers,
  GreedyHaveClaimed,
  TakenHereOnEach,
  EmptyPendingExcusedOnEach,
  EmptyWalkExcusedOnEach,
  NextEmptyExcusedOnEach,
  SecondEmptyExcusedOnEach,
  NoSpurious,
};
