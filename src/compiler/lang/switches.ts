import { Node, type Statement, type SwitchStatement } from "ts-morph";
import { binary, type Expression } from "../ir/expression.js";
import { requireUndecided } from "./decided.js";
import { refuse } from "./diagnostics.js";
import type { Evaluation } from "./evaluation.js";
import { endingAfter } from "./kept.js";
import { requirePrimitive } from "./kinds.js";
import type { Ending, Scope, Value } from "./value.js";

/** What follows some statements, when control reaches their end. */
export type Rest = () => Ending;

/** The clauses of a switch that share their statements. */
interface Group {
  readonly labels: readonly Expression[];
  readonly isDefault: boolean;
  readonly clause: Node;
  readonly statements: readonly Statement[];
}

/**
 * A switch as a chain of conditions. `rest` is what follows it; `statementsEnding` compiles the
 * statements of a clause, given what follows these.
 */
export function switchEnding(
  evaluation: Evaluation,
  node: SwitchStatement,
  scope: Scope,
  rest: Rest,
  statementsEnding: (statements: readonly Statement[], end: Rest) => Ending,
): Ending {
  requirePrimitive(node.getExpression());
  const subject = evaluation.expression(node.getExpression(), scope);
  return endingAfter(evaluation, [{ kind: "expression", expression: subject }], node, () =>
    clausesEnding(evaluation, node, subject, scope, rest, statementsEnding),
  );
}

function clausesEnding(
  evaluation: Evaluation,
  node: SwitchStatement,
  subject: Expression,
  scope: Scope,
  rest: Rest,
  statementsEnding: (statements: readonly Statement[], end: Rest) => Ending,
): Ending {
  const groups = groupClauses(evaluation, node, subject, scope);
  const alternatives = groups.map(({ labels, isDefault, clause, statements }, index) => ({
    labels,
    isDefault,
    ending: statementsEnding(statements, () => {
      if (index === groups.length - 1) return rest();
      throw refuse("L114", clause, "a path of this `case` ends without `return`");
    }),
  }));
  const labelled = alternatives.filter((alternative) => !alternative.isDefault);
  const byDefault = alternatives.find((alternative) => alternative.isDefault)?.ending;
  if (byDefault !== undefined) return chain(node, labelled, byDefault);
  if (canFallOut(node)) return chain(node, labelled, rest());
  // The cases are all there are: the last of them needs no condition.
  const last = labelled.at(-1);
  if (last === undefined) throw refuse("L114", node, "this `switch` has no case");
  const labels = last.labels.map((expression): Value => ({ kind: "expression", expression }));
  const ending = endingAfter(evaluation, labels, node, () => last.ending);
  return chain(node, labelled.slice(0, -1), ending);
}

function chain(
  node: SwitchStatement,
  alternatives: readonly { readonly labels: readonly Expression[]; readonly ending: Ending }[],
  otherwise: Ending,
): Ending {
  return alternatives.reduceRight<Ending>((whenFalse, { labels, ending }) => {
    const [head, ...tail] = labels;
    if (head === undefined) return whenFalse;
    const condition = tail.reduce((left, right) => binary("or", left, right), head);
    return { kind: "if", node, condition, whenTrue: ending, whenFalse };
  }, otherwise);
}

/** Whether some value of the subject has no case. */
function canFallOut(node: SwitchStatement): boolean {
  const subject = node.getExpression().getType();
  const values = subject.isUnion() ? subject.getUnionTypes() : [subject];
  const labels = node
    .getClauses()
    .flatMap((clause) => (Node.isCaseClause(clause) ? [clause.getExpression().getType()] : []));
  return !values.every((value) => labels.some((label) => label.getText() === value.getText()));
}

function groupClauses(
  evaluation: Evaluation,
  node: SwitchStatement,
  subject: Expression,
  scope: Scope,
): readonly Group[] {
  const groups: Group[] = [];
  let labels: Expression[] = [];
  let isDefault = false;
  const clauses = node.getClauses();
  for (const [index, clause] of clauses.entries()) {
    if (Node.isCaseClause(clause)) {
      requirePrimitive(clause.getExpression());
      const sides = [node.getExpression(), clause.getExpression()] as const;
      requireUndecided(evaluation, "equal", sides, {
        node: clause.getExpression(),
        text: sides.map((side) => side.getText()).join(" === "),
      });
      const label = evaluation.expression(clause.getExpression(), scope);
      labels.push(evaluation.located(binary("equal", subject, label), clause.getExpression()));
    } else {
      isDefault = true;
    }
    const statements = clause.getStatements();
    // A clause without statements shares those of the next; the last one's are what follows.
    if (statements.length === 0 && index < clauses.length - 1) continue;
    groups.push({ labels, isDefault, clause, statements });
    labels = [];
    isDefault = false;
  }
  return groups;
}
