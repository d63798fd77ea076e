import { expect, test } from "vitest";
import { at } from "../../spec/language.js";
import type { Chain } from "../../spec/platforms.js";
import { policies } from "../../spec/policies/all.js";
import { auditModel, canonical } from "../../src/analyses/audit/machine.js";
import { packedFields, StateNumbers } from "../../src/analyses/audit/state-number.js";
import { canonicalText } from "../../src/checkers/explore/state-keys.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { axesOfLogs, randomNumbers } from "./random-log.js";

test.each([null, ...axesOfLogs])("states have one number each, with the axis %s", (axis) => {
  const chain: Chain = [2, 2];
  const policy = { name: "mainline", policy: policies.mainline };
  const axes = axis === null ? undefined : readAxes([axis]);
  const model = auditModel({ policy, platform: "sticky+shadow", axes }, chain);
  expect(Object.keys(model.initial()).sort()).toEqual([...packedFields].sort());
  const numbers = new StateNumbers(chain);
  const known = new Map<number, string>();
  const texts = new Set<string>();
  const random = randomNumbers(7);
  let state = model.initial();
  for (let step = 0; step < 300; step++) {
    const ways = model.events.flatMap((event) => model.apply(event, state) ?? []);
    state = ways.length === 0 ? model.initial() : at(ways, Math.floor(random() * ways.length));
    const tracked = canonical({ state, before: step % 2 === 0 ? 1 : null }, axes?.machine);
    const number = numbers.number(tracked);
    const text = canonicalText(tracked);
    expect(Number.isSafeInteger(number)).toBe(true);
    expect(known.get(number) ?? text).toBe(text);
    known.set(number, text);
    texts.add(text);
  }
  expect(known.size).toBe(texts.size);
});
