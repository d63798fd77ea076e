import { type PolicyName, policies } from "../../../spec/policies/all.js";
import { proofScript } from "../../compiler/smt/obligations.js";
import { scriptText } from "../../compiler/smt/script.js";
import { namedPlatform } from "../configuration/platform.js";
import { builtInPolicyFile, compiledBuiltIn } from "../policy/compile-policy.js";
import { specialisedTo } from "../policy/specialised.js";
import { builtInEmbeddings, builtInProofs } from "../proof/built-in-proofs.js";
import { clauseFile } from "../proof/clauses.js";
import { plainWalkOf } from "../proof/containing-chains.js";
import { embeddingScript } from "../proof/embedding.js";
import { embeddingFileName, proofFileName } from "../proof/file-name.js";
import {
  type ClauseModel,
  compileClauses,
  proofModel,
  proofQuestion,
} from "../proof/proof-model.js";
import { modelRefused } from "./diagnostics.js";

/** The obligations of each proof about a built-in policy, and of its runs on longer chains, under names in the folder `proofs`. */
export function proofFiles(policy: PolicyName): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const compiled = new Map<string, ClauseModel>();
  for (const proof of builtInProofs.filter((candidate) => candidate.policy === policy)) {
    const clauses = clauseFile(proof.property);
    if (clauses === null) throw modelRefused(policy);
    const known = compiled.get(proof.property);
    const whole = known ?? compileClauses(builtInPolicyFile(policy), clauses);
    compiled.set(proof.property, whole);
    if (whole.kind === "refused") throw whole.diagnostics[0] ?? modelRefused(policy);
    const model = proofModel(whole, proof.property);
    if (model.kind === "other memory") throw modelRefused(policy);
    const question = proofQuestion(model, policy, namedPlatform(proof.platform), proof.property);
    files.set(`proofs/${proofFileName(proof)}`, scriptText(proofScript(question)));
  }
  const walk = plainWalkOf(policies[policy]);
  if (walk === null) throw modelRefused(policy);
  const model = specialisedTo(compiledBuiltIn(policy).whole, policy);
  for (const chain of builtInEmbeddings[policy]) {
    const text = scriptText(embeddingScript({ model, policy, walk, chain }));
    files.set(`proofs/${embeddingFileName(policy, chain)}`, text);
  }
  return files;
}
