import { basename, dirname, relative } from "node:path";
import { type FunctionDeclaration, Node, type Project, type SourceFile } from "ts-morph";
import { Fault } from "../fault/fault.js";
import type { Expression } from "../ir/expression.js";
import { local } from "../ir/expression.js";
import type { Action, Invariant, Model, Parameter, Variable } from "../ir/model.js";
import { functionEnding } from "./bodies.js";
import { type Bundle, findBundle } from "./bundle.js";
import { type DiagnosticCode, refuse } from "./diagnostics.js";
import { documentation } from "./documentation.js";
import { endingExpression, endingStep } from "./endings.js";
import { Evaluation } from "./evaluation.js";
import { evaluate } from "./expressions.js";
import { checkFinite } from "./finite.js";
import { inlineFunction } from "./functions.js";
import { type ModelParameters, parametersInterface, readParameters } from "./parameters.js";
import { foreignImports, modelFiles, openProject, typeErrors } from "./project.js";
import { findRoot, type ModelRoot, type NamedFunction } from "./root.js";
import { type TypeScope, typeDeclaration, withTypeArguments } from "./type-scope.js";
import { interfaceFields, lowerType } from "./types.js";
import { CURRENT_STATE, expressionValue, type Value } from "./value.js";

/** What to compile. */
export interface CompileRequest {
  /** The file with the root object, absolute. */
  readonly root: string;
  /** The folder whose `language.ts` holds the vocabulary, absolute. */
  readonly vocabulary: string;
  /** For each interface of functions among the parameters (`Policy`) the file that provides it. */
  readonly bundles?: Readonly<Record<string, string>>;
  /** The name of the model, of the TLA+ module too; without it that of the root object. */
  readonly name?: (root: string, bundles: readonly string[]) => string;
}

/** A compiled model, or everything that was found wrong with its sources. */
export type CompileResult =
  | { readonly kind: "compiled"; readonly model: Model; readonly bundles: readonly string[] }
  | { readonly kind: "refused"; readonly faults: readonly Fault<DiagnosticCode>[] };

/** Compiles a typed model to the IR. The user's mistakes are in the result; it throws none. */
export function compileModel(request: CompileRequest): CompileResult {
  const bundleFiles = Object.values(request.bundles ?? {});
  const project = openProject([request.root, ...bundleFiles], request.vocabulary);
  const early = [...importFaults(project, request), ...typeErrors(project)];
  if (early.length > 0) return { kind: "refused", faults: early };
  const faults: Fault<DiagnosticCode>[] = [];
  const model = collect(faults, () => new ModelCompiler(project, request, faults).compile());
  if (model === null || faults.length > 0) return { kind: "refused", faults };
  return { kind: "compiled", ...model };
}

function importFaults(project: Project, request: CompileRequest): readonly Fault<DiagnosticCode>[] {
  const folders = [request.root, ...Object.values(request.bundles ?? {})].map(dirname);
  const isModelFile = (file: SourceFile): boolean =>
    !file.isDeclarationFile() &&
    [...folders, request.vocabulary].some((folder) => file.getFilePath().startsWith(folder));
  return modelFiles(project).flatMap((file) => foreignImports(file, isModelFile));
}

/** Runs one part of the compilation; a mistake in it does not keep the others from being found. */
function collect<Result>(faults: Fault<DiagnosticCode>[], part: () => Result): Result | null {
  try {
    return part();
  } catch (error) {
    if (error instanceof Fault) {
      faults.push(error);
      return null;
    }
    throw error;
  }
}

class ModelCompiler {
  constructor(
    private readonly project: Project,
    private readonly request: CompileRequest,
    private readonly faults: Fault<DiagnosticCode>[],
  ) {}

