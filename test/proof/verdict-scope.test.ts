import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { sha256 } from "../../src/base/document/sealed.js";
import { packageRoot } from "../../src/base/package/root.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { type LoadedPolicy, loadPolicy } from "../../src/machine/policy/load.js";
import { builtInEmbeddings, builtInProofs } from "../../src/machine/proof/built-in-proofs.js";
import { embeddingFileName, proofFileName } from "../../src/machine/proof/file-name.js";
import { keepProof } from "../../src/machine/proof/kept-proofs.js";
import { shippedProofs } from "../../src/machine/proof/shipped-proofs.js";
import { knownScope, shippedEmbedding } from "../../src/machine/proof/verdict-scope.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-scope-"));
  vi.stubEnv("XDG_CACHE_HOME", folder);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

async function loaded(name: string): Promise<LoadedPolicy> {
  const result = await loadPolicy(name);
  if (result.kind !== "loaded") throw new Error(`${name} does not load`);
  return result.policy;
}

const generated = async (name: string): Promise<string> =>
  sha256(await readFile(join(packageRoot, "generated", "proofs", name), "utf8"));

test("the record is about the policies and scripts as they are: else `npm run proofs` writes it again", async () => {
  const { properties, embeddings } = await shippedProofs();
  const expected = [];
  for (const { policy, platform, property } of builtInProofs) {
    const { digest } = await loaded(policy);
    const script = await generated(proofFileName({ policy, platform, property }));
    expected.push({ policy, digest, platform, property, script });
  }
  expect(properties.map(({ obligations: _, ...rest }) => rest)).toEqual(expected);
  const contained = [];
  for (const [policy, chains] of Object.entries(builtInEmbeddings)) {
    for (const chain of chains) {
      const { digest } = await loaded(policy);
      const script = await generated(embeddingFileName(policy, chain));
      contained.push({ policy, digest, script, chain });
    }
  }
  expect(embeddings.map(({ obligations: _, ...rest }) => rest)).toEqual(contained);
});

const ideal = namedPlatform("ideal");
const stranded = { platform: ideal, property: "NoStranded", verdict: "holds" } as const;

test("what is recorded of a built-in policy is about every chain, and about nothing else", async () => {
  const none = await loaded("none");
  expect(await knownScope({ ...stranded, policy: none })).toEqual({
    scope: "every-chain",
    solvers: (await shippedProofs()).solvers,
  });
  // The same name, and another digest: its model, or it itself, is not what was proven.
  const changed = { ...none, digest: sha256("changed") };
  expect(await knownScope({ ...stranded, policy: changed })).toEqual({ scope: "machine" });
  const axes = readAxes(["touch=yes"]);
  expect(await knownScope({ ...stranded, policy: none, axes })).toEqual({ scope: "machine" });
  const bounded = { ...stranded, policy: none, verdict: "bounded" };
  expect(await knownScope(bounded)).toEqual({ scope: "machine" });
  expect(await shippedEmbedding(none, [1, 1])).not.toBeNull();
  expect(await shippedEmbedding(none, [1, 1, 1])).toBeNull();
  expect(await shippedEmbedding(changed, [1, 1])).toBeNull();
});

test("what `prove` has kept is about every chain, until the policy, the machine or the file is another", async () => {
  const file = join(packageRoot, "examples", "policies", "perf-2.6.36.ts");
  const policy = await loaded(file);
  const own = { ...stranded, policy };
  expect(await knownScope(own)).toEqual({ scope: "machine" });
  const proof = { script: "(check-sat)", obligations: 3, solvers: ["z3"] };
  await keepProof({ policy, platform: ideal }, "NoStranded", proof);
  expect(await knownScope(own)).toEqual({ scope: "every-chain", solvers: ["z3"] });
  // The chain and the number of ips are any; the platform is not.
  const longer = { ...own, platform: namedPlatform("ideal", [3, 1], 3) };
  expect((await knownScope(longer)).scope).toBe("every-chain");
  for (const other of [
    { ...own, platform: namedPlatform("sticky") },
    { ...own, property: "NoSpurious" },
    { ...own, policy: { ...policy, digest: sha256("changed") } },
    { ...own, policy: { ...policy, model: { ...policy.model, sha256: sha256("changed") } } },
  ]) {
    expect(await knownScope(other)).toEqual({ scope: "machine" });
  }
  const [kept = ""] = await readdir(join(folder, "nmicheck", "proofs"));
  const path = join(folder, "nmicheck", "proofs", kept);
  const text = await readFile(path, "utf8");
  await writeFile(path, text.replace('"z3"', '"z4"'));
  expect(await knownScope(own)).toEqual({ scope: "machine" });
});
