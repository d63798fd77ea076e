import { expect, expectTypeOf, test } from "vitest";
import {
  check,
  Diagnostic,
  type Failure,
  type NmiAnyProperty,
  type PolicySource,
  type PropertyResult,
  type ReplayResult,
  replay,
  type Trace,
} from "../../src/index.js";
import { once } from "./policies/once.js";

/** `npm run types` reads this file: the types are checked there, and the calls are never made. */
test("the types say what check takes and returns", () => {
  expectTypeOf(check).returns.resolves.toEqualTypeOf<readonly PropertyResult[]>();
  expectTypeOf(check).toBeCallableWith();
  expectTypeOf(check).toBeCallableWith({ policies: ["mainline", new URL("file:///x.ts"), once] });
  expectTypeOf(check).toBeCallableWith({ chain: [2, 1], platforms: ["sticky+shadow"] });
  expectTypeOf(check).toBeCallableWith({ properties: ["NoSpurious", "EveryEventHandled"] });
  // @ts-expect-error: there is no such property
  expectTypeOf(check).toBeCallableWith({ properties: ["NoSuchThing"] });
  // @ts-expect-error: there is no such platform
  expectTypeOf(check).toBeCallableWith({ platforms: ["perfect"] });
  // @ts-expect-error: that is no policy
  expectTypeOf(check).toBeCallableWith({ policies: [{ initial: 1 }] });
  expect(check).toBeTypeOf("function");
});

test("a verdict is told from the others by its name alone", () => {
  expectTypeOf<PropertyResult["verdict"]>().toEqualTypeOf<
    "holds" | "violated" | "bounded" | "failed"
  >();
  expectTypeOf<PropertyResult["property"]>().toEqualTypeOf<NmiAnyProperty>();
  expectTypeOf<Extract<PropertyResult, { verdict: "violated" }>["trace"]>().toEqualTypeOf<Trace>();
  expectTypeOf<
    Extract<PropertyResult, { verdict: "failed" }>["failure"]
  >().toEqualTypeOf<Failure>();
  expectTypeOf<Extract<PropertyResult, { verdict: "bounded" }>["bound"]>().toBeString();
  // What holds has no trace.
  expectTypeOf<Extract<PropertyResult, { verdict: "holds" }>>().not.toHaveProperty("trace");
  expectTypeOf(once).toExtend<PolicySource>();
  expect(once).toHaveProperty("finish");
});

test("the types say what replay takes and returns", () => {
  expectTypeOf(replay).returns.resolves.toEqualTypeOf<readonly ReplayResult[]>();
  expectTypeOf(replay).parameter(0).items.toEqualTypeOf<string | Trace>();
  expectTypeOf<ReplayResult["verdict"]>().toEqualTypeOf<
    "agrees" | "diverges" | "unsupported" | "failed"
  >();
  expectTypeOf(Diagnostic).instance.toHaveProperty("code").toBeString();
  expectTypeOf(Diagnostic).instance.toHaveProperty("blame").toEqualTypeOf<"user" | "tool">();
  expect(replay).toBeTypeOf("function");
});
