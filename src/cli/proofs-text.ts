import { getBorderCharacters, table } from "table";
import type { Missing, Proof } from "../analyses/prove/verdict.js";
import type { RecordValue, Value } from "../compiler/ir/value.js";
import { sizeText } from "../machine/configuration/platform-text.js";
import type { BrokenStep } from "../machine/proof/broken-step.js";
import { machineText } from "../machine/subject.js";
import { counted, enumerated } from "../machine/trace/words.js";
import { palette } from "./output.js";

/** Proofs as the user reads them: a row for each, and below it what keeps one from being proven. */
export function proofsText(
  proofs: readonly Proof[],
  solvers: readonly string[],
  colour: boolean,
): string {
  const { bold, green, red, yellow } = palette(colour);
  const shades = { proven: green, violated: red, "not proven": yellow, failed: red } as const;
  const rows = proofs.map(({ policy, platform, axes, property, verdict }) => [
    policy.name,
    machineText({ platform, axes }),
    property,
    shades[verdict.verdict](verdict.verdict),
    detailOf(verdict, platform),
  ]);
  const grid = table(
    [["policy", "platform", "property", "for every chain", ""].map(bold), ...rows],
    {
      border: getBorderCharacters("void"),
      columnDefault: { paddingLeft: 0, paddingRight: 2 },
      drawHorizontalLine: () => false,
    },
  );
  const missing = proofs.flatMap((proof) =>
    proof.verdict.verdict === "not proven"
      ? [
          `\n${nameOf(proof)}: ${missingText(proof.verdict.missing)}${triedText(proof.verdict.candidates)}`,
        ]
      : [],
  );
  const found = proofs.flatMap((proof) =>
    proof.verdict.verdict === "proven" && proof.verdict.found !== null
      ? [
          `\n${nameOf(proof)}: nobody has written this invariant, it was found:\n\n${proof.verdict.found}`,
        ]
      : [],
  );
  const lines = grid.split("\n").map((line) => line.trimEnd());
  return `${bold("nmicheck prove")}: every chain, any number of ips; ${enumerated(solvers)}\n\n${lines.join("\n")}${found.join("")}${missing.join("\n")}${missing.length > 0 ? "\n" : ""}\n${summary(proofs)}\n`;
}

function nameOf({ policy, platform, axes, property }: Proof): string {
  return `${property} under ${policy.name} on ${machineText({ platform, axes })}`;
}

function detailOf(verdict: Proof["verdict"], { chain, rips }: Proof["platform"]): string {
  switch (verdict.verdict) {
    case "proven":
      return `${counted(verdict.obligations, "obligation")}${superfluousText(verdict.superfluous)}`;
    case "violated":
      return `in ${verdict.states} states on ${sizeText({ chain, rips })}${verdict.onContaining !== null ? ", and on every chain that contains it" : ""}`;
    case "not proven":
      return verdict.missing.kind === "obligation"
        ? verdict.missing.obligation.name
        : verdict.missing.kind;
    case "failed":
      return verdict.failure.code;
  }
}

function superfluousText(clauses: readonly string[]): string {
  return clauses.length === 0 ? "" : `; not needed: ${clauses.join(", ")}`;
}

function missingText(missing: Missing): string {
  switch (missing.kind) {
    case "no invariant":
      return "no violation was found, and nobody has said yet why there is none.";
    case "other memory":
      return `the invariant of this property is about another memory than this policy has:\n  ${missing.message}`;
    case "untranslatable":
      return missing.message;
    case "obligation": {
      const { obligation, said, broken } = missing;
      const head = `"${obligation.name}" should be ${obligation.expected}, and is ${said}.`;
      if (said === "unknown") return `${head} A solver did not find out in time.`;
      if (obligation.expected === "sat") return `${head} The assumptions contradict each other.`;
      return broken === null ? head : `${head}\n${brokenText(broken)}`;
    }
  }
}

function triedText(candidates: number): string {
  return candidates === 0
    ? ""
    : `\n  ${counted(candidates, "other clause")} were tried as well: those of them that are inductive do not imply it.`;
}

/** The step from which induction breaks. */
function brokenText({ constants, before, event, after, run }: BrokenStep): string {
  const lines = [
    "  Induction breaks in this state, which satisfies the invariant; it may be unreachable:",
    `    ${Object.entries(constants)
      .map(([name, value]) => `${name} = ${text(value)}`)
      .join(", ")}`,
    ...stateLines(before),
    run === null
      ? "  No run of this machine leads to it."
      : `  This run of the machine leads to it: ${run.length === 0 ? "it is the initial state" : run.join(" ")}`,
  ];
  if (event !== null) {
    const parameters = Object.entries(event.parameters).map(
      ([name, value]) => `${name} ${text(value)}`,
    );
    lines.push(
      `  ${event.action}${parameters.length > 0 ? ` (${parameters.join(", ")})` : ""} changes:`,
    );
    lines.push(...stateLines(changed(before, after ?? before)));
  }
  return lines.join("\n");
}

function changed(before: RecordValue, after: RecordValue): RecordValue {
  return Object.fromEntries(
    Object.entries(after).filter(([name, value]) => text(value) !== text(before[name] ?? null)),
  );
}

function stateLines(state: RecordValue): readonly string[] {
  return Object.entries(state).map(([name, value]) => `    ${name} = ${text(value)}`);
}

function text(value: Value): string {
  return JSON.stringify(value);
}

function summary(proofs: readonly Proof[]): string {
  const count = (kind: Proof["verdict"]["verdict"]): number =>
    proofs.filter(({ verdict }) => verdict.verdict === kind).length;
  const kinds = ["proven", "not proven", "violated", "failed"] as const;
  const parts = kinds.filter((kind) => count(kind) > 0).map((kind) => `${count(kind)} ${kind}`);
  return `${counted(proofs.length, "answer")}: ${parts.join(", ")}.`;
}
