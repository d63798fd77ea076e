import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lastHandledRip } from "../../../examples/policies/last-handled-rip.js";
import { type PolicyName, policies, policyNames } from "../../../spec/policies/all.js";
import type { Policy, Rip, SeenMore } from "../../../spec/policy.js";
import { defaultChoices, learnFrom } from "../../../src/analyses/learn/from-engine.js";
import { readSource } from "../../../src/analyses/learn/source.js";
import { toldAxes } from "../../../src/analyses/learn/told-machine.js";
import { Diagnostic } from "../../../src/base/diagnostic/diagnostic.js";
import { provisionTree } from "../../../src/engines/linux/provision.js";
import { treeFiles } from "../../../src/engines/linux/tree.js";
import { check } from "../../../src/index.js";
import type { NamedAxes } from "../../../src/machine/configuration/named-axes.js";
import {
  type NamedPlatform,
  namedPlatform,
  platformNames,
} from "../../../src/machine/configuration/platform.js";
import { difference } from "../../learn/difference.js";
import { slice } from "../../slice.js";
import { kernels } from "../kernels.js";

const states: Readonly<Record<PolicyName, number>> = { none: 1, v5: 3, mainline: 2 };
const machines = platformNames.flatMap((name) =>
  ([[1], [2], [1, 1]] as const).map((chain) => namedPlatform(name, chain, 2)),
);

let folder: string;
let nmiC: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-learn-"));
  const tree = await provisionTree("6.12");
  await cp(tree.folder, join(folder, "linux"), { recursive: true });
  nmiC = await readFile(join(folder, "linux", treeFiles.nmiC), "utf8");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(kernels)("Linux %s", (version) => {
  test.each(slice(policyNames, 3))("%s is learned from nmi.c", async (name) => {
    const { document, loaded } = await learnFrom(readSource(`${name}@linux:${version}`));
    expect(document.states).toBe(states[name]);
    expect(document.engine.version.startsWith(`${version}.`)).toBe(true);
    for (const machine of [...machines, namedPlatform("ideal", [2, 1], 2)]) {
      expect(difference(policies[name], loaded.policy, machine).difference).toBeNull();
    }
    expect(loaded.policy.initial).toEqual(policies[name].initial);
  });
});

test("the code as it stands is mainline", async () => {
  const { document, loaded } = await learnFrom(readSource("linux:6.12"));
  expect(loaded.name).toBe("linux_6_12");
  expect(document.source).toMatch(/^arch\/x86\/kernel\/nmi\.c of Linux 6\.12\./);
  expect(document.phases).toEqual([
    { name: "disarmed", swallowNmi: false },
    { name: "armed", swallowNmi: true },
  ]);
});

/** nmi.c with pieces of it replaced, each of which it has once. */
function patched(edits: readonly (readonly [find: string, put: string])[]): string {
  return edits.reduce((text, [find, put]) => {
    expect(text.split(find), find).toHaveLength(2);
    return text.replace(find, put);
  }, nmiC);
}

const DECISION = "if (b2b && __this_cpu_read(swallow_nmi))";
const SWALLOWS = "__this_cpu_add(nmi_stats.swallow, 1);";
const RESET = "__this_cpu_write(swallow_nmi, false);";
const ARMS = "\t\tif (handled > 1)\n\t\t\t__this_cpu_write(swallow_nmi, true);";
const FLAG = "static DEFINE_PER_CPU(bool, swallow_nmi);";

interface Armed {
  readonly armed: boolean;
}

/** `mainline` with another end, as somebody would write it. */
function armedPolicy(finish: Policy<Armed>["finish"]): Policy<Armed> {
  return {
    initial: { armed: false },
    enter: (memory, seen) => (seen.backToBack ? memory : { armed: false }),
    proceed: (memory) => ({ memory, walk: "on" }),
    finish,
  };
}

/** `mainline`, armed by NMIs in which the handlers claimed so. */
function armsWhere(isSo: (claimed: readonly number[]) => boolean): Policy<unknown> {
  const policy: Policy<Armed, SeenMore> = {
    initial: { armed: false },
    enter: (memory, seen) => (seen.backToBack ? memory : { armed: false }),
    proceed: (memory) => ({ memory, walk: "on" }),
    finish: (memory, seen) => {
      if (isSo(seen.claimedBy)) return { memory: { armed: true }, unclaimed: "report" };
      return { memory, unclaimed: memory.armed ? "swallow" : "report" };
    },
  };
  return policy;
}

/** `mainline` that remembers an ip, with another end. */
function remembering(finish: Policy<Remembering, SeenMore>["finish"]): Policy<unknown, SeenMore> {
  const policy: Policy<Remembering, SeenMore> = {
    initial: { armed: false, place: null },
    enter: (memory, seen) => (seen.backToBack ? memory : { ...memory, armed: false }),
    proceed: (memory) => ({ memory, walk: "on" }),
    finish,
  };
  return policy;
}

