import { getBorderCharacters, table } from "table";
import { z } from "zod";
import { noAxes } from "../../../spec/path/no-axes.js";
import { policies } from "../../../spec/policies/all.js";
import { surveyBoards } from "../../atlas/boards.js";
import { type Axis, type AxisValue, everyAxis, withAxes } from "../../configuration/axes.js";
import { namedPlatform } from "../../configuration/platform.js";
import { pathModel } from "../../explore/path-model.js";
import type { Model } from "../../ir/model.js";
import { compileForExploration } from "../../packed/compiled-model.js";
import { explorePacked } from "../../packed/explore-packed.js";
import { widerModelOf } from "../../policy/wider-module.js";
import { grouped } from "../../trace/words.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { type Output, palette } from "../output.js";

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
  /** Machines of two CPUs, a model of their own (`docs/model/smp.md`), chain [1], one RIP. */
  boards: z.array(z.strictObject({ name: z.string(), states: z.int().min(1) })),
});

type AxesDocument = z.infer<typeof axesDocumentSchema>;

const platform = namedPlatform("ideal");

/** Distinct states of `mainline` on the ideal platform of the scorecard, with these axes. */
async function states(model: Model, value: AxisValue | null): Promise<number> {
  const machine = value === null ? noAxes : withAxes([value]);
  const { chain, rips, sticky, shadow } = platform;
  const compiled = compileForExploration(model, { chain, rips, sticky, shadow, ...machine });
  const executable = pathModel({ platform, axes: machine, policy: policies.mainline });
  return (await explorePacked(compiled, executable)).distinct;
}

/** `nmicheck axes`: what a machine may have beside the core, and what it costs. */
export function axesCommand(
  output: Output,
): (options: { readonly json?: boolean }) => Promise<ExitCode> {
  return async ({ json }) => {
    const document = await measured();
    output.answer(
      json === true ? `${JSON.stringify(document, null, 2)}\n` : text(document, output.colour),
    );
    return EXIT.expected;
  };
}

/** What each machine of two CPUs costs under `mainline`. */
async function boardCosts(): Promise<AxesDocument["boards"]> {
  const rows = await surveyBoards(["mainline"], (policy) => widerModelOf("smp", policy));
  return rows.map(({ name, states: cost }) => ({ name, states: cost }));
}

async function measured(): Promise<AxesDocument> {
  const model = widerModelOf("path", "mainline");
  const measureAxis = async ({ name, what, source, off, values }: Axis) => {
    const costs: { name: string; states: number }[] = [];
    for (const value of values) {
      costs.push({ name: value.name, states: await states(model, value) });
    }
    return { name, what, source, off, values: costs };
  };
  const all: Awaited<ReturnType<typeof measureAxis>>[] = [];
  for (const axis of everyAxis) all.push(await measureAxis(axis));
  return {
    schema: AXES_SCHEMA,
    measured: {
      policy: "mainline",
      chain: platform.chain,
      rips: platform.rips,
      states: await states(model, null),
    },
    axes: all,
    boards: await boardCosts(),
  };
}

function text({ measured, axes: all, boards }: AxesDocument, colour: boolean): string {
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
  const head = ["axis", "value", "states", "what it is, and where it is from"].map(dim);
  const lines = table([head, ...rows], {
    border: getBorderCharacters("void"),
    columnDefault: { paddingLeft: 0, paddingRight: 2 },
    columns: { 2: { alignment: "right" }, 3: { width: 74, wrapWord: true } },
    drawHorizontalLine: () => false,
  }).replace(/[ ]+$/gm, "");
  const { policy, chain, rips } = measured;
  const width = Math.max(...boards.map(({ name }) => name.length));
  return `${lines}
States: ${policy}, ideal, chain [${chain.join(",")}], R = ${rips}. With all axes off the machine is that of the core.

Two CPUs (docs/model/smp.md; apic_extnmi, ghes_notify_nmi, nmi_reason_lock), chain [1], R = 1, a model of its own:
${boards.map((one) => `  ${one.name.padEnd(width)}  ${grouped(one.states).padStart(6)}`).join("\n")}
`;
}
