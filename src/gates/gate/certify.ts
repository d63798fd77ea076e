import { joinByKey } from "../../analyses/check/join.js";
import { subjectKey } from "../../analyses/check/question.js";
import type { Checker } from "../../analyses/check/result.js";
import type { Measurement } from "../../analyses/vacuity/measure.js";
import { advisoryDocuments } from "../../checkers/advisory/document.js";
import { axesPart } from "../../machine/configuration/axes-record.js";
import { keyOf, type Question } from "../certificate/key.js";
import { witnesses } from "../certificate/rerun.js";
import {
  CERTIFICATE_SCHEMA,
  type Certificate,
  type CertifiedProof,
  type Depends,
} from "../certificate/schema.js";
import type { Answer } from "./answer.js";
import { answersTo } from "./answers-to.js";
import type { Prepared } from "./prepare.js";
import type { Proof } from "./prove.js";

/** What a gate asks for, as a certificate has it. */
export function questionOf({ policy, gate, asked }: Prepared): Question {
  return {
    policy: { name: policy.name, builtIn: policy.origin.kind === "builtIn" },
    chain: gate.chain,
    rips: gate.rips,
    ...axesPart(gate.axes),
    ...(gate.scope === "machine" ? {} : { scope: gate.scope }),
    asked: Object.fromEntries(
      asked.map(({ subject, properties }) => [subject.platform.name, properties]),
    ),
  };
}

/** The certificate of a proof; null where a verdict or a count is missing. */
export function certificateOf(
  prepared: Prepared,
  depends: Depends,
  proof: Proof,
): Omit<Certificate, "sha256"> | null {
  const question = questionOf(prepared);
  const platforms: Certificate["platforms"][number][] = [];
  const answerTo = answersTo(prepared, proof.answers);
  const countOf = joinByKey(
    prepared.asked.map(({ subject }) => subjectKey(subject)),
    proof.measured,
    (one) => subjectKey(one.subject),
    (one) => `what is reached on ${one.subject.platform.name}`,
  );
  for (const { subject, properties } of prepared.asked) {
    const measured = countOf(subjectKey(subject));
    const verdicts = properties.flatMap((property) => {
      const joined = answerTo(subject.platform.name, property);
      return joined.kind === "one" ? certified(joined.answer) : [];
    });
    if (measured.kind !== "one" || verdicts.length < properties.length) return null;
    const counted = countsOf(measured.answer);
    if (counted === null) return null;
    platforms.push({ name: subject.platform.name, ...counted, verdicts });
  }
  const { policy, chain, rips, axes, scope } = question;
  const [first, ...rest] = chain;
  if (first === undefined) return null;
  return {
    schema: CERTIFICATE_SCHEMA,
    key: keyOf(question, depends),
    policy,
    chain: [first, ...rest],
    rips,
    ...(axes === undefined ? {} : { axes }),
    ...(scope === undefined ? {} : { scope }),
    depends,
    platforms,
    ...(depends.checker === "tlc" ? { advisories: advisoryDocuments() } : {}),
  };
}

type CertifiedPlatform = Certificate["platforms"][number];

function certified({
  property,
  verdict,
}: Answer): readonly CertifiedPlatform["verdicts"][number][] {
  switch (verdict.kind) {
    case "holds": {
      const { everyChain } = verdict;
      if (everyChain === null) return [{ property, verdict: "holds" }];
      // What should be proven and is not is not certified either.
      if (everyChain.kind === "not proven") return [];
      const { obligations, clauses, solvers } = everyChain;
      return [{ property, verdict: "holds", everyChain: { obligations, clauses, solvers } }];
    }
    case "violated": {
      const { because, events, replayedOn } = verdict;
      return [{ property, verdict: "violated", because, events, replayedOn }];
    }
    default:
      return [];
  }
}

function countsOf({
  reached,
  unreached,
  tlc,
}: Measurement): Omit<CertifiedPlatform, "name" | "verdicts"> | null {
  if (tlc !== null && tlc.kind !== "counted") return null;
  const { distinct, generated, depth, actions, preconditions, calls } = reached;
  return {
    states: { distinct, generated },
    diameter: depth,
    collisionProbability: tlc?.coverage.collisionProbability ?? null,
    coverage: {
      actions: Object.fromEntries(actions),
      preconditions: Object.fromEntries(preconditions),
      policyCalls: calls.length,
      unreached: unreached.map(({ name }) => name),
    },
    agreed: [...witnesses(tlc !== null)],
  };
}

function provenIn({ everyChain }: { readonly everyChain?: CertifiedProof | undefined }) {
  return everyChain === undefined ? null : ({ kind: "proven", ...everyChain } as const);
}

/** The answers that a certificate holds. */
export function answersFrom(certificate: Certificate, checker: Checker): readonly Answer[] {
  const isCertified = checker.name === "tlc" && checker.jarVerified;
  return certificate.platforms.flatMap(
    ({ name, states, diameter, collisionProbability, verdicts }) =>
      verdicts.map(
        (verdict): Answer => ({
          platform: name,
          property: verdict.property,
          verdict:
            verdict.verdict === "holds"
              ? { kind: "holds", everyChain: provenIn(verdict) }
              : {
                  kind: "violated",
                  events: verdict.events,
                  because: verdict.because,
                  replayedOn: verdict.replayedOn,
                },
          certified: isCertified,
          states,
          depth: diameter,
          collisionProbability,
          seconds: 0,
        }),
      ),
  );
}
