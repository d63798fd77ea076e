import { basename, dirname, relative } from "node:path";
import type { Node } from "ts-morph";
import { type Expression, local } from "../ir/expression.js";
import type {
  Action,
  Fairness,
  Invariant,
  LeadsTo,
  Model,
  Parameter,
  Variable,
} from "../ir/model.js";
import { functionEnding } from "./bodies.js";
import { type Bundle, findBundle, introduction } from "./bundle.js";
import { capitalised } from "./capitalised.js";
import { refuse } from "./diagnostics.js";
import { isInside } from "./display-path.js";
import { documentation } from "./documentation.js";
import { endingExpression, endingStep, endingValue } from "./endings.js";
import { Evaluation } from "./evaluation.js";
import { evaluate } from "./expressions.js";
import { checkFinite } from "./finite.js";
import { inlineFunction } from "./functions.js";
import type { ModelFiles } from "./imports.js";
import { recordFields } from "./kinds.js";
import { livenessOf, type NamedFairness } from "./liveness-root.js";
import {
  type ModelParameters,
  NO_PARAMETERS,
  parametersInterface,
  readParameters,
} from "./parameters.js";
import { clausesOf, findRoot, type ModelRoot, type NamedFunction } from "./root.js";
import { type StateField, stateFields } from "./state-type.js";
import type { TypeScope } from "./type-scope.js";
import { lowerType } from "./types.js";
import {
  CURRENT_STATE,
  EMPTY_SCOPE,
  type Ending,
  expressionValue,
  type FunctionValue,
  type Value,
} from "./value.js";

/** Runs a part of the compilation; null if it was refused, and the diagnostic has been noted. */
export type Attempt = <Result>(part: () => Result) => Result | null;

/** A model, and the bundles that became part of it, in the order of the model's parameters. */
export interface CompiledModel {
  readonly model: Model;
  /** What each bundle is called. */
  readonly bundles: readonly string[];
  /** The name that the file of each bundle exports it by. */
  readonly exportNames: readonly string[];
}

/** How the model is to be named, and what it tells its bundles. */
export interface Naming {
  readonly name?: (root: string, bundles: readonly string[]) => string;
  /** See `CompileRequest`. */
  readonly narrow?: boolean;
}

/** Compiles the parts of one model, whose files have been checked by TypeScript. */
export class ModelCompiler {
  readonly #bundles: Bundle[] = [];

  constructor(
    private readonly files: ModelFiles,
    private readonly naming: Naming,
    private readonly attempt: Attempt,
  ) {}