interface Left {
  readonly left: number;
}

/** What `mainline` keeps, and the ip of one NMI. */
interface Remembering {
  readonly armed: boolean;
  readonly place: Rip | null;
}

/** The verdicts of the four platforms, with how long the counterexamples are. */
async function verdicts(
  policy: Policy<unknown>,
  { chain, rips }: NamedPlatform,
  axes: NamedAxes | undefined,
): Promise<readonly unknown[]> {
  const named = axes === undefined ? {} : { axes: axes.names };
  const results = await check({ policies: [{ ...policy }], chain, rips, ...named });
  return results.map(({ verdict, ...result }) => [
    result.platform.name,
    result.property,
    verdict,
    "length" in result ? result.length : null,
  ]);
}

/** Patches of several lines, and the policy that somebody would write for each. */
const patches: readonly {
  readonly what: string;
  readonly edits: readonly (readonly [string, string])[];
  readonly written: Policy<unknown, SeenMore>;
}[] = [
  {
    what: "it remembers the ip of the last NMI that was handled, wherever it was since",
    edits: [
      [RESET, ";"],
      ["\t__this_cpu_write(last_nmi_rip, regs->ip);\n", ""],
      [ARMS, `\t\t__this_cpu_write(last_nmi_rip, regs->ip);\n${ARMS}`],
    ],
    written: lastHandledRip,
  },
  {
    what: "it swallows no two NMIs in a row at one ip, wherever it was since",
    edits: [
      [FLAG, `${FLAG}\nstatic DEFINE_PER_CPU(unsigned long, swallowed_ip);`],
      [
        DECISION,
        "if (b2b && __this_cpu_read(swallow_nmi) && __this_cpu_read(swallowed_ip) != regs->ip)",
      ],
      [SWALLOWS, `{\n\t\t${SWALLOWS}\n\t\t__this_cpu_write(swallowed_ip, regs->ip);\n\t}`],
    ],
    written: remembering((memory, seen) => {
      if (seen.handled > 1) return { memory: { ...memory, armed: true }, unclaimed: "report" };
      const swallows = seen.handled === 0 && memory.armed && memory.place !== seen.ip;
      return swallows
        ? { memory: { ...memory, place: seen.ip }, unclaimed: "swallow" }
        : { memory, unclaimed: "report" };
    }),
  },
  {
    what: "it reports an unknown NMI once at each ip, as long as none comes elsewhere",
    edits: [
      [FLAG, `${FLAG}\nstatic DEFINE_PER_CPU(unsigned long, unknown_ip);`],
      [
        DECISION,
        "if ((b2b && __this_cpu_read(swallow_nmi)) || __this_cpu_read(unknown_ip) == regs->ip)",
      ],
      [
        "\telse\n\t\tunknown_nmi_error(reason, regs);\n\nout:",
        "\telse {\n\t\t__this_cpu_write(unknown_ip, regs->ip);\n\t\tunknown_nmi_error(reason, regs);\n\t}\n\nout:",
      ],
    ],
    written: remembering((memory, seen) => {
      if (seen.handled > 1) return { memory: { ...memory, armed: true }, unclaimed: "report" };
      if (seen.handled > 0) return { memory, unclaimed: "report" };
      const swallows = memory.armed || memory.place === seen.ip;
      return swallows
        ? { memory, unclaimed: "swallow" }
        : { memory: { ...memory, place: seen.ip }, unclaimed: "report" };
    }),
  },
  {
    what: "swallowing clears the flag",
    edits: [[SWALLOWS, `{\n\t\t${SWALLOWS}\n\t\t__this_cpu_write(swallow_nmi, false);\n\t}`]],
    written: armedPolicy((memory, seen) => {
      if (seen.handled > 1) return { memory: { armed: true }, unclaimed: "report" };
      if (seen.handled > 0 || !memory.armed) return { memory, unclaimed: "report" };
      return { memory: { armed: false }, unclaimed: "swallow" };
    }),
  },
  {
    what: "a handled NMI disarms unless it arms",
    edits: [[ARMS, "\t\t__this_cpu_write(swallow_nmi, handled > 1);"]],
    written: armedPolicy((memory, seen) => {
      if (seen.handled > 0) return { memory: { armed: seen.handled > 1 }, unclaimed: "report" };
      return { memory, unclaimed: memory.armed ? "swallow" : "report" };
    }),
  },
  {
    what: "a counter of NMIs to swallow, of at most two",
    edits: [
      [FLAG, `${FLAG}\nstatic DEFINE_PER_CPU(int, to_swallow);`],
      [RESET, "__this_cpu_write(to_swallow, 0);"],
      [
        ARMS,
        "\t\tif (handled > 1 && __this_cpu_read(to_swallow) < 2)\n\t\t\t__this_cpu_add(to_swallow, 1);",
      ],
      [DECISION, "if (b2b && __this_cpu_read(to_swallow) > 0)"],
      [SWALLOWS, `{\n\t\t${SWALLOWS}\n\t\t__this_cpu_add(to_swallow, -1);\n\t}`],
    ],
    written: {
      initial: { left: 0 },
      enter: (memory, seen) => (seen.backToBack ? memory : { left: 0 }),
      proceed: (memory) => ({ memory, walk: "on" }),
      finish: ({ left }, seen) => {
        if (seen.handled > 1)
          return { memory: { left: Math.min(left + 1, 2) }, unclaimed: "report" };
        if (seen.handled > 0 || left === 0) return { memory: { left }, unclaimed: "report" };
        return { memory: { left: left - 1 }, unclaimed: "swallow" };
      },
    } satisfies Policy<Left>,
  },
  {
    what: "two flags: an armed NMI that claims one event arms for any ip",
    edits: [
      [FLAG, `${FLAG}\nstatic DEFINE_PER_CPU(bool, swallow_any);`],
      [
        ARMS,
        `${ARMS}\n\t\telse if (__this_cpu_read(swallow_nmi))\n\t\t\t__this_cpu_write(swallow_any, true);`,
      ],
      [DECISION, "if ((b2b && __this_cpu_read(swallow_nmi)) || __this_cpu_read(swallow_any))"],
      [SWALLOWS, `{\n\t\t${SWALLOWS}\n\t\t__this_cpu_write(swallow_any, false);\n\t}`],
    ],
    written: {
      initial: { armed: false, any: false },
      enter: (memory, seen) => (seen.backToBack ? memory : { ...memory, armed: false }),
      proceed: (memory) => ({ memory, walk: "on" }),
      finish: (memory, seen) => {
        if (seen.handled > 1) return { memory: { ...memory, armed: true }, unclaimed: "report" };
        if (seen.handled > 0) {
          return { memory: { ...memory, any: memory.any || memory.armed }, unclaimed: "report" };
        }
        return memory.armed || memory.any
          ? { memory: { ...memory, any: false }, unclaimed: "swallow" }
          : { memory, unclaimed: "report" };
      },
    } satisfies Policy<{ readonly armed: boolean; readonly any: boolean }>,
  },
  {
    what: "the reset comes after the handlers",
    edits: [
      [RESET, ";"],
      [ARMS, `\t\tif (!b2b)\n\t\t\t__this_cpu_write(swallow_nmi, false);\n${ARMS}`],
    ],
    written: {
      initial: { armed: false },
      enter: (memory) => memory,
      proceed: (memory) => ({ memory, walk: "on" }),
      finish: (memory, seen) => {
        if (seen.handled > 1) return { memory: { armed: true }, unclaimed: "report" };
        if (seen.handled > 0) {
          return { memory: seen.backToBack ? memory : { armed: false }, unclaimed: "report" };
        }
        return { memory, unclaimed: seen.backToBack && memory.armed ? "swallow" : "report" };
      },
    } satisfies Policy<Armed>,
  },
  {
    what: "arming needs three events",
    edits: [["handled > 1", "handled > 2"]],
    written: armsWhere((claimed) => claimed.reduce((sum, count) => sum + count, 0) > 2),
  },
  {
    what: "arming needs both handlers",
    edits: [["handled += thishandled;", "handled += !!thishandled;"]],
    written: armsWhere((claimed) => claimed.every((count) => count > 0)),
  },
  {
    // Armed, the kernel has seen no other ip since; disarmed, it does not matter.
    what: "last_nmi_rip is written only when something was handled",
    edits: [
      ["\t__this_cpu_write(last_nmi_rip, regs->ip);\n", ""],
      [ARMS, `\t\t__this_cpu_write(last_nmi_rip, regs->ip);\n${ARMS}`],
    ],
    written: policies.mainline,
  },
  {
    what: "the flag is one for all CPUs, which one CPU does not see",
    edits: [
      [FLAG, "static bool swallow_nmi;"],
      [RESET, "swallow_nmi = false;"],
      [ARMS, "\t\tif (handled > 1)\n\t\t\tswallow_nmi = true;"],
      [DECISION, "if (b2b && swallow_nmi)"],
    ],
    written: policies.mainline,
  },
  {
    what: "the flag has another name, and is a bit of a word",
    edits: [
      [FLAG, "static DEFINE_PER_CPU(unsigned int, nmi_flags);"],
      [RESET, "__this_cpu_and(nmi_flags, ~2U);"],
      [ARMS, "\t\tif (handled > 1)\n\t\t\t__this_cpu_or(nmi_flags, 2U);"],
      [DECISION, "if (b2b && (__this_cpu_read(nmi_flags) & 2U))"],
    ],
    written: policies.mainline,
  },
  {
    what: "a patch that only moves code",
    edits: [
      [
        ARMS,
        "\t\tconst bool several = handled > 1;\n\n\t\tif (several)\n\t\t\t__this_cpu_write(swallow_nmi, several);",
      ],
    ],
    written: policies.mainline,
  },
];

