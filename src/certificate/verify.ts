import { executeLines } from "../behaviour/event-lines.js";
import { check } from "../check/check.js";
import { isInvariantResult, type Subject } from "../check/result.js";
import type { TlcTools } from "../check/tlc-conclusions.js";
import { namedPlatform } from "../configuration/platform.js";
import type { LoadedPolicy } from "../policy/load.js";
import { measure } from "../vacuity/measure.js";
import { buildDigest } from "./build-digest.js";
import { dependsOn } from "./depends.js";
import { keyOf, questionOf } from "./key.js";
import type { Certificate, CertifiedPlatform } from "./schema.js";

/** One thing that was looked at. */
export interface Checked {
  readonly what: string;
  /** Null if it is as the certificate says. */
  readonly problem: string | null;
  /** Whether a problem only says that it was made elsewhere: with another jar, another Java. */
  readonly isCircumstance: boolean;
}

/** With what to verify. */
export interface VerifySettings {
  readonly version: string;
  /** The TLC that is here; null where there is none, or for a certificate of the explorer. */
  readonly tools: TlcTools | null;
  readonly signal?: AbortSignal;
}

function checked(what: string, problem: string | null, isCircumstance = false): Checked {
  return { what, problem, isCircumstance };
}

function same(what: string, here: string, there: string, isCircumstance = false): Checked {
  return checked(
    what,
    here === there ? null : `is ${here} here, and ${there} in the certificate`,
    isCircumstance,
  );
}

/** The subjects of a certificate, under the policy that it is of. */
function subjectsOf(
  { platforms, chain, rips }: Certificate,
  policy: LoadedPolicy,
): readonly Subject[] {
  return platforms.map(({ name }) => ({ policy, platform: namedPlatform(name, chain, rips) }));
}

/**
 * Recomputes every hash of a certificate from the policy as it is here, and executes every
 * counterexample on the typed model. What has to do with the proof itself is an error; another jar
 * or Java is told as a circumstance.
 */
export async function verifyCertificate(
  certificate: Certificate,
  policy: LoadedPolicy,
  { version, tools }: VerifySettings,
): Promise<readonly Checked[]> {
  const { depends } = certificate;
  const subjects = subjectsOf(certificate, policy);
  const here = await dependsOn(subjects, { version, tools, engines: depends.engines });
  const key = keyOf(questionOf(certificate), depends);
  const jar = tools?.jar.sha256 ?? "not there";
  const java = here.java === null ? "not there" : String(here.java);
  return [
    checked("key", key === certificate.key ? null : "is not that of what the certificate says"),
    same("nmicheck", version, depends.nmicheck),
    same("programs of nmicheck", buildDigest(), depends.build, true),
    same("model (IR)", here.ir, depends.ir),
    same("TLA+", here.tla, depends.tla),
    ...certificate.platforms.map(({ name }) =>
      same(
        `configuration ${name}`,
        here.configurations[name] ?? "not there",
        depends.configurations[name] ?? "not there",
      ),
    ),
    ...(depends.jar === null ? [] : [same("jar of TLC", jar, depends.jar, true)]),
    ...(depends.java === null ? [] : [same("Java", java, String(depends.java), true)]),
    ...certificate.platforms.flatMap((platform) => counterexamples(platform, subjects, version)),
  ];
}

function counterexamples(
  { name, verdicts }: CertifiedPlatform,
  subjects: readonly Subject[],
  version: string,
): readonly Checked[] {
  const subject = subjects.find(({ platform }) => platform.name === name);
  if (subject === undefined) return [];
  return verdicts.flatMap((verdict) => {
    if (verdict.verdict !== "violated") return [];
    const executed = executeLines(verdict.events, subject, verdict.property, version);
    return [
      checked(
        `counterexample of ${verdict.property} on ${name}`,
        executed.kind === "violates" ? null : `is none: ${executed.reason}`,
      ),
    ];
  });
}

/**
 * Proves everything again, and compares verdicts, lengths, counts and coverage.
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
  const rows: Checked[] = unmeasured.map(({ subject, bound }) =>
    checked(`states on ${subject.platform.name}`, `were not counted within ${bound}`),
  );
  for (const [index, platform] of certificate.platforms.entries()) {
    const subject = subjects[index];
    const now = measured.find((one) => one.subject === subject);
    if (subject === undefined || now === undefined) continue;
    const on = `on ${platform.name}`;
    const { reached, unreached, tlc } = now;
    const text = (value: unknown): string => JSON.stringify(value);
    rows.push(
      same(
        `states ${on}`,
        text([reached.distinct, reached.generated, reached.depth]),
        text([platform.states.distinct, platform.states.generated, platform.diameter]),
      ),
      same(
        `coverage ${on}`,
        text([[...reached.actions], [...reached.preconditions], unreached.map(({ name }) => name)]),
        text([
          Object.entries(platform.coverage.actions),
          Object.entries(platform.coverage.preconditions),
          platform.coverage.unreached,
        ]),
      ),
    );
    if (tlc !== null) {
      const counted = tlc.kind === "counted" ? String(tlc.coverage.distinct) : tlc.kind;
      rows.push(same(`states by TLC ${on}`, counted, String(platform.states.distinct)));
    }
    const { results } = await check(
      {
        subjects: [subject],
        properties: platform.verdicts.map(({ property }) => property),
        version,
        ...stoppable,
      },
      tools === null ? { checker: "explorer" } : { checker: "tlc", tlcJar: tools.jar.path },
      {},
    );
    for (const verdict of platform.verdicts) {
      const result = results
        .filter(isInvariantResult)
        .find(({ property }) => property === verdict.property);
      const found =
        result?.verdict.verdict === "violated"
          ? `violated by ${result.verdict.trace.events.length} events`
          : (result?.verdict.verdict ?? "unanswered");
      const there =
        verdict.verdict === "violated"
          ? `violated by ${verdict.events.length} events`
          : verdict.verdict;
      rows.push(same(`${verdict.property} ${on}`, found, there));
    }
  }
  return rows;
}
