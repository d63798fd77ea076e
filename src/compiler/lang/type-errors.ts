import { createHash } from "node:crypto";
import { relative, sep } from "node:path";
import {
  type Node,
  type Project,
  type SourceFile,
  type Diagnostic as TypeScriptDiagnostic,
  ts,
} from "ts-morph";
import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { placeAt } from "../../base/diagnostic/place.js";
import { DIAGNOSTICS, type DiagnosticCode, refuse } from "./diagnostics.js";
import { displayPath } from "./display-path.js";
import type { ModelFiles } from "./imports.js";
import { isImpure } from "./impure.js";

/** Digests of the models in which TypeScript has found nothing wrong. */
const foundRight = new Set<string>();

/** A digest of each model in whose files TypeScript has found nothing wrong since the process began. */
export function wellTypedModels(): readonly string[] {
  return [...foundRight];
}

/**
 * What TypeScript itself has to say about the model, in the order of files and lines. A model imports
 * no policy: what was found right in its files once is right under each policy, and only what comes with
 * the policy, or with more invariants, is looked at again.
 *
 * @param wellTyped digests of models that another process has found right
 */
export function typeErrors(
  project: Project,
  files: ModelFiles,
  wellTyped: ReadonlySet<string> = new Set(),
): readonly Diagnostic<DiagnosticCode>[] {
  const model = digestOf(files);
  const isKnown = foundRight.has(model) || wellTyped.has(model);
  const others = [
    ...[...files.machine].filter((file) => !files.model.has(file)),
    ...files.bundles.flatMap(({ own }) => [...own]),
  ];
  if (isKnown && others.every((file) => file.getPreEmitDiagnostics().length === 0)) return [];
  const errors = errorsIn(project, files);
  if (errors.length === 0) foundRight.add(model);
  return errors;
}

/** The files of the model by their places and texts, and who checks them. */
function digestOf({ model, vocabulary }: ModelFiles): string {
  const texts = [...model].map((file) => [
    relative(vocabulary, file.getFilePath()).split(sep).join("/"),
    file.getFullText(),
  ]);
  return createHash("sha256")
    .update(JSON.stringify([ts.version, texts]))
    .digest("hex");
}

function errorsIn(project: Project, files: ModelFiles): readonly Diagnostic<DiagnosticCode>[] {
  const hidden = stateFields(files.root);
  return project.getPreEmitDiagnostics().map((diagnostic) => {
    const node = nodeOf(diagnostic);
    if (node === undefined) return besideNodes(diagnostic);
    return (
      impureName(diagnostic, node) ??
      hiddenField(diagnostic, node, files, hidden) ??
      refuse("L100", node, describe(diagnostic))
    );
  });
}

function describe(diagnostic: TypeScriptDiagnostic): string {
  const text = ts.flattenDiagnosticMessageText(diagnostic.compilerObject.messageText, "\n  ");
  return `TypeScript ${diagnostic.getCode()}: ${text.replace(/\.$/, "")}`;
}

/** What is wrong at no piece of the program: at the end of a file, or in none. */
function besideNodes(diagnostic: TypeScriptDiagnostic): Diagnostic<DiagnosticCode> {
  const file = diagnostic.getSourceFile();
  const start = diagnostic.getStart();
  const place =
    file === undefined || start === undefined
      ? undefined
      : placeAt(displayPath(file.getFilePath()), file.getFullText(), start);
  return new Diagnostic({
    code: "L100",
    blame: "user",
    message: `${describe(diagnostic)}.`,
    remedy: `${DIAGNOSTICS.L100.instead}.`,
    ...(place === undefined ? {} : { place }),
  });
}

function nodeOf(diagnostic: TypeScriptDiagnostic): Node | undefined {
  const start = diagnostic.getStart();
  return start === undefined ? undefined : diagnostic.getSourceFile()?.getDescendantAtPos(start);
}

/** "Cannot find name", in its variants for names that other environments have. */
const UNKNOWN_NAME: ReadonlySet<number> = new Set([2304, 2552, 2580, 2584, 2591, 2592, 2593]);

/** A name such as `console`: TypeScript would advise to install its types. */
function impureName(
  diagnostic: TypeScriptDiagnostic,
  node: Node,
): Diagnostic<DiagnosticCode> | null {
  const name = node.getText();
  if (!UNKNOWN_NAME.has(diagnostic.getCode()) || !isImpure(name)) return null;
  return refuse("L111", node, `\`${name}\` is not part of the state`);
}

/** "Property does not exist", with or without a guess at what was meant. */
const UNKNOWN_PROPERTY: ReadonlySet<number> = new Set([2339, 2551]);

/** A bundle that asks for a field of the state which its interface does not show it. */
function hiddenField(
  diagnostic: TypeScriptDiagnostic,
  node: Node,
  files: ModelFiles,
  hidden: ReadonlySet<string>,
): Diagnostic<DiagnosticCode> | null {
  const bundle = files.bundles.find(({ own }) => own.has(node.getSourceFile()));
  const name = node.getText();
  if (bundle === undefined || !UNKNOWN_PROPERTY.has(diagnostic.getCode()) || !hidden.has(name)) {
    return null;
  }
  return refuse("L142", node, `a ${bundle.interfaceName.toLowerCase()} cannot see \`${name}\``);
}

/** The names of the fields of the state: of what `initial` returns. */
function stateFields(root: SourceFile): ReadonlySet<string> {
  const returned = root
    .getVariableDeclarations()
    .flatMap((declaration) => {
      const initial = declaration.getType().getProperty("initial");
      return initial === undefined
        ? []
        : initial.getTypeAtLocation(declaration).getCallSignatures();
    })
    .flatMap((signature) => signature.getReturnType().getProperties());
  return new Set(returned.map((property) => property.getName()));
}