test.each(slice([...patches].reverse(), 20))("$what", async ({ edits, written }) => {
  const tree = join(folder, "linux");
  await writeFile(join(tree, treeFiles.nmiC), patched(edits));
  const { document, loaded } = await learnFrom(readSource(`linux:${tree}`));
  // One that looks at what each handler claimed was learned for its chain.
  const { axes } = toldAxes([loaded]);
  const own = namedPlatform("ideal", [2, 1], document.machine.rips);
  for (const machine of axes === undefined ? [...machines, own] : [own]) {
    const { difference: found } = difference(written, loaded.policy, machine, axes);
    expect(found, document.policyText).toBeNull();
  }
  expect(await verdicts(loaded.policy, own, axes)).toEqual(await verdicts(written, own, axes));
  const isMainline = written === policies.mainline;
  const { difference: told } = difference(policies.mainline, loaded.policy, own, axes);
  expect(told === null).toBe(isMainline);
});

/** What keeps a policy from being learned from a patched tree. */
async function refused(
  edits: readonly (readonly [string, string])[],
  mostStates = 6,
): Promise<Diagnostic> {
  const tree = join(folder, "linux");
  await writeFile(join(tree, treeFiles.nmiC), patched(edits));
  const error = await learnFrom(readSource(`linux:${tree}`), {
    ...defaultChoices,
    mostStates,
  }).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Diagnostic)) throw new Error("something was learned");
  return error;
}

