// Writes data/proofs.json: what the solvers that are here prove of the built-in policies. It asks for
// cvc5 beside the Z3 that comes with nmicheck: what is recorded, two programs have said.
import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { provenEmbeddings } from "../dist/src/analyses/prove/embeddings.js";
import { proveHeld } from "../dist/src/analyses/prove/prove.js";
import { sha256 } from "../dist/src/base/document/sealed.js";
import { npmZ3, solversOnPath } from "../dist/src/compiler/smt/solver/solvers.js";
import { namedPlatform } from "../dist/src/machine/configuration/platform.js";
import { loadPolicy } from "../dist/src/machine/policy/load.js";
import { builtInEmbeddings, builtInProofs } from "../dist/src/machine/proof/built-in-proofs.js";
import { PROOFS_SCHEMA } from "../dist/src/machine/proof/shipped-proofs.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const second = (await solversOnPath()).find(({ command }) => command === "cvc5");
if (second === undefined) throw new Error("cvc5 is not on PATH: nothing is recorded");
const solvers = [npmZ3, second];
const asked = { solvers, settings: { milliseconds: 20_000 } };

async function builtIn(name) {
  const loaded = await loadPolicy(name);
  if (loaded.kind !== "loaded") throw new Error(`${name} is not loaded`);
  return loaded.policy;
}

const held = [];
for (const { policy, platform, property } of builtInProofs) {
  const subject = { policy: await builtIn(policy), platform: namedPlatform(platform) };
  held.push({ subject, property });
}
const properties = (await proveHeld(held, asked)).map(
  ({ policy, platform, property, verdict, script }) => {
    const what = `${property} under ${policy.name} on ${platform.name}`;
    if (verdict.verdict !== "proven") throw new Error(`${what} is ${verdict.verdict}`);
    return {
      policy: policy.name,
      digest: policy.digest,
      platform: platform.name,
      property,
      script: sha256(script),
      obligations: verdict.obligations,
    };
  },
);

const subjects = [];
for (const [name, chains] of Object.entries(builtInEmbeddings)) {
  for (const chain of chains) {
    subjects.push({ policy: await builtIn(name), platform: namedPlatform("ideal", chain) });
  }
}
const proven = await provenEmbeddings(subjects, asked);
const embeddings = subjects.map((subject) => {
  const { policy, platform } = subject;
  const embedded = proven.of(subject);
  if (embedded === null) throw new Error(`${policy.name} on [${platform.chain}] is not proven`);
  return {
    policy: policy.name,
    digest: policy.digest,
    chain: platform.chain,
    script: sha256(embedded.script),
    obligations: embedded.obligations,
  };
});

const record = {
  schema: PROOFS_SCHEMA,
  solvers: solvers.map(({ name }) => name),
  properties,
  embeddings,
};
await writeFile(join(root, "data", "proofs.json"), `${JSON.stringify(record, null, 2)}\n`);
