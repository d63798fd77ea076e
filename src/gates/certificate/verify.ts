import { causeOf, executeLines } from "../../analyses/behaviour/event-lines.js";
import type { TlcTools } from "../../analyses/check/tlc-conclusions.js";
import { buildDigest } from "../../base/package/build-digest.js";
import { axesOfRecord } from "../../machine/configuration/axes-record.js";
import { namedPlatform } from "../../machine/configuration/platform.js";
import type { LoadedPolicy } from "../../machine/policy/load.js";
import type { Subject } from "../../machine/subject.js";
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
  /** The digests of the engines of the certificate as they are here; null for one that is not. */
  readonly engines: Readonly<Record<string, string | null>>;
  readonly signal?: AbortSignal;
}

/** Something that was looked at. */
export function checked(what: string, problem: string | null, isCircumstance = false): Checked {
  return { what, problem, isCircumstance };
}

/** Whether something is here what it is in the certificate. */
export function same(what: string, here: string, there: string, isCircumstance = false): Checked {
  return checked(
    what,
    here === there ? null : `is ${here} here, and ${there} in the certificate`,
    isCircumstance,
  );
}

/** The subjects of a certificate, under the policy that it is of. */
export function subjectsOf(
  { platforms, chain, rips, axes: record }: Certificate,
  policy: LoadedPolicy,
): readonly Subject[] {
  const axes = axesOfRecord(record);
  return platforms.map(({ name }): Subject => {
    const subject = { policy, platform: namedPlatform(name, chain, rips) };
    return axes === undefined ? subject : { ...subject, axes };
  });
}

/**
 * Recomputes every hash of a certificate from the policy as it is here, and executes every
 * counterexample on the typed model. What has to do with the proof itself is an error; another jar,
 * Java or engine is told as a circumstance.
 */
export async function verifyCertificate(
  certificate: Certificate,
  policy: LoadedPolicy,
  { version, tools, engines }: VerifySettings,
): Promise<readonly Checked[]> {
  const { depends } = certificate;
  const subjects = subjectsOf(certificate, policy);
  const asked = subjects.map((subject, index) => ({
    subject,
    properties: (certificate.platforms[index]?.verdicts ?? []).map(({ property }) => property),
  }));
  const here = await dependsOn(asked, { version, tools, engines: depends.engines });
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
    ...Object.entries(depends.engines).map(([name, digest]) =>
      same(`engine ${name}`, engines[name] ?? "not there", digest, true),
    ),
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
    const what = `counterexample of ${verdict.property} on ${name}`;
    if (executed.kind !== "violates") return [checked(what, `is none: ${executed.reason}`)];
    const cause = causeOf(executed.trace);
    return [
      checked(
        what,
        cause === verdict.because
          ? null
          : `violates it since ${cause}, not since ${verdict.because}`,
      ),
    ];
  });
}
