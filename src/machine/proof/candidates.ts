import type { Type } from "../../compiler/ir/type.js";
import { containsArray, unnamed } from "../../compiler/ir/type.js";
import { isRecordValue, type Value } from "../../compiler/ir/value.js";
import type { NmiProperty } from "../model/property-names.js";

/** A clause that may be invariant: a function of the state, as TypeScript. */
export interface Candidate {
  readonly name: string;
  readonly doc: string;
  /** What it returns, in terms of `config`, `state` and the templates of `spec/invariants`. */
  readonly body: string;
}

/** Clauses of `spec/invariants` that say nothing of a policy's memory, by their files. */
const ofNoMemory: readonly (readonly [file: string, names: readonly string[]])[] = [
  ["no-spurious.js", ["TakenHere"]],
  ["no-stranded.js", ["LeftBehindPending", "MaskedPending", "OneOfTwoPending", "TwoHaveTwo"]],
  ["unclaimed.js", ["BitIsUnknown", "GreedyHasClaimed", "UnknownHasBit"]],
  ["walk.js", ["NoneClaimedInRun", "SlotOfHandler"]],
];

/** A template of `spec/invariants/excuses.ts`, and what a memory may have to say, strongest first. */
const templates = [
  {
    template: "emptyPending",
    name: "EmptyPending",
    says: "an NMI that pends is not empty, or excused",
    here: "state.rip === state.lastNmiRip",
  },
  {
    template: "emptyWalk",
    name: "EmptyWalk",
    says: "the NMI in progress is not empty, or excused",
    here: "state.backToBack",
  },
  {
    template: "nextEmpty",
    name: "NextEmpty",
    says: "an NMI that pends behind the one in progress is not empty, or excused",
    here: "claimsOne(state)",
  },
  {
    template: "emptySecond",
    name: "EmptySecond",
    says: "an NMI that pends behind another is not empty, or excused",
    here: "state.rip === state.lastNmiRip",
  },
] as const;

/** Where the machine may be while the policy's memory is what it is. */
const places = [
  { name: "InRun", says: "the CPU is outside of NMI context", body: 'state.position.at === "run"' },
  { name: "InNmi", says: "an NMI is in progress", body: 'state.position.at !== "run"' },
  {
    name: "Here",
    says: "the CPU is where the previous NMI found it",
    body: "state.rip === state.lastNmiRip",
  },
  {
    name: "BackToBack",
    says: "an NMI in progress is back-to-back",
    body: 'state.position.at === "run" || state.backToBack',
  },
  { name: "NoneClaimed", says: "nothing has been claimed", body: "state.handled === 0" },
  { name: "NoUnknown", says: "no unknown edge is in the NMI", body: "!state.carriesUnknown" },
] as const;

const MEMORY = "state.policyMemory";

/**
 * The clauses that are tried for a policy: each template for each value of its memory, in each strength.
 *
 * @param memories the values that the policy's memory takes; one alone is not told apart
 */
export function candidateClauses(memories: readonly Value[]): readonly Candidate[] {
  const told = memories.length > 1 ? memories : [null];
  return told.flatMap((memory) => {
    const label = memories.length > 1 ? labelOf(memory) : "";
    const where = memories.length > 1 ? `Where the policy keeps ${JSON.stringify(memory)}, ` : "";
    const unless = memories.length > 1 ? `${isNot(memory)} || ` : "";
    const candidate = (name: string, says: string, body: string): Candidate => {
      const sentence = where + says;
      return {
        name: `${name}${label}`,
        doc: `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`,
        body: unless + body,
      };
    };
    return [
      ...templates.flatMap(({ template, name, says, here }) => [
        candidate(name, says, `${template}(config, state, false)`),
        candidate(`${name}Or`, `${says}; or ${here}`, `${template}(config, state, ${here})`),
      ]),
      ...(memories.length > 1
        ? [
            ...places.map(({ name, says, body }) => candidate(name, says, body)),
            {
              name: `Never${label}`,
              doc: `The policy never keeps ${JSON.stringify(memory)}.`,
              body: isNot(memory),
            },
          ]
        : []),
    ];
  });
}