  compile(): { readonly model: Model; readonly bundles: readonly string[] } {
    const { request, project } = this;
    const rootFile = project.getSourceFileOrThrow(request.root);
    const root = findRoot(rootFile);
    const bundles: Bundle[] = [];
    const bundleFor = (interfaceName: string): Bundle | null => {
      const file = request.bundles?.[interfaceName];
      if (file === undefined) return null;
      const bundle = findBundle(project.getSourceFileOrThrow(file), interfaceName);
      bundles.push(bundle);
      return bundle;
    };
    const base: TypeScope = {
      typeParameters: new Map(),
      constants: new Map(),
      locals: new Map(),
      isVocabulary: this.isVocabulary,
    };
    const declaration = parametersInterface(root.initial.getParameters()[0]?.getTypeNode());
    if (declaration === null) {
      throw refuse(
        "L131",
        root.initial,
        "the first parameter of `initial` is not an interface of the model's parameters",
      );
    }
    const parameters = readParameters(declaration, base, bundleFor);
    const scope: TypeScope = { ...base, constants: parameters.declared };
    const fields = this.stateFields(root.initial, parameters, scope);
    const evaluation = new Evaluation(
      {
        variables: new Set(fields.map((field) => field.name)),
        constants: new Set(parameters.constants.map((constant) => constant.name)),
        sequences: new Set(
          parameters.constants.filter((c) => isArray(c.type)).map((constant) => constant.name),
        ),
        reserved: new Set(
          [...root.actions, ...root.invariants].map((part) => capitalised(part.name)),
        ),
        isVocabulary: this.isVocabulary,
        sectionOf: (node) => this.sectionOf(node, bundles),
      },
      { evaluate, functionEnding },
    );
    const variables = this.variables(root, parameters, fields, evaluation);
    const actions = this.parts(root.actions, (part) =>
      this.action(part, parameters, scope, evaluation, bundles),
    );
    const invariants = this.parts(root.invariants, (part) =>
      this.invariant(part, parameters, evaluation),
    );
    const bundleNames = bundles.map((bundle) => bundle.name);
    return {
      bundles: bundleNames,
      model: {
        name: request.name?.(root.name, bundleNames) ?? capitalised(root.name),
        doc: [root.doc, ...bundles.map(introduction)].filter((doc) => doc !== "").join("\n\n"),
        sources: this.sources(),
        constants: parameters.constants,
        variables,
        operators: evaluation.operatorList,
        actions,
        invariants,
        places: evaluation.places,
      },
    };
  }

  readonly isVocabulary = (node: Node): boolean =>
    node.getSourceFile().getFilePath() === `${this.request.vocabulary}/language.ts`;

  /** The files that make the model, in the order of their names, the vocabulary aside. */
  private sources(): readonly string[] {
    const folder = dirname(dirname(this.request.root));
    return modelFiles(this.project)
      .map((file) => relative(folder, file.getFilePath()))
      .map((path) => (path.startsWith("..") ? basename(path) : path))
      .sort();
  }

  private sectionOf(node: Node, bundles: readonly Bundle[]): string {
    const file = node.getSourceFile();
    const bundle = bundles.find((candidate) => candidate.object.getSourceFile() === file);
    const path = relative(dirname(dirname(this.request.root)), file.getFilePath());
    const where = path.startsWith("..") ? basename(path) : path;
    const what =
      bundle === undefined
        ? file.getBaseNameWithoutExtension()
        : `${bundle.kind.toLowerCase()} ${bundle.name}`;
    return `${what} (${where})`;
  }

  private parts<Result>(
    parts: readonly NamedFunction[],
    compile: (part: NamedFunction) => Result,
  ): readonly Result[] {
    return parts.flatMap((part) => collect(this.faults, () => [compile(part)]) ?? []);
  }

  /** The fields of the state: of the type that `initial` returns. */
  private stateFields(
    initial: FunctionDeclaration,
    parameters: ModelParameters,
    scope: TypeScope,
  ): readonly Omit<Variable, "initial">[] {
    const returned = initial.getReturnTypeNode();
    const declaration = Node.isTypeReference(returned)
      ? typeDeclaration(returned.getTypeName())
      : undefined;
    if (!Node.isTypeReference(returned) || !Node.isInterfaceDeclaration(declaration)) {
      throw refuse("L131", initial, "`initial` must say that it returns the state, an interface");
    }
    // `initial<Memory>(config: Config<Memory>): State<Memory>`: follow the type parameters.
    const inner = withTypeArguments(
      scope,
      declaration.getTypeParameters(),
      returned.getTypeArguments().flatMap((argument) => {
        const bound = this.boundTypeArgument(initial, argument, parameters);
        return bound === undefined ? [{ node: argument, scope }] : [bound];
      }),
    );
    const ghosts = new Set(
      [declaration, ...declaration.getBaseDeclarations().filter(Node.isInterfaceDeclaration)]
        .filter((owner) => owner.getName() === "Ghost")
        .flatMap((owner) => owner.getProperties().map((property) => property.getName())),
    );
    return interfaceFields(declaration, inner).map(({ name, type, doc }) => {
      checkFinite(type, name, declaration);
      return { name, type, doc, ghost: ghosts.has(name) };
    });
  }