describe("code from which nothing is learned", () => {
  test("it hangs once it is armed", async () => {
    const { code, message } = await refused([[ARMS, "\t\twhile (handled > 1)\n\t\t\tbarrier();"]]);
    expect(code).toBe("engine/exited");
    expect(message).toContain("nmi.c: the NMI does not come to its end: an endless loop");
  });

  test("it crashes once it is armed", async () => {
    const { code } = await refused([[ARMS, "\t\tif (handled > 1)\n\t\t\t*(volatile int *)0 = 1;"]]);
    expect(code).toBe("engine/exited");
  });

  test("it counts without bound", async () => {
    const { code, message } = await refused([
      [FLAG, `${FLAG}\nstatic DEFINE_PER_CPU(int, to_swallow);`],
      [RESET, ";"],
      [ARMS, "\t\tif (handled > 1)\n\t\t\t__this_cpu_add(to_swallow, 1);"],
      [DECISION, "if (__this_cpu_read(to_swallow) > 0)"],
      [SWALLOWS, `{\n\t\t${SWALLOWS}\n\t\t__this_cpu_add(to_swallow, -1);\n\t}`],
    ]);
    expect(code).toBe("learn/too-many-states");
    expect(message).toContain("has more than 6 states");
  });

  describe("it looks at the address in ip itself", () => {
    const WRITES = "\t__this_cpu_write(last_nmi_rip, regs->ip);\n";
    const LAST = "static DEFINE_PER_CPU(unsigned long, last_ip);";
    const looks = [
      ...Array.from({ length: 64 }, (_, bit) => [`bit ${bit}`, `(regs->ip >> ${bit} & 1)`]),
      ["whether it is a user's", "user_mode(regs)"],
      ["whether it is higher than the last one", "regs->ip > __this_cpu_read(last_ip)"],
    ];
    test.each(slice(looks.reverse(), 34))("%s", async (_, look) => {
      const { code, message } = await refused(
        [
          [FLAG, `${FLAG}\n${LAST}`],
          [DECISION, `if ((b2b && __this_cpu_read(swallow_nmi)) || ${look})`],
          [WRITES, `\t__this_cpu_write(last_ip, __this_cpu_read(last_nmi_rip));\n${WRITES}`],
        ],
        defaultChoices.mostStates,
      );
      expect(code).toBe("learn/looks-at-ip");
      expect(message).toContain("; the shortest two runs that differ in nothing but their ips");
    });
  });

  test("it calls the handlers backwards", async () => {
    const { code, message } = await refused([
      ["list_add_tail_rcu(&action", "list_add_rcu(&action"],
    ]);
    expect(code).toBe("learn/sees-more");
    expect(message).toContain("one run:");
  });
});
