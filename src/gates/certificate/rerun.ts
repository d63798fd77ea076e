import { check } from "../../analyses/check/check.js";
import { joinByKey } from "../../analyses/check/join.js";
import { subjectKey } from "../../analyses/check/question.js";
import type { CheckResult } from "../../analyses/check/result.js";
import { whyNotProven } from "../../analyses/prove/why-not.js";
import { differences } from "../../analyses/vacuity/differences.js";
import { type Measurement, measure } from "../../analyses/vacuity/measure.js";
import { npmZ3, solversOnPath } from "../../compiler/smt/solver/solvers.js";
import { isAnyStateProperty, isLivenessProperty } from "../../machine/model/property-names.js";
import type { LoadedPolicy } from "../../machine/policy/load.js";
import type { Subject } from "../../machine/subject.js";
import type { Certificate, CertifiedPlatform } from "./schema.js";
import { type Checked, checked, same, subjectsOf, type VerifySettings } from "./verify.js";

/** The most that a solver may take for one answer, in milliseconds. */
const MILLISECONDS = 10_000;

/** Proves for every chain again what the certificate says is proven so, by the solvers that are here. */
async function everywhere(
  { name, verdicts: certified }: CertifiedPlatform,
  subject: Subject,
  signal: AbortSignal | undefined,
): Promise<readonly Checked[]> {
  const held = certified.flatMap((verdict) =>
    verdict.verdict === "holds" &&
    verdict.everyChain !== undefined &&
    isAnyStateProperty(verdict.property)
      ? [{ subject, property: verdict.property }]
      : [],
  );
  if (held.length === 0) return [];
  // The compiler is loaded only where something was proven for every chain.
  const { proveHeld } = await import("../../analyses/prove/prove.js");
  const solvers = [npmZ3, ...(await solversOnPath())];
  const proofs = await proveHeld(held, {
    solvers,
    settings: { milliseconds: MILLISECONDS, signal },
  });
  return proofs.map(({ property, verdict }) =>
    checked(
      `${property} on ${name} for every chain`,
      verdict.verdict === "proven" ? null : `is not proven here: ${whyNotProven(verdict)}`,
    ),
  );
}

/**
 * Proves everything again, and compares verdicts, lengths, counts, coverage, and who has agreed on
 * them. Engines beside the one that every counterexample is played on are not asked again: told as a
 * circumstance.
 *
 * @throws the reason of `signal`
 */
export async function rerunCertificate(
  certificate: Certificate,
  policy: LoadedPolicy,
  { version, tools, signal }: VerifySettings,
): Promise<readonly Checked[]> {
  const subjects = subjectsOf(certificate, policy);
  const stoppable = signal === undefined ? {} : { signal };
  const { measured, unmeasured } = await measure(subjects, { tools, ...stoppable });
  const countOf = joinByKey(
    subjects.map(subjectKey),
    [...measured, ...unmeasured],
    ({ subject }) => subjectKey(subject),
    ({ subject }) => `what is reached on ${subject.platform.name}`,
  );
  const rows: Checked[] = [];
  for (const [index, platform] of certificate.platforms.entries()) {
    const subject = subjects[index];
    if (subject === undefined) continue;
    const now = countOf(subjectKey(subject));
    if (now.kind !== "one") {
      rows.push(checked(`states on ${platform.name}`, "were not counted once"));
      continue;
    }
    if ("bound" in now.answer) {
      rows.push(
        checked(`states on ${platform.name}`, `were not counted within ${now.answer.bound}`),
      );
      continue;
    }
    rows.push(
      ...counts(platform, now.answer, tools?.jar.sha256 === (certificate.depends.jar ?? undefined)),
    );
    const asked = platform.verdicts.map(({ property }) => property);
    const { results } = await check(
      {
        subjects: [subject],
        properties: asked.filter(isAnyStateProperty),
        liveness: asked.filter(isLivenessProperty),
        version,
        ...stoppable,
      },
      {
        ...(tools === null ? { checker: "explorer" } : { checker: "tlc", tlcJar: tools.jar.path }),
        out: null,
      },
      {},
    );
    rows.push(...verdicts(platform, results));
    rows.push(...(await everywhere(platform, subject, signal)));
  }
  return rows;
}

/** @param isSameJar another TLC may have another opinion of how probable a collision was */
function counts(
  platform: CertifiedPlatform,
  now: Measurement,
  isSameJar: boolean,
): readonly Checked[] {
  const on = `on ${platform.name}`;
  const { reached, unreached, tlc } = now;
  const { states, diameter, coverage, agreed, collisionProbability } = platform;
  const text = (value: unknown): string => JSON.stringify(value);
  const counted = tlc?.kind === "counted" ? tlc.coverage : null;
  return [
    same(
      `states ${on}`,
      text([reached.distinct, reached.generated, reached.depth]),
      text([states.distinct, states.generated, diameter]),
    ),
    same(
      `coverage ${on}`,
      text([
        [...reached.actions],
        [...reached.preconditions],
        reached.calls.length,
        unreached.map(({ name }) => name),
      ]),
      text([
        Object.entries(coverage.actions),
        Object.entries(coverage.preconditions),
        coverage.policyCalls,
        coverage.unreached,
      ]),
    ),
    ...(tlc === null ? [] : [checked(`count by TLC ${on}`, problemOf(now))]),
    same(
      `collision probability ${on}`,
      text(counted?.collisionProbability ?? null),
      text(collisionProbability),
      !isSameJar,
    ),
    same(`witnesses ${on}`, witnesses(tlc !== null).join(", "), agreed.join(", ")),
  ];
}

/** Who comes to the counts of a platform: the typed model executed, the compiled one, and TLC. */
export function witnesses(isByTlc: boolean): readonly string[] {
  return ["typed model", "embedded explorer", ...(isByTlc ? ["TLC"] : [])];
}

/** Where TLC counts otherwise than the explorer does here; null if it does not. */
function problemOf({ reached, tlc }: Measurement): string | null {
  if (tlc === null) return null;
  switch (tlc.kind) {
    case "counted": {
      const [first] = differences(reached, tlc.coverage);
      return first === undefined ? null : `differs: ${first}`;
    }
    case "failed":
      return `failed: ${tlc.diagnostic.message}`;
    case "bounded":
      return `did not end within ${tlc.seconds} seconds`;
    case "other":
      return `ended with ${tlc.what}`;
  }
}

function verdicts(
  platform: CertifiedPlatform,
  results: readonly CheckResult[],
): readonly Checked[] {
  return platform.verdicts.flatMap((verdict) => {
    const on = `${verdict.property} on ${platform.name}`;
    const result = results.find(({ property }) => property === verdict.property);
    // Of behaviours that never end nobody promises the shortest: another one is as good.
    const violated = (events: number): string =>
      isLivenessProperty(verdict.property) ? "violated" : `violated by ${events} events`;
    const found =
      result?.verdict.verdict === "violated"
        ? violated(result.verdict.trace.events.length)
        : (result?.verdict.verdict ?? "unanswered");
    if (verdict.verdict === "holds") return [same(on, found, "holds")];
    const asked = result?.replayedOn ?? [];
    const unasked = verdict.replayedOn.filter((name) => !asked.includes(name));
    return [
      same(on, found, violated(verdict.events.length)),
      checked(
        `engines of ${on}`,
        unasked.length === 0 ? null : `were not asked again: ${unasked.join(", ")}`,
        true,
      ),
    ];
  });
}
