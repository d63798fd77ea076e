import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type AtlasDocument, atlasDocumentSchema } from "../analyses/atlas/document.js";
import { packageRoot } from "../base/package/root.js";
import { everyStateProperty, type NmiProperty } from "../machine/model/property-names.js";
import { propertyText } from "../machine/trace/property-text.js";
import { commandText } from "./command-text.js";
import { noAtlas } from "./diagnostics.js";
import type { ReportAtlas } from "./document.js";

/** The survey that comes with nmicheck: a long campaign makes it again and compares it. */
const OWN_ATLAS = join(packageRoot, "data", "atlas.json");

/** What each property of the full model demands; the last three are its own. */
const meanings: Readonly<Record<NmiProperty, string>> = {
  ...propertyText,
  NoHidden: "no unknown edge is claimed by a handler that only claims whatever comes",
  NoNeedlessPanic: "no machine crashes for an unknown NMI that there was not",
  NoForgottenSource: "no source that the kernel could ask waits for an NMI that nobody will send",
};

/**
 * A survey of the machines with axes, as a report tells it.
 *
 * @param file what `nmicheck atlas --out FOLDER` wrote; null for the survey that comes with nmicheck
 * @throws Diagnostic `report/no-atlas` when the file cannot be read or holds something else
 */
export async function readAtlas(file: string | null): Promise<ReportAtlas> {
  const path = file ?? OWN_ATLAS;
  let parsed: ReturnType<typeof atlasDocumentSchema.safeParse>;
  try {
    parsed = atlasDocumentSchema.safeParse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    throw noAtlas(path, error instanceof Error ? error.message : String(error));
  }
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw noAtlas(path, `at ${issue?.path.join(".") ?? "its top"}: ${issue?.message ?? "invalid"}`);
  }
  return reportAtlas(parsed.data);
}

type Change = AtlasDocument["conclusions"][number]["changes"][number];

/** The survey with each name written once: a tenth of the text. */
export function reportAtlas({ chain, rips, machines, conclusions }: AtlasDocument): ReportAtlas {
  const features = [...new Set(machines.flatMap((machine) => machine.features))];
  const surveyed = everyStateProperty.filter((name) =>
    machines.every(({ findings }) => findings.some(({ property }) => property === name)),
  );
  const change = ({ features: names, events = [], ...rest }: Change) => {
    return { features: names, length: lengthOf(rest), events };
  };
  return {
    command: commandText(["atlas", "--chain", chain.join(","), "--ips", String(rips)]),
    chain,
    rips,
    properties: surveyed.map((name) => ({ name, meaning: meanings[name] })),
    features,
    policies: [...new Set(machines.map(({ policy }) => policy))].map((policy) => ({
      policy,
      machines: machines
        .filter((machine) => machine.policy === policy)
        .map(({ features: names, states, findings }) => [
          names.map((name) => features.indexOf(name)),
          states,
          surveyed.map((name) => {
            const finding = findings.find(({ property }) => property === name);
            return finding === undefined ? 0 : lengthOf(finding);
          }),
        ]),
    })),
    conclusions: conclusions.map(({ policy, property, bare, length, changes, shorter }) => ({
      policy,
      property,
      length: lengthOf({ verdict: bare, length }),
      changes: changes.map(change),
      ...(shorter === undefined ? {} : { shorter: change(shorter) }),
    })),
  };
}

/** The states of a shortest counterexample; 0 where there is none. */
function lengthOf({
  verdict,
  length,
}: {
  readonly verdict: "holds" | "violated";
  readonly length?: number | undefined;
}): number {
  return verdict === "holds" ? 0 : (length ?? 0);
}