  /** What a type parameter of `node` stands for, by its place in the type of the parameters. */
  private boundTypeArgument(
    node: FunctionDeclaration,
    argument: Node,
    parameters: ModelParameters,
  ): ReturnType<TypeScope["typeParameters"]["get"]> {
    if (!Node.isTypeReference(argument)) return undefined;
    const target = typeDeclaration(argument.getTypeName());
    const config = node.getParameters()[0]?.getTypeNode();
    if (!Node.isTypeReference(config)) return undefined;
    const position = config
      .getTypeArguments()
      .findIndex(
        (given) => Node.isTypeReference(given) && typeDeclaration(given.getTypeName()) === target,
      );
    return parameters.typeArguments[position];
  }

  private variables(
    root: ModelRoot,
    parameters: ModelParameters,
    fields: readonly Omit<Variable, "initial">[],
    evaluation: Evaluation,
  ): readonly Variable[] {
    const ending = evaluation.withFreshNames(() =>
      inlineFunction(
        evaluation,
        { kind: "function", node: root.initial, name: "initial" },
        [parameters.value],
        root.initial,
      ),
    );
    if (ending.kind !== "return" || ending.value.kind !== "record") {
      throw refuse(
        "L131",
        root.initial,
        "`initial` must return an object literal with every field of the state",
      );
    }
    const values = ending.value.fields;
    return fields.map((field) => {
      const initial = values.get(field.name);
      if (initial === undefined) {
        throw refuse("L131", root.initial, `the initial state has no \`${field.name}\``);
      }
      return { ...field, initial };
    });
  }

  /** The arguments that every function of the root object is called with, by its parameters. */
  private leadingArguments(part: NamedFunction, parameters: ModelParameters): readonly Value[] {
    const first = parametersInterface(part.node.getParameters()[0]?.getTypeNode());
    return first === parameters.declaration ? [parameters.value, CURRENT_STATE] : [CURRENT_STATE];
  }

  private action(
    part: NamedFunction,
    parameters: ModelParameters,
    scope: TypeScope,
    evaluation: Evaluation,
    bundles: readonly Bundle[],
  ): Action {
    return evaluation.withFreshNames(() => {
      const leading = this.leadingArguments(part, parameters);
      const own: Parameter[] = [];
      const args: Value[] = [...leading];
      const locals = new Map<string, Expression>();
      for (const parameter of part.node.getParameters().slice(leading.length)) {
        const type = parameter.getTypeNode();
        if (type === undefined)
          throw refuse("L131", parameter, "a parameter of an action needs a finite type");
        const name = evaluation.fresh(parameter.getName());
        const lowered = lowerType(type, { ...scope, locals });
        checkFinite(lowered, name, parameter);
        own.push({ name, type: lowered });
        locals.set(parameter.getName(), local(name));
        args.push(expressionValue(local(name)));
      }
      const ending = inlineFunction(
        evaluation,
        { kind: "function", node: part.node, name: part.name },
        args,
        part.node,
      );
      return evaluation.located(
        {
          name: capitalised(part.name),
          parameters: own,
          step: endingStep(evaluation, ending),
          doc: documentation(part.node),
          section: this.sectionOf(part.node, bundles),
        },
        part.node,
      );
    });
  }

  private invariant(
    part: NamedFunction,
    parameters: ModelParameters,
    evaluation: Evaluation,
  ): Invariant {
    return evaluation.withFreshNames(() => {
      const leading = this.leadingArguments(part, parameters);
      if (
        part.node.getParameters().length > leading.length ||
        !part.node.getReturnType().isBoolean()
      ) {
        throw refuse("L132", part.node, `\`${part.name}\` is no invariant`);
      }
      const ending = inlineFunction(
        evaluation,
        { kind: "function", node: part.node, name: part.name },
        leading,
        part.node,
      );
      return evaluation.located(
        {
          name: capitalised(part.name),
          body: endingExpression(evaluation, ending),
          doc: documentation(part.node),
        },
        part.node,
      );
    });
  }
}

function introduction(bundle: Bundle): string {
  return `${bundle.kind} ${bundle.name}: ${bundle.doc === "" ? "(without a description)" : bundle.doc}`;
}

function isArray(type: Model["constants"][number]["type"]): boolean {
  return ["sequence", "array", "ragged"].includes(
    type.kind === "named" ? type.type.kind : type.kind,
  );
}

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
