import { expect, test } from "vitest";
import { check } from "../../src/analyses/check/check.js";
import { packMachines } from "../../src/analyses/check/pack-machines.js";
import type { PlannedSubject } from "../../src/analyses/check/plan.js";
import type { CheckResult } from "../../src/analyses/check/result.js";
import { printMachinesModule } from "../../src/compiler/tla/machines.js";
import { machineName } from "../../src/machine/configuration/axes-text.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { everyStateProperty } from "../../src/machine/model/property-names.js";
import { loadPolicy } from "../../src/machine/policy/load.js";
import { compiledOf, constantsOf, type Subject } from "../../src/machine/subject.js";
import { wholly } from "../slice.js";
import { provisioned } from "../tlc/provisioned.js";

const request = { properties: everyStateProperty, version: "0" };

/** Mainline on the ideal platform, with each of some axes alone. */
async function subjects(...axes: readonly string[]): Promise<readonly Subject[]> {
  const loaded = await loadPolicy("mainline");
  if (loaded.kind === "refused") throw new Error("mainline does not load");
  const { policy } = loaded;
  const platform = namedPlatform("ideal");
  return axes.map((axis) => ({ policy, platform, axes: readAxes(axis === "" ? [] : [axis]) }));
}

/** What somebody says of each question: the verdict, the length, all states of the machine. */
function answers(results: readonly CheckResult[]) {
  return results.map(({ platform, axes, property, verdict }) => ({
    question: `${machineName({ platform, axes: axes?.names })}, ${property}`,
    verdict: verdict.verdict,
    length: verdict.verdict === "violated" ? verdict.trace.events.length + 1 : null,
    states: verdict.measured.states,
  }));
}

/** A plan for a machine of so many states, in which everything holds. */
function holding(subject: Subject, distinct: number): PlannedSubject {
  const measured = { states: { distinct, generated: distinct }, depth: 1, seconds: 0 };
  const explored = { verdict: "holds", measured } as const;
  const properties = everyStateProperty.map((property) => ({ property, explored }));
  return { subject, properties, states: distinct };
}

test("machines share a run whatever variables they have, but not with those that may end", async () => {
  const asked = await subjects("", "reason-port=yes", "panic=io", "nesting=yes", "panic=unknown");
  const sizes = [4_408, 27_544, 4_408, 19_080, 4_408];
  const planned = asked.map((subject, index) => holding(subject, sizes[index] ?? 0));
  const { shared, alone } = await packMachines(planned, 1);
  expect(alone).toEqual([]);
  expect(shared.map((run) => run.map(({ subject }) => subject.axes?.names))).toEqual([
    [{ "reason-port": "yes" }, { nesting: "yes" }, {}],
    [{ panic: "io" }, { panic: "unknown" }],
  ]);
  // As many runs as there may be at once are shared out by their states.
  const two = await packMachines(planned, 2);
  expect(two.shared.map((run) => run.length)).toEqual([2, 2]);
  expect(two.alone.map(({ subject }) => subject.axes?.names)).toEqual([{ "reason-port": "yes" }]);
});

test("a variable that a machine does not have is None in its states, and stays so", async () => {
  const asked = await subjects("", "unknown-chain=own");
  const machines = await Promise.all(
    asked.map(async (subject) => {
      const { model, module } = await compiledOf(subject, ["NoMasked"]);
      const constants = constantsOf(subject);
      return { model, module, constants, text: module.name, invariants: ["NoMasked"] };
    }),
  );
  const { text } = printMachinesModule("MCMachines", machines, "Several machines.").module;
  const [own = [], others = []] = machines.map(({ model, module }) =>
    model.variables.map(({ name }) => module.names.variable(name)),
  );
  const lacking = others.filter((name) => !own.includes(name));
  expect(lacking).not.toEqual([]);
  for (const name of lacking) {
    expect(text).toContain(`/\\ ${name} = None`);
  }
  expect(text.replaceAll(/\s+/g, " ")).toContain(
    `/\\ UNCHANGED <<${lacking.join(", ")}>> /\\ M1!Next`,
  );
});

test("a module stands within the run's that one machine alone has, and that names no other's variable", async () => {
  const asked = await subjects("", "unknown-chain=own");
  const [bare, own] = await Promise.all(
    asked.map(async (subject) => {
      const { model, module } = await compiledOf(subject, ["NoMasked"]);
      const constants = constantsOf(subject);
      return { model, module, constants, text: module.name, invariants: ["NoMasked"] };
    }),
  );
  if (bare === undefined || own === undefined) throw new Error("there are two machines");
  const print = (...machines: readonly (typeof bare)[]) =>
    printMachinesModule("MCMachines", machines, "Several machines.");
  const both = print(bare, own);
  expect(both.beside).toEqual([]);
  expect(both.module.text).toContain(` MODULE ${own.module.name} `);
  expect(both.module.text).toContain("\nChain == <<2, 1>>\n");
  expect(both.module.text).toContain(`\nM2 == INSTANCE ${own.module.name}\n\n`);
  expect(both.module.places).toHaveLength(both.module.text.split("\n").length - 1);
  // Of two platforms, say.
  const twice = print(bare, bare, own);
  expect(twice.beside).toEqual([bare.module]);
  expect(twice.module.text).toContain(`\nM2 == INSTANCE ${bare.module.name}\n  WITH Chain <-`);
  const naming = (text: string) => ({ ...bare, module: { ...bare.module, text } });
  const [variable = ""] = own.model.variables
    .map(({ name }) => own.module.names.variable(name))
    .filter((name) => !bare.model.variables.some((other) => other.name === name));
  const { text } = bare.module;
  expect(print(naming(`${text}\\* ${variable}\n`), own).beside).toEqual([]);
  const named = naming(text.replace("\nInit ==", `\nPart(${variable}) == ${variable}\n\nInit ==`));
  expect(print(named, own).beside).toEqual([named.module]);
});

/** A machine that may end has a run of its own. */
const AXES = ["", "unknown-chain=own", ...wholly(["panic=io"])];

test("TLC says of machines with other variables in one run what the explorer says of each", async () => {
  const { jar } = await provisioned();
  const asked = { ...request, subjects: await subjects(...AXES) };
  const tlc = { checker: "tlc", tlcJar: jar.path, out: null } as const;
  const certified = await check(asked, tlc, {});
  expect(certified.results.map((result) => result.certified)).not.toContain(false);
  const explored = await check(asked, { checker: "explorer", out: null }, {});
  const known = new Map(answers(explored.results).map((one) => [one.question, one]));
  for (const { question, verdict, length, states } of answers(certified.results)) {
    expect([question, verdict, length]).toEqual([
      question,
      known.get(question)?.verdict,
      known.get(question)?.length,
    ]);
    if (verdict === "holds") expect(states).toEqual(known.get(question)?.states);
  }
  expect(certified.results).toHaveLength(AXES.length * everyStateProperty.length);
}, 60_000);
