import { z } from "zod";
import { policyNames } from "../../../spec/policies/all.js";
import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { errorCode } from "../../base/diagnostic/system-error.js";
import type { DocumentKind } from "../../base/document/diagnostics.js";
import { parseDocument, readDocumentText } from "../../base/document/read.js";
import { sealedText } from "../../base/document/sealed.js";
import { platformNames } from "../../machine/configuration/platform.js";
import { faultReason } from "./diagnostic-reason.js";
import { makePinsFolder, pinFile, UPDATE_PINS, writePinText } from "./pin-file.js";
import { type Reason, reason } from "./reason.js";
import { engineName } from "./replay.js";
import type { ConformanceGate } from "./schema.js";

/** The name and version of what is pinned of an engine's conformance. */
const SCHEMA = "nmicheck.conformance-pins/1";

const kind: DocumentKind = {
  noun: "file of pins",
  schema: SCHEMA,
  remedy: "`nmicheck gate --update` writes it anew; look at the difference before you commit it.",
};

const pinsSchema = z.strictObject({
  schema: z.literal(SCHEMA),
  gate: z.string(),
  engine: z.string().max(1000),
  policies: z.array(z.enum(policyNames)).readonly(),
  platforms: z.array(z.enum(platformNames)).readonly(),
  chains: z.array(z.array(z.int()).readonly()).readonly(),
  rips: z.array(z.int()).readonly(),
  sha256: z.string(),
});

/** What an engine was checked against: all that a config asks of it. */
type ConformancePins = Omit<z.infer<typeof pinsSchema>, "schema" | "sha256">;

function pinsOf(gate: ConformanceGate): ConformancePins {
  const { name, policies, platforms, chains, rips } = gate;
  return { gate: name, engine: engineName(gate.engine), policies, platforms, chains, rips };
}

/**
 * Why what is asked of an engine is not what is pinned: so that no engine, policy or platform is
 * dropped in silence.
 */
export async function conformancePinReasons(
  folder: string,
  gate: ConformanceGate,
): Promise<readonly Reason[]> {
  const file = pinFile(folder, gate.name);
  let pins: ConformancePins;
  try {
    pins = parseDocument(await readDocumentText(file, kind), file, kind, pinsSchema);
  } catch (error) {
    if (!(error instanceof Diagnostic)) throw error;
    return errorCode(error) === "document/no-file"
      ? [reason("pin-missing", "the gate has no pins yet.", { details: [UPDATE_PINS] })]
      : [{ ...faultReason(error, "pin-malformed"), blame: null }];
  }
  const asked = pinsOf(gate);
  return [
    ...(pins.engine === asked.engine
      ? []
      : [
          reason(
            "pin-differs",
            `the pins are of the engine ${pins.engine}, and the config names ${asked.engine}.`,
            { details: [UPDATE_PINS] },
          ),
        ]),
    ...partsOf(pins)
      .filter((part) => !partsOf(asked).includes(part))
      .map((part) =>
        reason(
          "gate-dropped",
          `${part} is pinned, but the config does not hold the engine against it any more.`,
          { details: ["if that is right, `nmicheck gate --update` removes the pin."] },
        ),
      ),
    ...partsOf(asked)
      .filter((part) => !partsOf(pins).includes(part))
      .map((part) =>
        reason("pin-missing", `${part} is not among the gate's pins.`, { details: [UPDATE_PINS] }),
      ),
  ];
}

function partsOf({ policies, platforms, chains, rips }: ConformancePins): readonly string[] {
  return [
    ...policies.map((name) => `the policy ${name}`),
    ...platforms.map((name) => `the platform ${name}`),
    ...chains.map((chain) => `the chain [${chain.join(",")}]`),
    ...rips.map((count) => `${count} ${count === 1 ? "ip" : "ips"}`),
  ];
}

/**
 * Pins what is asked of an engine, where something else is pinned; gives the file if it was written.
 *
 * @throws Diagnostic `gate/unwritable`, `out/…`
 */
export async function updateConformancePins(
  folder: string,
  gate: ConformanceGate,
): Promise<string | null> {
  if ((await conformancePinReasons(folder, gate)).length === 0) return null;
  const file = pinFile(folder, gate.name);
  await makePinsFolder(folder);
  await writePinText(file, sealedText({ schema: SCHEMA, ...pinsOf(gate) }));
  return file;
}
