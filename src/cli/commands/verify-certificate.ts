import { resolve } from "node:path";
import { policyNames } from "../../../spec/policies/all.js";
import { chooseTools } from "../../analyses/check/check.js";
import { namedPolicy } from "../../analyses/learn/named-policy.js";
import { readDocumentText } from "../../base/document/read.js";
import { policyNeeded, policyOther } from "../../gates/certificate/diagnostics.js";
import { rerunCertificate } from "../../gates/certificate/rerun.js";
import { type Certificate, certificateKind } from "../../gates/certificate/schema.js";
import { parseCertificate } from "../../gates/certificate/store.js";
import { type Checked, verifyCertificate } from "../../gates/certificate/verify.js";
import { digestsHere } from "../../gates/gate/engine-digest.js";
import { policyInput } from "../../machine/configuration/axes.js";
import type { LoadedPolicy } from "../../machine/policy/load.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { interruptible } from "../interrupt.js";
import { type Output, palette } from "../output.js";
import { nmicheckVersion } from "../version.js";

/** The options of `nmicheck verify-certificate` as the command line gives them. */
export interface VerifyCertificateOptions {
  readonly policy?: string;
  readonly rerun?: boolean;
  readonly tlcJar?: string;
  readonly json?: boolean;
}

/** `nmicheck verify-certificate`: whether a certificate is of this policy, and its proof is right. */
export function verifyCertificateCommand(
  output: Output,
): (file: string, options: VerifyCertificateOptions) => Promise<ExitCode> {
  return async (file, options) => {
    const certificate = parseCertificate(await readDocumentText(file, certificateKind), file);
    const policy = await policyOf(certificate, options.policy);
    const isByTlc = certificate.depends.checker === "tlc";
    const tools = await chooseTools(
      {
        // Without a rerun TLC need not be there; for one nothing takes its place.
        checker: !isByTlc ? "explorer" : options.rerun === true ? "tlc" : "auto",
        ...(options.tlcJar === undefined ? {} : { tlcJar: resolve(options.tlcJar) }),
      },
      {},
    );
    return interruptible(output, async (signal) => {
      const engines = await digestsHere(
        Object.keys(certificate.depends.engines),
        options.rerun === true,
      );
      const settings = { version: nmicheckVersion(), tools, engines, signal };
      const rows = [
        ...(await verifyCertificate(certificate, policy, settings)),
        ...(options.rerun === true ? await rerunCertificate(certificate, policy, settings) : []),
      ];
      const isRight = rows.every(
        ({ problem, isCircumstance }) => problem === null || isCircumstance,
      );
      output.answer(
        options.json === true
          ? `${JSON.stringify({ schema: "nmicheck.verify-certificate/1", file, isRight, rerun: options.rerun === true, checks: rows }, null, 2)}\n`
          : report(rows, isRight, options.rerun === true, output.colour),
      );
      return isRight ? EXIT.expected : EXIT.unexpected;
    });
  };
}

async function policyOf(
  { policy, axes }: Certificate,
  file: string | undefined,
): Promise<LoadedPolicy> {
  const { name, builtIn } = policy;
  if (file === undefined && !(builtIn && policyNames.some((known) => known === name))) {
    throw policyNeeded(name);
  }
  const loaded = await namedPolicy(
    file ?? name,
    axes?.[policyInput.name] === undefined ? "any" : "told",
  );
  if (loaded.kind === "refused") throw loaded.diagnostics[0] ?? new Error(`${name} was refused`);
  const given = loaded.policy;
  if (given.name !== name || (given.origin.kind === "builtIn") !== builtIn) {
    throw policyOther(given.name, name);
  }
  return given;
}

function report(
  rows: readonly Checked[],
  isRight: boolean,
  isRerun: boolean,
  colour: boolean,
): string {
  const paint = palette(colour);
  const lines = rows.map(({ what, problem, isCircumstance }) => {
    if (problem === null) return `${paint.green("same   ")}  ${what}`;
    return isCircumstance
      ? `${paint.yellow("other  ")}  ${what} ${problem}`
      : `${paint.red("WRONG  ")}  ${what} ${problem}`;
  });
  const last = !isRight
    ? "the certificate is not valid here."
    : isRerun
      ? "the certificate is valid, and everything was proven again."
      : "the certificate is valid; `--rerun` proves everything again.";
  return `${[...lines, "", last].join("\n")}\n`;
}
