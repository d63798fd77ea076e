import { getBorderCharacters, table } from "table";
import { z } from "zod";
import { noAxes } from "../../../spec/cpu/no-axes.js";
import { policies } from "../../../spec/policies/all.js";
import { surveyBoards } from "../../analyses/atlas/boards.js";
import { withoutPause } from "../../base/process/without-pause.js";
import { compileForExploration } from "../../checkers/packed/compiled-model.js";
import { explorePacked } from "../../checkers/packed/explore-packed.js";
import type { Model } from "../../compiler/ir/model.js";
import {
  type Axis,
  type AxisValue,
  cpuAxes,
  topologyAxes,
  withAxes,
} from "../../machine/configuration/axes.js";
import { boards } from "../../machine/configuration/boards.js";
import { namedPlatform } from "../../machine/configuration/platform.js";
import { sizeText } from "../../machine/configuration/platform-text.js";
import { nmiModel } from "../../machine/model/nmi-model.js";
import { everyStateProperty } from "../../machine/model/property-names.js";
import { builtInBoard, compiledBuiltIn } from "../../machine/policy/compile-policy.js";
import { specialisedTo } from "../../machine/policy/specialised.js";
import { grouped } from "../../machine/trace/words.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { interruptible } from "../interrupt.js";
import { type Output, palette } from "../output.js";
import { workProgressLine } from "../progress.js";

/** The name and version of the document that `axes --json` prints. */
export const AXES_SCHEMA = "nmicheck.axes/1";

export const axesDocumentSchema = z.strictObject({
  schema: z.literal(AXES_SCHEMA),
  /** Under this policy, with this chain and number of RIPs, on the ideal platform. */
  measured: z.strictObject({
    policy: z.literal("mainline"),
    chain: z.array(z.int().min(1)).readonly(),
    rips: z.int().min(1),
    states: z.int().min(1),
  }),
  axes: z.array(
    z.strictObject({
      name: z.string(),
      what: z.string(),
      source: z.string(),
      off: z.string(),
      values: z.array(z.strictObject({ name: z.string(), states: z.int().min(1) })),
    }),
  ),
  /** How many CPUs there are, and how several hang together (`docs/model/smp.md`). */
  topology: z.array(
    z.strictObject({
      name: z.string(),
      what: z.string(),
      source: z.string(),
      off: z.string(),
      values: z.array(z.string()),
    }),
  ),
  /** What machines of two CPUs cost, chain [1], one RIP. */
  boards: z.array(z.strictObject({ name: z.string(), states: z.int().min(1) })),
});

type AxesDocument = z.infer<typeof axesDocumentSchema>;

const platform = namedPlatform("ideal");

/** Distinct states of `mainline` on the ideal platform of the scorecard, with these axes. */
async function states(model: Model, value: AxisValue | null, signal: AbortSignal): Promise<number> {
  const machine = value === null ? noAxes : withAxes([value]);
  const { chain, rips, sticky, shadow } = platform;
  const axes = { machine, board: null, names: {} };
  const specialised = specialisedTo(model, "mainline", axes, everyStateProperty);
  const compiled = compileForExploration(specialised, { chain, rips, sticky, shadow });
  const executable = nmiModel({ platform, axes: machine, policy: policies.mainline });
  const { distinct } = await explorePacked(compiled, executable, { signal });
  signal.throwIfAborted();
  return distinct;
}

/** `nmicheck axes`: what a machine may have beside the core, and what it costs. */
export function axesCommand(
  output: Output,
): (options: { readonly json?: boolean }) => Promise<ExitCode> {
  return async ({ json }) => {
    const about = { command: "axes", unit: "machines" } as const;
    const progress = workProgressLine(output, json === true, about);
    const document = await interruptible(output, (signal) =>
      measured({ signal, onProgress: progress.update }),
    ).finally(progress.clear);
    output.answer(
      json === true ? `${JSON.stringify(document, null, 2)}\n` : text(document, output.colour),
    );
    return EXIT.expected;
  };
}

/** Who may end the measuring, and who hears how many machines have been measured. */
interface Measuring {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, all: number) => void;
}

/** What each machine of two CPUs costs under `mainline`. */
async function boardCosts(measuring: Measuring): Promise<AxesDocument["boards"]> {
  const rows = await surveyBoards(["mainline"], builtInBoard, measuring);
  return rows.map(({ name, states: cost }) => ({ name, states: cost }));
}

async function measured({ signal, onProgress }: Measuring): Promise<AxesDocument> {
  const ofAxes = 1 + cpuAxes.reduce((sum, { values }) => sum + values.length, 0);
  const count = ofAxes + boards.length;
  let done = 0;
  onProgress(done, count);
  const model = await withoutPause(signal, () => compiledBuiltIn("mainline").whole);
  const cost = async (value: AxisValue | null): Promise<number> => {
    const distinct = await states(model, value, signal);
    onProgress(++done, count);
    return distinct;
  };
  const measureAxis = async ({ name, what, source, off, values }: Axis) => {
    const costs: { name: string; states: number }[] = [];
    for (const value of values) {
      costs.push({ name: value.name, states: await cost(value) });
    }
    return { name, what, source, off, values: costs };
  };
  const all: Awaited<ReturnType<typeof measureAxis>>[] = [];
  for (const axis of cpuAxes) all.push(await measureAxis(axis));
  return {
    schema: AXES_SCHEMA,
    measured: {
      policy: "mainline",
      chain: platform.chain,
      rips: platform.rips,
      states: await cost(null),
    },
    axes: all,
    topology: topologyAxes.map(({ name, what, source, off, values }) => {
      return { name, what, source, off, values: values.map((value) => value.name) };
    }),
    boards: await boardCosts({ signal, onProgress: (of) => onProgress(ofAxes + of, count) }),
  };
}

function text({ measured, axes: all, topology, boards }: AxesDocument, colour: boolean): string {
  const { bold, dim } = palette(colour);
  const rows = all.flatMap(({ name, what, source, off, values }) => [
    [bold(name), `${off} (off)`, grouped(measured.states), what],
    ...values.map((value, index) => [
      "",
      value.name,
      grouped(value.states),
      index === 0 ? dim(source) : "",
    ]),
  ]);
  const ofTopology = topology.flatMap(({ name, what, source, off, values }) => [
    [bold(name), `${off} (off)`, "", what],
    ...values.map((value, index) => ["", value, "", index === 0 ? dim(source) : ""]),
  ]);
  const head = ["axis", "value", "states", "what it is, and where it is from"].map(dim);
  const lines = table([head, ...rows, ...ofTopology], {
    border: getBorderCharacters("void"),
    columnDefault: { paddingLeft: 0, paddingRight: 2 },
    columns: { 2: { alignment: "right" }, 3: { width: 74, wrapWord: true } },
    drawHorizontalLine: () => false,
  }).replace(/[ ]+$/gm, "");
  const { policy, chain, rips } = measured;
  const width = Math.max(...boards.map(({ name }) => name.length));
  return `${lines}
States: ${policy}, ideal, ${sizeText({ chain, rips })}. With all axes off the machine is that of the core.

Two CPUs (docs/model/smp.md), chain [1], 1 ip:
${boards.map((one) => `  ${one.name.padEnd(width)}  ${grouped(one.states).padStart(6)}`).join("\n")}
`;
}