  /** @throws Diagnostic for a mistake that keeps everything else from being compiled */
  compile(): CompiledModel {
    const own = findRoot(this.files.root);
    const more = this.files.clauses === null ? [] : clausesOf(this.files.clauses);
    const known = new Set(own.invariants.map(({ node }) => node));
    // A clause that is a property of the model already is one invariant, not two.
    const clauses = more.filter(({ node }) => !known.has(node));
    const root = { ...own, invariants: [...own.invariants, ...clauses] };
    const liveness = livenessOf(root.object);
    const leadsTo = liveness.flatMap((fairness) => fairness.properties);
    const base: TypeScope = {
      typeParameters: new Map(),
      constants: new Map(),
      locals: new Map(),
      lowering: new Set(),
      isVocabulary: this.isVocabulary,
    };
    const parameters = this.parameters(root, base);
    const scope: TypeScope = { ...base, constants: parameters.declared };
    const fields = stateFields(root.initial, parameters, scope);
    const evaluation = new Evaluation(
      {
        variables: new Set(fields.map((field) => field.name)),
        constants: new Set(parameters.constants.map((constant) => constant.name)),
        reserved: new Set(
          [...root.actions, ...root.invariants, ...liveness, ...leadsTo].map((part) =>
            capitalised(part.name),
          ),
        ),
        isVocabulary: this.isVocabulary,
        isOfBundle: this.isOfBundle,
        sectionOf: this.sectionOf,
      },
      { evaluate, functionEnding },
    );
    this.refuseSameNames([...root.actions, ...root.invariants, ...liveness, ...leadsTo]);
    const variables = this.attempt(() => this.variables(root, parameters, fields, evaluation));
    const actions = this.parts(root.actions, (part) =>
      this.action(part, parameters, scope, evaluation),
    );
    const invariants = this.parts(root.invariants, (part) =>
      this.invariant(part, parameters, evaluation),
    );
    const fairness = liveness.flatMap(
      (named) =>
        this.attempt(() => [this.fairness(named, root, parameters, scope, evaluation)]) ?? [],
    );
    const bundles = this.#bundles.map((bundle) => bundle.name);
    return {
      bundles,
      exportNames: this.#bundles.map((bundle) => bundle.exportName),
      model: {
        name: this.naming.name?.(root.name, bundles) ?? capitalised(root.name),
        doc: [root.doc, ...this.#bundles.map(introduction)]
          .filter((doc) => doc !== "")
          .join("\n\n"),
        sources: this.sources(),
        constants: parameters.constants,
        variables: variables ?? [],
        operators: evaluation.operatorList,
        actions,
        invariants,
        liveness: fairness,
        places: evaluation.places,
      },
    };
  }

  private readonly isVocabulary = (node: Node): boolean =>
    node.getSourceFile().getFilePath() === `${this.files.vocabulary}/language.ts`;

  private readonly isOfBundle = (node: Node): boolean =>
    this.files.bundles.some(({ own }) => own.has(node.getSourceFile()));

  /** The files that make the model, in the order of their names, the vocabulary aside. */
  private sources(): readonly string[] {
    const all = [this.files.machine, ...this.files.bundles.map((bundle) => bundle.own)];
    return [...new Set(all.flatMap((group) => [...group]))]
      .filter((file) => !this.isVocabulary(file))
      .map((file) => this.shownPath(file.getFilePath()))
      .sort();
  }

  /** The path from the folder around the model's on, so that it is the same on every machine. */
  private shownPath(path: string): string {
    const { root, vocabulary } = this.files;
    const isOurs = isInside(vocabulary, root.getFilePath());
    const folder = dirname(isOurs ? vocabulary : dirname(root.getFilePath()));
    return isInside(folder, path) ? relative(folder, path) : basename(path);
  }

  private readonly sectionOf = (node: Node): string => {
    const file = node.getSourceFile();
    const bundle = this.#bundles.find((candidate) => candidate.file === file);
    const what =
      bundle === undefined
        ? file.getBaseNameWithoutExtension()
        : `${bundle.kind.toLowerCase()} ${bundle.name}`;
    return `${what} (${this.shownPath(file.getFilePath())})`;
  };

  private refuseSameNames(parts: readonly Pick<NamedFunction, "name" | "property">[]): void {
    const names = new Set<string>();
    for (const { name, property } of parts) {
      if (names.has(capitalised(name))) {
        throw refuse("L133", property, `there are two things named \`${capitalised(name)}\``);
      }
      names.add(capitalised(name));
    }
  }

  private parts<Result>(
    parts: readonly NamedFunction[],
    compile: (part: NamedFunction) => Result,
  ): readonly Result[] {
    return parts.flatMap((part) => this.attempt(() => [compile(part)]) ?? []);
  }

  private parameters(root: ModelRoot, base: TypeScope): ModelParameters {
    const [first] = root.initial.getParameters();
    if (first === undefined) return NO_PARAMETERS;
    const declaration = parametersInterface(first.getTypeNode());
    if (declaration === null) {
      throw refuse("L131", first, "the first parameter of `initial` has no interface as its type");
    }
    const bundleFor = (interfaceName: string): Bundle | null => {
      const given = this.files.bundles.find((bundle) => bundle.interfaceName === interfaceName);
      if (given === undefined) return null;
      const bundle = findBundle(given.file, interfaceName);
      this.#bundles.push(bundle);
      return bundle;
    };
    return readParameters(declaration, base, bundleFor, this.naming.narrow ?? false);
  }

  private variables(
    root: ModelRoot,
    parameters: ModelParameters,
    fields: readonly StateField[],
    evaluation: Evaluation,
  ): readonly Variable[] {
    const initial = evaluation.withFreshNames(() =>
      endingValue(
        evaluation,
        inlineFunction(
          evaluation,
          functionValue(root.initial, "initial"),
          [parameters.value],
          root.initial,
        ),
      ),
    );
    if (initial.kind !== "record") {
      throw refuse(
        "L131",
        root.initial,
        "`initial` must return an object literal with every field of the state",
      );
    }
    return fields.map((field) => {
      const value = initial.fields.get(field.name);
      if (value === undefined) {
        throw refuse("L131", root.initial, `the initial state has no \`${field.name}\``);
      }
      return { ...field, initial: value };
    });
  }

  /** What the function is called with before parameters of its own: the model's, then the state. */
  private leadingArguments(
    part: NamedFunction,
    parameters: ModelParameters,
    evaluation: Evaluation,
  ): readonly Value[] {
    const own = part.node.getParameters();
    const first = parametersInterface(own[0]?.getTypeNode());
    const takesParameters = first !== null && first === parameters.declaration;
    const state = own[takesParameters ? 1 : 0];
    const known = state === undefined ? new Set<string>() : recordFields(state.getType());
    if (known === null || [...known].some((name) => !evaluation.shape.variables.has(name))) {
      throw refuse("L131", state ?? part.node, `\`${state?.getName()}\` is not the state`);
    }
    return takesParameters ? [parameters.value, CURRENT_STATE] : [CURRENT_STATE];
  }

  /** What a function comes to for any values of its own parameters, which have finite types. */
  private quantified(
    part: NamedFunction,
    parameters: ModelParameters,
    scope: TypeScope,
    evaluation: Evaluation,
  ): { readonly own: readonly Parameter[]; readonly ending: Ending } {
    const leading = this.leadingArguments(part, parameters, evaluation);
    const own: Parameter[] = [];
    const args: Value[] = [...leading];
    const locals = new Map<string, Expression>();
    for (const parameter of part.node.getParameters().slice(leading.length)) {
      const type = parameter.getTypeNode();
      if (type === undefined) {
        throw refuse("L131", parameter, "a parameter of an action needs a finite type");
      }
      const name = evaluation.fresh(parameter.getName());
      const lowered = lowerType(type, { ...scope, locals });
      checkFinite(lowered, name, parameter);
      own.push({ name, type: lowered });
      locals.set(parameter.getName(), local(name));
      args.push(expressionValue(local(name)));
    }
    const callee = functionValue(part.node, part.name);
    return { own, ending: inlineFunction(evaluation, callee, args, part.node) };
  }

  private fairness(
    named: NamedFairness,
    root: ModelRoot,
    parameters: ModelParameters,
    scope: TypeScope,
    evaluation: Evaluation,
  ): Fairness {
    const actions = (parts: readonly NamedFunction[]): readonly string[] =>
      parts.map((part) => {
        const action = root.actions.find((candidate) => candidate.node === part.node);
        if (action === undefined) {
          throw refuse("L134", part.property, `\`${part.name}\` is no action of the model`);
        }
        return capitalised(action.name);
      });
    return {
      name: capitalised(named.name),
      weaklyFair: actions(named.weaklyFair),
      stronglyFair: actions(named.stronglyFair),
      ceasing: actions(named.ceasing),
      properties: this.parts(named.properties, (part) =>
        this.leadsTo(part, parameters, scope, evaluation),
      ),
      doc: named.doc,
    };
  }

  private leadsTo(
    part: NamedFunction,
    parameters: ModelParameters,
    scope: TypeScope,
    evaluation: Evaluation,
  ): LeadsTo {
    return evaluation.withFreshNames(() => {
      const { own, ending } = this.quantified(part, parameters, scope, evaluation);
      const demand = endingValue(evaluation, ending);
      const [whenever, eventually] =
        demand.kind === "record"
          ? [demand.fields.get("whenever"), demand.fields.get("eventually")]
          : [];
      if (whenever === undefined || eventually === undefined) {
        throw refuse("L134", part.node, `\`${part.name}\` does not return a \`LeadsTo\``);
      }
      return evaluation.located(
        {
          name: capitalised(part.name),
          parameters: own,
          whenever,
          eventually,
          doc: documentation(part.node),
        },
        part.node,
      );
    });
  }

  private action(
    part: NamedFunction,
    parameters: ModelParameters,
    scope: TypeScope,
    evaluation: Evaluation,
  ): Action {
    return evaluation.withFreshNames(() => {
      const { own, ending } = this.quantified(part, parameters, scope, evaluation);
      return evaluation.located(
        {
          name: capitalised(part.name),
          parameters: own,
          step: endingStep(evaluation, ending),
          doc: documentation(part.node),
          section: this.sectionOf(part.node),
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
      const leading = this.leadingArguments(part, parameters, evaluation);
      const returned = part.node.getReturnType();
      if (
        part.node.getParameters().length > leading.length ||
        !(returned.isBoolean() || returned.isBooleanLiteral())
      ) {
        throw refuse("L132", part.node, `\`${part.name}\` is no invariant`);
      }
      const ending = inlineFunction(
        evaluation,
        functionValue(part.node, part.name),
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

function functionValue(node: FunctionValue["node"], name: string): FunctionValue {
  return { kind: "function", node, name, scope: EMPTY_SCOPE };
}