/** `SwallowNmiTrue`, `PhaseArmed`: what a memory is, in a name. */
function labelOf(value: Value): string {
  const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
  if (isRecordValue(value)) {
    return Object.entries(value)
      .map(([name, field]) => capitalised(name) + labelOf(field))
      .join("");
  }
  return capitalised(String(value).replace(/[^A-Za-z0-9]+/g, ""));
}

/** That the memory is not this one. */
function isNot(value: Value, path = MEMORY): string {
  if (isRecordValue(value)) {
    return Object.entries(value)
      .map(([name, field]) => isNot(field, `${path}.${name}`))
      .join(" || ");
  }
  if (typeof value === "boolean") return value ? `!${path}` : path;
  return `${path} !== ${JSON.stringify(value)}`;
}

/** Whether the values of a memory can be told apart in a clause: scalars, and records of them. */
export function isToldApart(type: Type): boolean {
  const plain = unnamed(type);
  if (plain.kind === "record") return plain.fields.every((field) => isToldApart(field.type));
  return plain.kind !== "union" && plain.kind !== "nullable" && !containsArray(plain);
}

/** A file of clauses as `spec/invariants` has them, which implies the property if all of them hold. */
export function clausesText(
  candidates: readonly Candidate[],
  besides: readonly string[],
  memory: Type,
  property: NmiProperty,
  about: string,
): string {
  const bodies = candidates.map(({ body }) => body).join("\n");
  const used = [...templates.map(({ template }) => template), "claimsOne"].filter((name) =>
    bodies.includes(`${name}(`),
  );
  const imports = [
    ["../cpu/properties.js", [property]],
    ["./excuses.js", used.sort()],
    ...ofNoMemory.map(
      ([file, names]) => [`./${file}`, names.filter((name) => besides.includes(name))] as const,
    ),
  ] as const;
  const names = [...besides, ...candidates.map(({ name }) => name), property];
  return [
    ...imports.flatMap(([file, own]) =>
      own.length === 0 ? [] : [importText("import", own, file)],
    ),
    ...(candidates.length === 0
      ? []
      : [
          importText("import type", ["Config", "State"], "../cpu/state.js"),
          "",
          "/** The memory of the policy. */",
          `type Memory = ${typeText(memory)};`,
        ]),
    ...candidates.flatMap(({ name, doc, body }) => [
      "",
      `/** ${doc} */`,
      `export function ${name}(config: Config<Memory>, state: State<Memory>): boolean {`,
      `  return ${body};`,
      "}",
    ]),
    "",
    `/** ${about} */`,
    `export const found = { ${names.join(", ")} };`,
    "",
  ].join("\n");
}

function importText(keyword: string, names: readonly string[], file: string): string {
  return `${keyword} { ${names.join(", ")} } from "${file}";`;
}

/** The names of the clauses that say nothing of a memory. */
export const clausesOfNoMemory: readonly string[] = ofNoMemory.flatMap(([, names]) => names);

/** A type as TypeScript writes it. */
function typeText(type: Type): string {
  const plain = unnamed(type);
  switch (plain.kind) {
    case "boolean":
      return "boolean";
    case "integer":
      return "number";
    case "enumeration":
      return plain.values.map((value) => JSON.stringify(value)).join(" | ");
    case "none":
      return "null";
    case "nullable":
      return `${typeText(plain.of)} | null`;
    case "record":
      return fieldsText(plain.fields);
    case "union":
      return plain.variants
        .map(({ tag, fields }) =>
          fieldsText(fields, `readonly ${plain.tag}: ${JSON.stringify(tag)}; `),
        )
        .join(" | ");
    case "array":
    case "sequence":
      return `readonly (${typeText(plain.item)})[]`;
    case "ragged":
      return `readonly (readonly (${typeText(plain.item)})[])[]`;
  }
}

function fieldsText(
  fields: readonly { readonly name: string; readonly type: Type }[],
  tag = "",
): string {
  return `{ ${tag}${fields.map(({ name, type }) => `readonly ${name}: ${typeText(type)};`).join(" ")} }`;
}
