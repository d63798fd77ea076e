import type { Leaf, Question, Tree } from "./decision-tree.js";
import type { PolicyTitle } from "./policy-text.js";
import { stateName } from "./table-text.js";
import type { Phase, ToldPolicy } from "./told-policy.js";

/** How a policy file asks a question, and how it asks for the contrary. */
function questionTexts(question: Question): readonly [string, string] {
  const plain = (text: string): readonly [string, string] => [text, `!${text}`];
  const more = (text: string, than: number): readonly [string, string] => [
    `${text} > ${than}`,
    than === 0 ? `${text} === 0` : `${text} <= ${than}`,
  ];
  switch (question.asks) {
    case "rip":
      return plain("seen.backToBack");
    case "total":
      return more("seen.handled", question.moreThan);
    case "handler":
      return more(`at(seen.claimedBy, ${question.handler})`, question.moreThan);
    case "unknown":
      return plain("seen.sources.other");
    case "someHandler":
      return plain("seen.sources.handlers.some((bit) => bit)");
    case "source":
      return plain(`at(seen.sources.handlers, ${question.handler})`);
  }
}

/** A tree as statements, the last of which returns. */
function treeLines(tree: Tree, leafText: (leaf: Leaf) => string): readonly string[] {
  if (tree.kind === "leaf") return [`return ${leafText(tree.leaf)};`];
  const { question, yes, no } = tree;
  const [asked, denied] = questionTexts(question);
  const lines = (part: Tree): readonly string[] => treeLines(part, leafText);
  if (yes.kind === "leaf") return [`if (${asked}) ${lines(yes).join("")}`, ...lines(no)];
  if (no.kind === "leaf") return [`if (${denied}) ${lines(no).join("")}`, ...lines(yes)];
  return [`if (${asked}) {`, ...indented(lines(yes)), "}", ...lines(no)];
}

function phaseLines(
  { claimed, unclaimed }: Phase,
  leafText: (leaf: Leaf) => string,
): readonly string[] {
  const [only, ...rest] = treeLines(claimed, leafText);
  const first =
    rest.length === 0
      ? [`if (seen.handled > 0) ${only}`]
      : ["if (seen.handled > 0) {", ...indented([only ?? "", ...rest]), "}"];
  return [...first, ...treeLines(unclaimed, leafText)];
}

function indented(lines: readonly string[], by = "  "): readonly string[] {
  return lines.map((line) => `${by}${line}`);
}

/** The policy as a file: TypeScript for people to read, within the subset of the compiler. */
export function toldPolicyText(
  { phases }: ToldPolicy,
  title: Pick<PolicyTitle, "name" | "comment" | "proceed">,
  names: readonly string[] = phases.map((_, state) => stateName(state)),
): string {
  const [first, ...others] = phases;
  const isStateless = others.length === 0;
  const memory = isStateless ? "null" : "Memory";
  const leafText = ({ next, action }: Leaf): string =>
    isStateless
      ? `{ memory, unclaimed: "${action}" }`
      : `{ memory: { phase: "${names[next] ?? ""}" }, unclaimed: "${action}" }`;
  const functionName = (name: string): string =>
    `in${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const functions = isStateless
    ? []
    : phases.flatMap((phase, state) => {
        const name = names[state] ?? "";
        return [
          "",
          `/** Where what was seen so far has led to phase ${name}. */`,
          `function ${functionName(name)}(seen: SeenMore): Decision<Memory> {`,
          ...indented(phaseLines(phase, leafText)),
          "}",
        ];
      });
  const finish = isStateless
    ? first === undefined
      ? []
      : phaseLines(first, leafText)
    : [
        "switch (memory.phase) {",
        ...names.flatMap((name) => [
          `  case "${name}":`,
          `    return ${functionName(name)}(seen);`,
        ]),
        "}",
      ];
  const body = [...functions, ...finish].join("\n");
  const types = isStateless
    ? "type Policy, type SeenMore"
    : "type Decision, type Policy, type SeenMore";
  const imports = body.includes("at(")
    ? `import { at, ${types} } from "nmicheck/policy";`
    : `import type { ${types.replaceAll("type ", "")} } from "nmicheck/policy";`;
  return [
    imports,
    ...(isStateless
      ? []
      : [
          "",
          "interface Memory {",
          "  /** What has been seen so far, as far as it matters. */",
          `  readonly phase: ${names.map((name) => `"${name}"`).join(" | ")};`,
          "}",
        ]),
    ...functions,
    "",
    "/**",
    ...title.comment.map((line) => ` * ${line}`.trimEnd()),
    " */",
    `export const ${title.name}: Policy<${memory}, SeenMore> = {`,
    `  initial: ${isStateless ? "null" : `{ phase: "${names[0] ?? ""}" }`},`,
    "  enter: (memory) => memory,",
    ...title.proceed,
    "  finish: (memory, seen) => {",
    ...indented(finish, "    "),
    "  },",
    "};",
    "",
  ].join("\n");
}
