import { tlaValue } from "../../compiler/tla/configuration.js";
import type { NamedPlatform } from "../../machine/configuration/platform.js";
import { sizeText } from "../../machine/configuration/platform-text.js";
import type { Observation } from "./observation.js";

/** Lines of a comment in a frame. */
export function comment(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `(* ${line.padEnd(73)} *)`);
}

/** Names in lines of at most 79 characters, behind what stands before them. */
export function wrapped(names: readonly string[], before = "  ", after = ""): readonly string[] {
  const lines: string[] = [];
  let line = before;
  for (const [index, name] of names.entries()) {
    const text = `${name}${index + 1 < names.length ? "," : after}`;
    const joint = line.trim() === before.trim() ? "" : " ";
    if (line.length + joint.length + text.length > 79) {
      lines.push(line);
      line = " ".repeat(before.length) + text;
    } else {
      line += joint + text;
    }
  }
  return [...lines, line];
}

/**
 * `Seen`: the record of what an observer sees of an NMI.
 *
 * @param has what it has as parameters too: the set of sources; whether the reason port told of it
 */
export function seenOperator(
  observation: Observation,
  has: { readonly sources: boolean; readonly port: boolean },
): readonly string[] {
  const fields = [
    "unclaimed |-> claimed = {}",
    ...(has.port ? ["external |-> external"] : []),
    ...observation.map(aspectField),
  ];
  const parameters = [
    ...["sameRip", "claimed"],
    ...(has.sources ? ["edges"] : []),
    ...(has.port ? ["external"] : []),
  ];
  return [
    `Seen(${parameters.join(", ")}) ==`,
    ...fields.map(
      (field, index) =>
        `  ${index === 0 ? "[ " : "  "}${field}${index + 1 < fields.length ? "," : " ]"}`,
    ),
  ];
}

function aspectField(aspect: Observation[number]): string {
  switch (aspect) {
    case "rip":
      return "sameRip |-> sameRip";
    case "sum":
      return "more |-> Cardinality(claimed) > 1";
    case "handlers":
      return "counts |-> [h \\in Handlers |-> Cardinality({c \\in claimed : c[1] = h})]";
    case "slots":
      return "slots |-> claimed";
    case "bitmap":
      return "bits |-> edges";
    case "bitmap-without-unknown":
      return "bits |-> edges \\ {Unknown}";
    case "bitmap-shared":
      return "bits |-> {IF s = Unknown THEN Len(Chain) - 1 ELSE s : s \\in edges}";
  }
}

/** The files that start TLC on a module of observers, on one platform. */
export interface ObserverConfiguration {
  readonly moduleName: string;
  readonly module: string;
  readonly cfg: string;
}

/** A chain is a tuple, which a `.cfg` cannot hold: a small module beside it defines it. */
export function observerConfiguration(
  root: string,
  { name, chain, rips, sticky, shadow }: NamedPlatform,
  invariant: string,
): ObserverConfiguration {
  const moduleName = `MC${root}`;
  return {
    moduleName,
    module: [
      `---- MODULE ${moduleName} ----`,
      "\\* A .cfg file cannot hold tuples: they are defined here.",
      `EXTENDS ${root}`,
      "",
      `MCChain == ${tlaValue(chain)}`,
      "",
      "====",
      "",
    ].join("\n"),
    cfg: [
      `\\* Platform ${name}, ${sizeText({ chain, rips })}.`,
      "SPECIFICATION Spec",
      "VIEW View",
      "",
      "CONSTANTS",
      "  Chain <- MCChain",
      `  Rips = ${tlaValue(rips)}`,
      `  Sticky = ${tlaValue(sticky)}`,
      `  Shadow = ${tlaValue(shadow)}`,
      "  None = None",
      "",
      "INVARIANTS",
      `  ${invariant}`,
      "",
    ].join("\n"),
  };
}
