import type { Action, Model, Operator } from "../ir/model.js";

/** What one source file gives to the module. */
export interface Section {
  readonly title: string;
  readonly operators: readonly Operator[];
  readonly actions: readonly Action[];
}

/**
 * The sections in an order in which each uses only what stands before it. Where sections use each
 * other in a circle no such order exists: then the operators come first, in their own order.
 */
export function orderSections(model: Model): readonly Section[] {
  const titles = [...new Set([...model.operators, ...model.actions].map((part) => part.section))];
  const sections = titles.map(
    (title): Section => ({
      title,
      operators: model.operators.filter((operator) => operator.section === title),
      actions: model.actions.filter((action) => action.section === title),
    }),
  );
  const needs = new Map(sections.map((section) => [section.title, neededSections(section, model)]));
  const ordered: Section[] = [];
  const waiting = [...sections];
  while (waiting.length > 0) {
    const ready = waiting.findIndex((section) =>
      [...(needs.get(section.title) ?? [])].every((title) =>
        ordered.some((placed) => placed.title === title),
      ),
    );
    if (ready < 0) {
      return [
        { title: titles.join(", "), operators: model.operators, actions: [] },
        ...sections.map((section) => ({ ...section, operators: [] })),
      ].filter((section) => section.operators.length + section.actions.length > 0);
    }
    ordered.push(...waiting.splice(ready, 1));
  }
  return ordered;
}

/** The other sections whose operators this one calls. */
function neededSections(section: Section, model: Model): ReadonlySet<string> {
  const text = JSON.stringify([section.operators, section.actions.map((action) => action.step)]);
  const called = model.operators.filter((operator) =>
    text.includes(`{"kind":"call","operator":${JSON.stringify(operator.name)},`),
  );
  return new Set(
    called.map((operator) => operator.section).filter((title) => title !== section.title),
  );
}
