import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { defaultChoices, learnFrom } from "../../src/analyses/learn/from-engine.js";
import { readSource } from "../../src/analyses/learn/source.js";
import { Diagnostic } from "../../src/base/diagnostic/diagnostic.js";
import { whole } from "../slice.js";

const program = join(import.meta.dirname, "engines", "odd-engine.js");

/** What is told of an engine that is odd in this way, its command as `ENGINE`. */
async function toldOf(
  oddity: string,
  extraStates = 1,
): Promise<{ readonly code: string; readonly text: string }> {
  const command = `${process.execPath} ${program} ${oddity}`;
  const source = readSource(`engine:${command}`);
  const choices = { ...defaultChoices, extraStates, mostStates: 6 };
  try {
    const { document } = await learnFrom(source, choices);
    return { code: "learned", text: `${document.states} states` };
  } catch (error) {
    if (!(error instanceof Diagnostic)) throw error;
    return { code: error.code, text: error.message.replaceAll(command, "ENGINE") };
  }
}

whole("an engine that is not odd is learned", async () => {
  expect(await toldOf("plain")).toEqual({ code: "learned", text: "2 states" });
});

describe("an engine from which nothing can be learned", () => {
  test("one that ends", async () => {
    const { code, text } = await toldOf("crashes");
    expect(code).toBe("engine/exited");
    expect(text).toMatch(/^the engine `ENGINE` ended \(exit code 7\) before it answered\./);
  });

  test("one whose `reset` leaves something", async () => {
    const { code, text } = await toldOf("keeps-on-reset");
    expect(code).toBe("learn/reset");
    expect(text).toMatch(
      /^`reset` does not take the engine `ENGINE` back to its start: after `setup` it answered the same NMIs alike 64 times, after `reset` it does not; one run:\n(?: {2}NMI \d+ at ip \d, .*: claimed \S+ \w+\n)+another run:\n/,
    );
    const [, first, second] = /one run:\n([\s\S]*)\nanother run:\n([\s\S]*)$/.exec(text) ?? [];
    expect(second).not.toBe(first);
    expect(second?.replaceAll("swallowed", "unknown")).toBe(
      first?.replaceAll("swallowed", "unknown"),
    );
  });

  test("one that answers by chance", async () => {
    const { code, text } = await toldOf("chance");
    expect(code).toBe("learn/answered-twice");
    expect(text).toMatch(
      /^the engine `ENGINE` answered the same NMIs in two ways, so that no policy describes it; one run:\n/,
    );
  });

  test("one that counts without bound", async () => {
    expect(await toldOf("counts")).toEqual({
      code: "learn/too-many-states",
      text: "the policy of the engine `ENGINE` has more than 6 states: it may count without bound.",
    });
  });

  test("one that has no such machine", async () => {
    expect(await toldOf("no-setup")).toEqual({
      code: "learn/no-setup",
      text: "the engine `ENGINE` has no machine to learn its policy mainline on: it has one slot.",
    });
  });

  test("one that refuses what every engine can do", async () => {
    expect(await toldOf("no-raise")).toEqual({
      code: "learn/refused",
      text: "the engine `ENGINE` refused `raise` while its policy was learned (unsupported): it has no such thing.",
    });
  });

  test("one that cannot be asked about every edge", async () => {
    expect(await toldOf("no-arrivals")).toEqual({
      code: "learn/not-covered",
      text: "what was learned from the engine `ENGINE` could not be checked on every edge of its state graph: it has no such thing.",
    });
  });

  test("one whose state cannot be set", async () => {
    expect(await toldOf("no-state")).toEqual({
      code: "learn/no-state",
      text: "no policy is learned from the engine `ENGINE`: it refused `state` (nobody can look into it), by which events are cleared that a walk left over.",
    });
  });
});

describe("code that is no policy", () => {
  test("it ends an NMI as no policy can", async () => {
    expect(await toldOf("reports-claimed")).toEqual({
      code: "learn/no-outcome",
      text: "the code in the engine `ENGINE` is no policy: it ends an NMI as no policy can, which calls handlers in the order of the chain, and reports or swallows what nobody claims:\n  NMI 1 at ip 1, 2 events of handler 0 and 1 event of handler 1: claimed 2,1 unknown",
    });
  });

  test("it looks at more earlier ips than a policy remembers", async () => {
    const { code, text } = await toldOf("known-ips");
    expect(code).toBe("learn/too-many-places");
    expect(text).toMatch(/^the code in the engine `ENGINE` depends on more than two earlier ips/);
    const [one = [], other = []] = text.split("\nanother run:\n").map((run) => run.split("\n"));
    // They differ in the last NMI, at an ip that is older than two others, or new.
    expect(one.slice(1, -1)).toEqual(other.slice(0, -1));
    expect(one.at(-1)).toMatch(/ at ip 1, no event: claimed 0,0 swallowed$/);
    expect(other.at(-1)).toMatch(/ at ip 4, no event: claimed 0,0 unknown$/);
  });

  test("it looks at a bit of ip", async () => {
    expect(await toldOf("ip-bit")).toEqual({
      code: "learn/looks-at-ip",
      text: "the code in the engine `ENGINE` looks at the address in ip itself, and a policy sees only whether two are the same; the shortest two runs that differ in nothing but their ips, and are answered otherwise, one run:\n  NMI 1 at ip 1, no event: claimed 0,0 unknown\nanother run:\n  NMI 1 at ip 245, no event: claimed 0,0 swallowed",
    });
  });

  test("it looks at which of two ips is higher", async () => {
    const { code, text } = await toldOf("higher-ip");
    expect(code).toBe("learn/looks-at-ip");
    const [one = "", other = ""] = text.split("\nanother run:\n");
    expect(one).toMatch(/ at ip 2, no event: claimed 0,0 \w+$/);
    expect(
      one
        .split("\n")
        .slice(1)
        .join("\n")
        .replaceAll(/swallowed|unknown|ip \d+/g, ""),
    ).toBe(other.replaceAll(/swallowed|unknown|ip \d+/g, ""));
    expect(one.endsWith("swallowed")).toBe(!other.endsWith("swallowed"));
  });

  test("it looks at what no handler has claimed", async () => {
    const { code, text } = await toldOf("peeks", 2);
    expect(code).toBe("learn/looks-the-same");
    expect(text).toContain("; the shortest two runs that look the same and are answered otherwise");
    expect(text.split("\n")).toHaveLength(6);
  });

  test("it looks at what is not in the NMI", async () => {
    const { code, text } = await toldOf("late-event");
    expect(code).toBe("learn/sees-more");
    expect(text).toContain(
      "but swallowed on the engine; one run:\n  external\n  deliver\n  poll\n",
    );
    expect(text).toMatch(/\nanother run:\n {2}NMI 1 at ip 2, no event: claimed 0,0 unknown$/);
  });
});
