import { getBorderCharacters, table } from "table";
import { z } from "zod";
import { noAxes } from "../../../spec/cpu/no-axes.js";
import { boardSurvey } from "../../analyses/atlas/boards.js";
import { type Explored, exploreAll } from "../../analyses/atlas/explored.js";
import {
  type AxisValue,
  cpuAxes,
  topologyAxes,
  withAxes,
} from "../../machine/configuration/axes.js";
import { namedPlatform } from "../../machine/configuration/platform.js";
import { sizeText } from "../../machine/configuration/platform-text.js";
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

/** `mainline` on the ideal platform of the scorecard, with a value of an axis or none. */
function questionOf(value: AxisValue | null): Explored {
  const { chain, rips, sticky, shadow } = platform;
  const machine = value === null ? noAxes : withAxes([value]);
  return {
    policy: "mainline",
    platform: { chain, rips, sticky, shadow },
    axes: { machine, board: null, names: {} },
  };
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

async function measured({ signal, onProgress }: Measuring): Promise<AxesDocument> {
  const boards = boardSurvey(["mainline"]);
  const values = [null, ...cpuAxes.flatMap((axis) => axis.values)];
  const questions = [...values.map(questionOf), ...boards.questions];
  onProgress(0, questions.length);
  const foundOf = await exploreAll(questions, { signal, onProgress });
  const cost = (value: AxisValue | null): number => foundOf(questionOf(value)).states;
  return {
    schema: AXES_SCHEMA,
    measured: {
      policy: "mainline",
      chain: platform.chain,
      rips: platform.rips,
      states: cost(null),
    },
    axes: cpuAxes.map(({ name, what, source, off, values: all }) => {
      const costs = all.map((value) => ({ name: value.name, states: cost(value) }));
      return { name, what, source, off, values: costs };
    }),
    topology: topologyAxes.map(({ name, what, source, off, values: all }) => {
      return { name, what, source, off, values: all.map((value) => value.name) };
    }),
    boards: boards.rowsOf(foundOf).map(({ name, states }) => ({ name, states })),
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
