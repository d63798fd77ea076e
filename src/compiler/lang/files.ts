import {
  type CallExpression,
  type ExportDeclaration,
  type ImportDeclaration,
  Node,
  type SourceFile,
  type StringLiteral,
  ts,
} from "ts-morph";

/** `start` and every file of the model that it imports, directly or not. Libraries are left out. */
export function closureOf(start: SourceFile): ReadonlySet<SourceFile> {
  const found = new Set<SourceFile>();
  const waiting = [start];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (found.has(file) || file.isDeclarationFile()) continue;
    found.add(file);
    for (const { target } of moduleReferences(file)) {
      if (target !== undefined) waiting.push(target);
    }
  }
  return found;
}

/** An import of a file, or an export from another. */
export interface ModuleReference {
  /** The text literal after `from`. */
  readonly specifier: Node;
  readonly name: string;
  /** The file that it means, if there is one. */
  readonly target: SourceFile | undefined;
}

/** What stands after `from`; nothing where a syntax error left no text there, which TypeScript tells. */
function specifierOf(
  declaration: ImportDeclaration | ExportDeclaration,
): StringLiteral | undefined {
  return declaration.getChildren().find(Node.isStringLiteral);
}

/** Every `import … from` and `export … from` of the file, in its order. */
export function moduleReferences(file: SourceFile): readonly ModuleReference[] {
  return [...file.getImportDeclarations(), ...file.getExportDeclarations()].flatMap(
    (declaration) => {
      const specifier = specifierOf(declaration);
      if (specifier === undefined) return [];
      const target = declaration.getModuleSpecifierSourceFile();
      return [{ specifier, name: specifier.getLiteralValue(), target }];
    },
  );
}

/**
 * Whether a node of the file is so. To wrap every node takes ts-morph longer than TypeScript takes to
 * parse the file, and what is refused is rare.
 */
export function hasNode(file: SourceFile, isSo: (node: ts.Node) => boolean): boolean {
  const has = (node: ts.Node): boolean => isSo(node) || (ts.forEachChild(node, has) ?? false);
  return has(file.compilerNode);
}

function isDynamicImport(node: ts.Node): boolean {
  return ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
}

/** Every `import(…)` of the file, in its order. */
export function dynamicImports(file: SourceFile): readonly CallExpression[] {
  if (!hasNode(file, isDynamicImport)) return [];
  return file
    .getDescendants()
    .filter(Node.isCallExpression)
    .filter((call) => isDynamicImport(call.compilerNode));
}

/** What brings a file in without an import. */
export interface BesideImports {
  /** As it is written. */
  readonly text: string;
  /** Where it begins, in UTF-16 units. */
  readonly offset: number;
}

/** Every type of the file that is written as `import(…).Name`, and every `/// <reference … />`. */
export function besideImports(file: SourceFile): readonly BesideImports[] {
  const types = hasNode(file, ts.isImportTypeNode)
    ? file.getDescendants().filter(Node.isImportTypeNode)
    : [];
  const references = [
    ...file.getPathReferenceDirectives(),
    ...file.getTypeReferenceDirectives(),
    ...file.getLibReferenceDirectives(),
  ];
  return [
    ...references.map((reference) => ({ text: reference.getText(), offset: reference.getPos() })),
    ...types.map((node) => ({ text: node.getText(), offset: node.getStart() })),
  ].sort((one, other) => one.offset - other.offset);
}
