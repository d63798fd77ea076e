import type { Canary, KnownBugName, Specification } from "./canary.js";

const STATES = "INIT Init\nNEXT Next\nINVARIANT Kept\n";
const BEHAVIOURS = "SPECIFICATION Spec\nPROPERTY Kept\n";

interface Options {
  readonly config: string;
  readonly variables?: string;
  readonly extra?: Specification["modules"];
  readonly options?: readonly string[];
  readonly workers?: number;
}

function specification(body: string, asked: Options): Specification {
  const { config, variables = "lamp", extra = [], options = [], workers = 1 } = asked;
  const text = module("Canary", `VARIABLES ${variables}\n${body}`);
  return { modules: [["Canary", text], ...extra], config, options, workers };
}

function module(name: string, body: string): string {
  return `---- MODULE ${name} ----\nEXTENDS Naturals, Sequences\n${body}\n====\n`;
}

/** A lamp that is switched at any time; `fairness` and what is `kept`. */
function switched(fairness: string, kept: string, asked: Partial<Options> = {}): Specification {
  const spec = `Init /\\ [][Next]_lamp${fairness}`;
  return specification(
    `Init == lamp = 0\nNext == lamp' = 1 - lamp\nSpec == ${spec}\nKept == ${kept}`,
    { config: BEHAVIOURS, ...asked },
  );
}

/** A lamp that is turned up, from `low` to 3. */
function turned(low: number, kept: string, asked: Options): Specification {
  return specification(
    `Init == lamp = ${low}
Next == IF lamp < 3 THEN lamp' = lamp + 1 ELSE UNCHANGED lamp
Spec == Init /\\ [][Next]_lamp /\\ WF_lamp(Next)
${kept}`,
    asked,
  );
}

/** The lamps of a row from the second on, and whether the first of these is off. */
function rest(row: string): Specification {
  return specification(
    `Init == lamp = 0\nNext == lamp' = SubSeq(${row}, 2, 3)[1]\nKept == lamp # 5`,
    { config: STATES },
  );
}

/**
 * A change of a change of a row, and what is in its place 0: three pairs of lamps. Whether something
 * looks at that place before the second change.
 */
function changed(looksFirst: boolean): Specification {
  const condition = looksFirst ? "DOMAIN one[0] = 0 .. 2" : "TRUE";
  return specification(
    `Pairs == [i \\in 0 .. 2 |-> [j \\in 0 .. 1 |-> 0]]
Both(one) == IF ${condition} THEN <<one, [one EXCEPT ![1] = Pairs]>> ELSE lamp
Init == lamp = <<Pairs, Pairs>>
Next == lamp' = Both([[i \\in 0 .. 1 |-> 0] EXCEPT ![0] = Pairs])
Kept == DOMAIN lamp[2][0] # 0 .. 2`,
    { config: STATES },
  );
}

/** An instance whose variables have each other's names, and whether its step can be taken. */
function exchanged(hasNames: "own" | "exchanged"): Specification {
  const [left, right] = hasNames === "own" ? ["left", "right"] : ["right", "left"];
  const inner = module(
    "Inner",
    `VARIABLES left, right
Step == left' = 5 /\\ right' = 6 /\\ SelectSeq(<<5>>, LAMBDA n : n = left') = <<5>>
CanStep == ENABLED Step`,
  );
  return specification(
    `Inside == INSTANCE Inner WITH left <- ${left}, right <- ${right}
Init == left = 1 /\\ right = 2
Next == UNCHANGED <<left, right>>
Kept == ~Inside!CanStep`,
    { config: STATES, variables: "left, right", extra: [["Inner", inner]] },
  );
}

const GOES_OFF_FOR_EVER = "[]((lamp = 1) => []((lamp = 0) => [](lamp = 0)))";
const anyhow = (workers: number): Specification => {
  const { modules, ...rest } = switched("", GOES_OFF_FOR_EVER, { workers });
  const freely = modules.map(
    ([name, text]) => [name, text.replace("lamp' = 1 - lamp", "lamp' \\in 0 .. 1")] as const,
  );
  return { ...rest, modules: freely };
};

/** Every canary. What each looks for is in the table of known bugs. */
export const canaries: readonly Canary[] = [
  {
    bug: "tlaplus#725",
    truth: "violated",
    specification: exchanged("exchanged"),
    twin: exchanged("own"),
    tries: 1,
  },
  {
    bug: "tlaplus#742",
    truth: "violated",
    specification: switched(" /\\ \\A i \\in 1 .. 32 : SF_lamp(Next)", "<>[](lamp = 0)"),
    twin: switched(" /\\ \\A i \\in 1 .. 2 : SF_lamp(Next)", "<>[](lamp = 0)"),
    tries: 1,
    falseClaim: "is a tautology",
    isSlow: true,
  },
  {
    bug: "tlaplus#971",
    truth: "violated",
    specification: anyhow(8),
    twin: anyhow(1),
    tries: 8,
  },
  {
    bug: "tlaplus#1145",
    truth: "violated",
    specification: rest("[[i \\in 1 .. 3 |-> 0] EXCEPT ![2] = 5]"),
    twin: rest("<<0, 5, 0>>"),
    tries: 1,
  },
  {
    bug: "tlaplus#1302",
    truth: "violated",
    specification: changed(true),
    twin: changed(false),
    tries: 1,
  },
  {
    bug: "tlaplus#1348",
    truth: "holds",
    specification: turned(1, "Kept == (lamp = 1) => <>[](lamp = 3)", { config: BEHAVIOURS }),
    twin: turned(1, "Kept == (lamp = 1) => <>[](lamp = 2)", { config: BEHAVIOURS }),
    tries: 1,
  },
  {
    bug: "tlaplus#1385",
    truth: "violated",
    specification: turned(0, "Kept == lamp < 2", { config: STATES, options: ["-continue"] }),
    twin: turned(0, "Kept == lamp < 2", { config: STATES }),
    tries: 1,
  },
  {
    bug: "tlaplus#1440",
    truth: "violated",
    specification: turned(0, "Low == lamp < 1\nKept == <>(<<1, 2, 3>>[lamp] = 1)", {
      config: `${BEHAVIOURS}INVARIANT Low\n`,
    }),
    twin: turned(1, "Low == lamp < 2\nKept == <>(<<1, 2, 3>>[lamp] = 1)", {
      config: `${BEHAVIOURS}INVARIANT Low\n`,
    }),
    tries: 1,
  },
];

/** Why there is no canary for a bug, where there is none. */
export const withoutCanary: Readonly<Partial<Record<KnownBugName, string>>> = {
  "tlaplus#1112": "it shows only in sets of states that fill a large memory",
};
