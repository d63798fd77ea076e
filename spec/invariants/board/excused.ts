import type { SmpConfig, SmpState } from "../../board/state.js";
import {
  EmptyPendingExcused,
  EmptyWalkExcused,
  NextEmptyExcused,
  SecondEmptyExcused,
  TakenHere,
} from "../no-spurious.js";

/** The memory of the policies that arm when an NMI has claimed more than one event. */
interface Memory {
  readonly swallowNmi: boolean;
}

/** On each CPU the NMI in progress was taken where it still is. */
export function TakenHereOnEach<Kept>(config: SmpConfig<Kept>, state: SmpState<Kept>): boolean {
  return state.cpus.every((cpu) => TakenHere(config, cpu));
}

/** On each CPU an empty NMI that pends is excused. */
export function EmptyPendingExcusedOnEach(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
): boolean {
  return state.cpus.every((cpu) => EmptyPendingExcused(config, cpu));
}

/** On each CPU the NMI in progress is excused if it is empty. */
export function EmptyWalkExcusedOnEach(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
): boolean {
  return state.cpus.every((cpu) => EmptyWalkExcused(config, cpu));
}

/** On each CPU an empty NMI behind the one in progress is excused. */
export function NextEmptyExcusedOnEach(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
): boolean {
  return state.cpus.every((cpu) => NextEmptyExcused(config, cpu));
}

/** On each CPU an empty NMI behind another that pends is excused. */
export function SecondEmptyExcusedOnEach(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
): boolean {
  return state.cpus.every((cpu) => SecondEmptyExcused(config, cpu));
}
