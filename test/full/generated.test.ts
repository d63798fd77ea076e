import { expect, test } from "vitest";
import { policyNames } from "../../spec/policies/all.js";
import { builtInPolicyFile, compilePolicy } from "../../src/machine/policy/compile-policy.js";
import { compiledModule } from "../../src/machine/policy/module.js";

/** `npm test` compares what one process compiles with what another has committed. */
test.each(policyNames)("%s compiles to the same bytes twice in one process", (name) => {
  const texts = [1, 2].map(() => {
    const result = compilePolicy(builtInPolicyFile(name));
    if (result.kind === "refused") throw result.diagnostics[0] ?? new Error("refused");
    return compiledModule(result.policy).module.text;
  });
  expect(texts[1]).toBe(texts[0]);
});
