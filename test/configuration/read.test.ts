import { describe, expect, test } from "vitest";
import { Diagnostic } from "../../src/base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";
import {
  readChain,
  readHeap,
  readName,
  readPlatformName,
  readPositive,
  readRips,
} from "../../src/machine/configuration/read.js";

function messageOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof Diagnostic) return renderDiagnostic(error);
    throw error;
  }
  return "no fault";
}

describe("chains", () => {
  test.each([
    ["2,1", [2, 1]],
    ["[2,1]", [2, 1]],
    [" [ 3 , 3 ] ", [3, 3]],
    ["1", [1]],
  ])("%s", (text, chain) => {
    expect(readChain(text)).toEqual(chain);
  });

  const remedy = "\n  → give the number of event slots of each handler, for example `--chain 2,1`.";
  test.each([
    ["0", "has a handler with 0 slots; each needs at least one"],
    ["-1", "has a handler with -1 slots; each needs at least one"],
    ["[]", "has no handler"],
    ["", "has no handler"],
    ["2,,1", "has `` where a whole number should be"],
    ["2,x", "has `x` where a whole number should be"],
    ["1.5", "has `1.5` where a whole number should be"],
    [Array.from({ length: 40 }, () => "1").join(","), "has 40 handlers; at most 16 can be checked"],
    ["33", "has 33 slots; at most 32 can be checked"],
  ])("%s is refused", (text, why) => {
    expect(messageOf(() => readChain(text))).toBe(
      `error[configuration/chain]: the chain \`${text}\` ${why}.${remedy}`,
    );
  });
});

describe("numbers", () => {
  test("RIPs", () => {
    expect(readRips("2")).toBe(2);
    for (const text of ["0", "-1", "17", "two", ""]) {
      expect(messageOf(() => readRips(text))).toBe(
        `error[configuration/ips]: \`${text}\` is not a number of ips.\n  → give a whole number from 1 to 16, for example \`--ips 2\`.`,
      );
    }
  });

  test("an amount of memory", () => {
    expect(readHeap("512m")).toBe("512m");
    expect(readHeap("4G")).toBe("4G");
    for (const text of ["lots", "0", "-1g", "4gb", ""]) {
      expect(messageOf(() => readHeap(text))).toBe(
        `error[configuration/number]: \`--heap\` takes an amount such as 512m or 4g, not \`${text}\`.`,
      );
    }
  });

  test("options", () => {
    expect(readPositive("--workers", "2")).toBe(2);
    expect(messageOf(() => readPositive("--workers", "0"))).toBe(
      "error[configuration/number]: `--workers` takes a whole number above 0, not `0`.",
    );
  });
});

describe("names", () => {
  test("a platform", () => {
    expect(readPlatformName("sticky+shadow")).toBe("sticky+shadow");
  });

  test("a name that is nearly right is suggested", () => {
    expect(messageOf(() => readPlatformName("stiky"))).toBe(
      "error[configuration/unknown-name]: there is no platform `stiky`.\n  → did you mean `sticky`? Known: ideal, sticky, shadow, sticky+shadow.",
    );
    expect(messageOf(() => readName("property", "nospurious", ["NoSpurious", "NoMasked"]))).toBe(
      "error[configuration/unknown-name]: there is no property `nospurious`.\n  → did you mean `NoSpurious`? Known: NoSpurious, NoMasked.",
    );
  });

  test("a name that is nothing like any suggests none", () => {
    expect(messageOf(() => readPlatformName("quantum"))).toBe(
      "error[configuration/unknown-name]: there is no platform `quantum`.\n  → Known: ideal, sticky, shadow, sticky+shadow.",
    );
  });
});
