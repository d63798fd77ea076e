import type { Expression } from "../../compiler/ir/expression.js";
import type { Model } from "../../compiler/ir/model.js";
import { type Rewriting, rewriteBehaviour } from "../../compiler/ir/rewrite.js";
import type { Step } from "../../compiler/ir/step.js";
import { conditionSites, expressionSites, type Site } from "./expression-sites.js";
import { type Mutation, mutation, mutationKey } from "./mutation.js";
import { type SitedModel, sitedModel } from "./sited-model.js";
import { isSwitch, switchSites } from "./switch-sites.js";

type IfExpression = Extract<Expression, { kind: "if" }>;
type IfStep = Extract<Step, { kind: "if" }>;

/** Every change that can be made to the behaviour of a model, in one place of its source each. */
export function mutationsOf(model: Model): readonly Mutation[] {
  const found = new Map<string, Mutation>();
  visit(sitedModel(model), (candidate) => {
    const key = mutationKey(candidate);
    if (!found.has(key)) found.set(key, candidate);
    return false;
  });
  return [...found.values()];
}

/**
 * The model with one change made wherever its place has come to be: a function that was compiled in
 * place in two others is changed in both. Null if the place is no part of the model.
 */
export function mutate(model: Model, mutation: Mutation): Model | null {
  const wanted = mutationKey(mutation);
  let made = false;
  const mutant = visit(sitedModel(model), (candidate) => {
    const isWanted = mutationKey(candidate) === wanted;
    made ||= isWanted;
    return isWanted;
  });
  return made ? mutant : null;
}

/** Goes through all sites of a model, and makes the changes that are chosen. */
function visit(sited: SitedModel, choose: (candidate: Mutation) => boolean): Model {
  const apply = <Part>(sites: readonly Site<Part>[], part: Part): Part =>
    sites.reduce((changed, site) => (choose(site.mutation) ? site.change(changed) : changed), part);
  const rewriting: Rewriting = {
    expression: (original, rewritten) => apply(sitesOfExpression(original, sited), rewritten),
    step: (original, rewritten) => apply(sitesOfStep(original, sited), rewritten),
  };
  const { model, used } = sited;
  const own = model.operators.filter(({ name }) => used.has(name));
  const changed = rewriteBehaviour({ ...model, operators: own }, rewriting);
  const operators = new Map(changed.operators.map((operator) => [operator.name, operator]));
  return {
    ...changed,
    operators: model.operators.map((operator) => operators.get(operator.name) ?? operator),
  };
}

function sitesOfExpression(expression: Expression, model: SitedModel): readonly Site<Expression>[] {
  if (expression.kind === "if" && isSwitch(expression, model)) {
    return switchSites<Expression>(
      expression,
      model,
      (part) => (part.kind === "if" ? part : null),
      (branching) => ({ kind: "if", ...branching }) satisfies IfExpression,
    );
  }
  return expressionSites(expression, model);
}

function sitesOfStep(step: Step, model: SitedModel): readonly Site<Step>[] {
  switch (step.kind) {
    case "disabled":
    case "let":
      return [];
    case "update":
      return step.updates.flatMap((update, index): readonly Site<Step>[] => {
        const written = model.places.get(update);
        if (written === undefined) return [];
        return [
          {
            mutation: mutation("update", written, { kind: "dropped" }),
            change: (part) => withoutUpdate(part, step.updates[index]?.variable),
          },
        ];
      });
    case "if":
      if (isSwitch(step, model)) {
        return switchSites<Step>(
          step,
          model,
          (part) => (part.kind === "if" ? part : null),
          (branching) => ({ kind: "if", ...branching }) satisfies IfStep,
        );
      }
      return conditionSites<IfStep>(step.condition, model).map(
        ({ mutation: found, change }): Site<Step> => ({
          mutation: found,
          change: (part) => (part.kind === "if" ? change(part) : part),
        }),
      );
  }
}

function withoutUpdate(step: Step, variable: string | undefined): Step {
  if (step.kind !== "update") return step;
  return { ...step, updates: step.updates.filter((update) => update.variable !== variable) };
}
