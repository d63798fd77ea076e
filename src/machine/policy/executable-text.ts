import { ts } from "ts-morph";
import { z } from "zod";

/** A module as JavaScript, and where each part of it was in the source. */
export interface ExecutableModule {
  readonly text: string;
  /** The `mappings` of a source map: they end with the last line that the source has. */
  readonly mappings: string;
}

/** The part of a source map that is kept. */
const mapSchema = z.object({ mappings: z.string() });

/**
 * A module of a model as JavaScript. It does what its text says, but for one thing: `items.with(-1, …)`
 * fails, as it does in TLA+ and as `at(items, -1)` does, where JavaScript would count from the end.
 */
export function executableModule(text: string): ExecutableModule {
  let helper = "replaceItem";
  while (text.includes(helper)) helper += "_";
  let isUsed = false;
  const checked: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
    const visit = (node: ts.Node): ts.Node => {
      const inner = ts.visitEachChild(node, visit, context);
      if (!ts.isCallExpression(inner) || !ts.isPropertyAccessExpression(inner.expression)) {
        return inner;
      }
      const { expression, name } = inner.expression;
      if (name.text !== "with" || inner.arguments.length !== 2) return inner;
      isUsed = true;
      const callee = context.factory.createIdentifier(helper);
      return context.factory.createCallExpression(callee, [], [expression, ...inner.arguments]);
    };
    return ts.visitEachChild(file, visit, context);
  };
  const { outputText, sourceMapText } = ts.transpileModule(text, {
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2022,
      sourceMap: true,
    },
    transformers: { before: [checked] },
  });
  const { mappings } = mapSchema.parse(JSON.parse(sourceMapText ?? ""));
  const script = outputText.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n");
  return { text: isUsed ? `${script}${helperText(helper)}` : script, mappings };
}

function helperText(name: string): string {
  return `
function ${name}(items, index, item) {
  if (index < 0) throw new RangeError(\`index \${index} is outside an array of \${items.length} items\`);
  return items.with(index, item);
}
`;
}
