import {
  type ExportDeclaration,
  type ImportDeclaration,
  Node,
  type SourceFile,
  type StringLiteral,
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
