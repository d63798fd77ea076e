import { canonicalJson, sha256 } from "../../base/document/sealed.js";
import type { AxesRecord } from "../../machine/configuration/axes-record.js";
import type { Certificate, Depends } from "./schema.js";

/** What a certificate is asked for. */
export interface Question {
  readonly policy: Certificate["policy"];
  readonly chain: readonly number[];
  readonly rips: number;
  /** The values of the axes that are not off; undefined for the core. */
  readonly axes?: AxesRecord | undefined;
  /** Undefined where the verdict is about this machine alone. */
  readonly scope?: "every-chain" | undefined;
  /** The properties asked on each platform. */
  readonly asked: Readonly<Record<string, readonly string[]>>;
}

/** The key of a certificate: who asks the same under the same circumstances has the same. */
export function keyOf(question: Question, depends: Depends): string {
  const { policy, chain, rips, axes, scope, asked } = question;
  const machine = {
    ...(axes === undefined ? {} : { axes }),
    ...(scope === undefined ? {} : { scope }),
  };
  return sha256(canonicalJson({ policy, chain, rips, ...machine, asked, depends }));
}

/** What `certificate` was asked for. */
export function questionOf(certificate: Certificate): Question {
  const { policy, chain, rips, axes, scope, platforms } = certificate;
  return {
    policy,
    chain,
    rips,
    axes,
    scope,
    asked: Object.fromEntries(
      platforms.map(({ name, verdicts }) => [name, verdicts.map(({ property }) => property)]),
    ),
  };
}
