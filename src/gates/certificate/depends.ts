import type { TlcTools } from "../../analyses/check/tlc-conclusions.js";
import { canonicalJson, sha256 } from "../../base/document/sealed.js";
import { buildDigest } from "../../base/package/build-digest.js";
import { majorVersion } from "../../checkers/tlc/java.js";
import { fairnessOf } from "../../compiler/ir/model.js";
import { printConfiguration } from "../../compiler/tla/configuration.js";
import { configurationTitle } from "../../machine/generate/configuration-title.js";
import {
  isAnyStateProperty,
  isLivenessProperty,
  type NmiAnyProperty,
  type NmiProperty,
} from "../../machine/model/property-names.js";
import type { Subject } from "../../machine/subject.js";
import { compiledOf, constantsOf } from "../../machine/subject.js";
import type { Depends } from "./schema.js";

/** What does not depend on the model. */
export interface Circumstances {
  readonly version: string;
  /** Null where the explorer gives the verdicts. */
  readonly tools: TlcTools | null;
  /** The digest of each engine, by its name. */
  readonly engines: Readonly<Record<string, string>>;
}

/** What is asked on one platform. */
export interface AskedSubject {
  readonly subject: Subject;
  readonly properties: readonly NmiAnyProperty[];
}

/**
 * Everything that the verdicts of `asked` depend on: one policy, on some platforms with the same axes.
 *
 * @throws Diagnostic of the compiler
 */
export async function dependsOn(
  asked: readonly AskedSubject[],
  { version, tools, engines }: Circumstances,
): Promise<Depends> {
  const [first] = asked;
  if (first === undefined) throw new TypeError("no subject");
  const { model, module, liveness, name } = await compiledOf(
    first.subject,
    statePropertiesOf(asked),
  );
  const { places: _, ...ir } = model;
  const invariants = model.invariants.map((invariant) => invariant.name);
  return {
    nmicheck: version,
    build: buildDigest(),
    checker: tools === null ? "explorer" : "tlc",
    jar: tools?.jar.sha256 ?? null,
    java: tools === null ? null : majorVersion(tools.java.version),
    ir: sha256(canonicalJson(ir)),
    tla: sha256(module.text),
    configurations: Object.fromEntries(
      asked.map(({ subject: { platform, axes }, properties }) => {
        const title = configurationTitle(name, platform, axes?.names);
        const constants = constantsOf({ platform, axes });
        const checked = { kind: "invariants", names: invariants } as const;
        const inTheEnd = properties.filter(isLivenessProperty).map((property) => ({
          kind: "liveness" as const,
          fairness: fairnessOf(model, property),
          properties: [property],
        }));
        const printed = [
          printConfiguration(model, module, constants, checked, title),
          ...inTheEnd.map((one) => printConfiguration(model, liveness, constants, one, title)),
        ];
        const texts = [
          ...printed.flatMap((one) => [one.module, one.cfg]),
          ...(inTheEnd.length === 0 ? [] : [liveness.text]),
        ];
        return [platform.name, sha256(texts.join("\0"))];
      }),
    ),
    engines,
  };
}

/** Everything that is asked of every state, so that the module has it on every machine. */
function statePropertiesOf(asked: readonly AskedSubject[]): readonly NmiProperty[] {
  const properties = asked.flatMap((one) => one.properties.filter(isAnyStateProperty));
  return [...new Set(properties)].sort();
}
