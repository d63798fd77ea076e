import { expect, test } from "vitest";
import { HIGHEST_IP, ipNamings } from "../../src/analyses/learn/other-ips.js";

const roles = [0, 1, 2, 3] as const;
const pairs = roles.flatMap((one) => roles.flatMap((other) => (one < other ? [[one, other]] : [])));

test("a naming names each ip otherwise", () => {
  for (const naming of ipNamings) {
    expect(new Set(naming).size).toBe(naming.length);
    for (const ip of naming) {
      expect(ip).toBeGreaterThan(0);
      expect(ip).toBeLessThanOrEqual(HIGHEST_IP);
    }
  }
});

test("each bit of any two ips is unset and set in all four ways", () => {
  for (const [one = 0, other = 0] of pairs) {
    for (let bit = 1; bit <= HIGHEST_IP; bit *= 2) {
      const ways = ipNamings.map(
        (naming) =>
          `${Math.sign((naming[one] ?? 0) & bit)}${Math.sign((naming[other] ?? 0) & bit)}`,
      );
      expect([...new Set(ways)].sort(), `bit ${bit} of ips ${one} and ${other}`).toEqual([
        "00",
        "01",
        "10",
        "11",
      ]);
    }
  }
});

test("of any two ips each is the higher one", () => {
  for (const [one = 0, other = 0] of pairs) {
    const isHigher = ipNamings.map((naming) => (naming[one] ?? 0) > (naming[other] ?? 0));
    expect(new Set(isHigher).size).toBe(2);
  }
});
