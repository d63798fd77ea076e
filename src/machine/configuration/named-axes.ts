import type { Board } from "../../../spec/board/state.js";
import type { Axes } from "../../../spec/cpu/axes.js";
import { axesOnBoard } from "../model/axes-on-board.js";
import {
  type Axis,
  type AxisValue,
  axes,
  CPUS_AXIS,
  everyAxis,
  topologyAxes,
  withAxes,
} from "./axes.js";
import { bareBoard } from "./boards.js";
import { axisNeeds, unknownName } from "./diagnostics.js";
import { twoValues } from "./option-diagnostics.js";

/** A machine with axes, and the names of their values as the command line has them. */
export interface NamedAxes {
  /** Of the CPU, or of each one. */
  readonly machine: Axes;
  /** How several CPUs hang together; null for one CPU. */
  readonly board: Board | null;
  /** The value of each axis that is not off. */
  readonly names: Readonly<Record<string, string>>;
}

/**
 * Reads values of axes as the command line has them: `touch=yes`, `handler-quirk=double-count`.
 *
 * @throws Diagnostic `configuration/unknown-name`, with the nearest name; `configuration/option-twice`
 * for two values of one axis; `configuration/axis-needs` for one that means nothing without another
 */
export function readAxes(texts: readonly string[]): NamedAxes {
  const chosen = new Map<string, ReturnType<typeof readAxis> & { readonly text: string }>();
  for (const text of texts) {
    const one = readAxis(text);
    const other = chosen.get(one.axis);
    if (other !== undefined) throw twoValues(`the axis ${one.axis}`, other.text, text);
    chosen.set(one.axis, { ...one, text });
  }
  const values = [...chosen.values()].map(({ value }) => value);
  const names = Object.fromEntries(
    everyAxis.flatMap(({ name, off }) => {
      const value = chosen.get(name)?.value.name ?? off;
      return value === off ? [] : [[name, value] as const];
    }),
  );
  refuseAlone(names);
  const board = boardOf(values);
  const machine = withAxes(values);
  return { machine: board === null ? machine : axesOnBoard(board, machine), board, names };
}

/** @throws Diagnostic `configuration/axis-needs` */
function refuseAlone(names: NamedAxes["names"]): void {
  const [topology] = topologyAxes.filter(({ name }) => name !== CPUS_AXIS && name in names);
  if (topology !== undefined && names[CPUS_AXIS] === undefined) {
    throw axisNeeds(`${topology.name}=${names[topology.name]}`, "several CPUs", `${CPUS_AXIS}=2`);
  }
  const lock = names["shared-lock"];
  if (lock !== undefined && names["shared-source"] === undefined) {
    throw axisNeeds(`shared-lock=${lock}`, "a source that CPUs share", "shared-source=boot");
  }
}

/** How the CPUs hang together of which there are several; null for one. */
function boardOf(values: readonly AxisValue[]): Board | null {
  let board: Board = { ...bareBoard, cpus: 1 };
  for (const { board: changed } of values) board = { ...board, ...changed };
  return board.cpus === 1 ? null : board;
}

/** A machine whose CPUs hang together so, and that has nothing else of the axes. */
export function axesOfBoard(board: Board): NamedAxes {
  const fields = new Map<string, unknown>(Object.entries(board));
  const isOn = ({ board: changed = {} }: AxisValue): boolean =>
    Object.entries(changed).every(([name, value]) => fields.get(name) === value);
  return readAxes(
    topologyAxes.flatMap(({ name, values }) =>
      values.filter(isOn).map((value) => `${name}=${value.name}`),
    ),
  );
}

/** What tells machines with axes apart by their names: equal for equal axes, whoever made them. */
export function axesKey({ names }: NamedAxes): string {
  return Object.entries(names)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(" ");
}

/** What tells machines apart by all that they are: one whose axes nobody has named is not that of the core. */
export function axesValueKey({ machine, board, names }: NamedAxes): string {
  return JSON.stringify(
    [machine, board ?? {}, names].map((part) =>
      Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)),
    ),
  );
}

/** All axes off: the machine of the core. */
export const bareAxes: NamedAxes = readAxes([]);

/** Each value of each axis of the machine alone, the bare machine first. */
export function eachAxisAlone(): readonly NamedAxes[] {
  const alone = axes.flatMap(({ name, values }) =>
    values.map((value) => readAxes([`${name}=${value.name}`])),
  );
  return [bareAxes, ...alone];
}

/** Whether this is the name of an axis or a value, or was it before. */
function isCalled({ name, formerly }: Pick<Axis, "name" | "formerly">, typed: string): boolean {
  return typed.trim() === name || typed.trim() === formerly;
}

function readAxis(text: string): { readonly axis: string; readonly value: AxisValue } {
  const [name = "", ...rest] = text.split("=");
  const value = rest.length === 0 ? undefined : rest.join("=");
  const axis = everyAxis.find((one) => isCalled(one, name));
  if (axis === undefined) {
    throw unknownName(
      "axis",
      name.trim(),
      everyAxis.map((one) => one.name),
    );
  }
  const off: AxisValue = {
    name: axis.off,
    ...(axis.offFormerly === undefined ? {} : { formerly: axis.offFormerly }),
    axes: {},
  };
  const known = [off, ...axis.values];
  const found = known.find((one) => isCalled(one, value ?? ""));
  if (found !== undefined) return { axis: axis.name, value: found };
  throw unknownName(
    `value of the axis ${axis.name}`,
    value?.trim() ?? "",
    known.map((one) => one.name),
  );
}
