import type { z } from "zod";
import type { CheckChoices } from "../analyses/check/check.js";
import { chooseTools } from "../analyses/check/check.js";
import { canonicalJson, sha256 } from "../base/document/sealed.js";
import type { KeptKind } from "../base/kept/kept-answer.js";
import { engineDigests } from "../engines/identity.js";
import { axesKey } from "../machine/configuration/named-axes.js";
import type { AddedTrace, ReportRequest } from "./collect.js";
import { policyWord } from "./command-text.js";
import { reportSchema } from "./document.js";

/** Reports that came out as expected, whole, by when they were made. */
export const keptReports: KeptKind<z.infer<typeof reportSchema>> = {
  name: "reports",
  schema: reportSchema,
};

/** All that a report depends on. */
export interface ReportInputs
  extends Pick<ReportRequest, "subjects" | "properties" | "find" | "limits" | "atlas" | "engines"> {
  readonly added: readonly AddedTrace[];
  readonly checker: Pick<CheckChoices, "checker" | "tlcJar">;
  /** What bounds the checkers, and what they leave out. */
  readonly bounds: object;
}

/**
 * What a report is the answer to, as plain data: policies, traces and tools by their digests. Null
 * where an engine cannot be known without starting it: its report is made each time.
 *
 * @throws TlcFault when TLC was asked for and is missing; diagnostics of building an engine
 */
export async function reportQuestion(
  inputs: ReportInputs,
  signal?: AbortSignal,
): Promise<object | null> {
  const engines = await engineDigests(
    (inputs.engines ?? []).map((name) => [name, { kind: "name", name }]),
    signal === undefined ? {} : { signal },
  );
  if (engines === null) return null;
  const tools = await chooseTools(inputs.checker, {});
  const { subjects, properties, find, limits, atlas, added, bounds } = inputs;
  return {
    subjects: subjects.map(({ policy, platform, axes }) => [
      [policyWord(policy), policy.digest],
      platform,
      axes === undefined ? null : axesKey(axes),
    ]),
    properties,
    checker: tools === null ? "explorer" : [tools.jar.sha256, tools.java.version],
    bounds,
    find,
    limits,
    atlas: atlas === null ? null : sha256(canonicalJson(atlas)),
    engines: inputs.engines === null ? null : [inputs.engines, engines],
    added: added.map(({ file, trace }) => [file, sha256(canonicalJson(trace))]),
  };
}
