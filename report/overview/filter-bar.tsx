import type { VNode } from "preact";
import { machineName } from "../../src/machine/configuration/axes-text.js";
import { usePage } from "../data/context.js";
import { everything, type Filter } from "../data/route.js";
import { choices } from "./filters.js";

interface Choice {
  readonly name: string;
  readonly field: keyof Filter;
  readonly values: readonly string[];
}

/** What is to be shown; the choice is a part of the link. */
export function FilterBar({ filter }: { readonly filter: Filter }): VNode {
  const { report, replace } = usePage();
  const { verdicts, scenarios } = report.document;
  const set = (change: Partial<Filter>): void =>
    replace({ view: "overview", filter: { ...filter, ...change } });
  const fields: readonly Choice[] = [
    { name: "Policy", field: "policy", values: choices(verdicts, ({ policy }) => policy) },
    { name: "Platform", field: "platform", values: choices(verdicts, machineName) },
    { name: "Property", field: "property", values: choices(verdicts, (one) => one.property) },
    { name: "Verdict", field: "verdict", values: choices(verdicts, (one) => one.verdict) },
  ];
  const isSet = Object.values(filter).some((value) => value !== "");
  return (
    <form class="filters" aria-label="What is shown" onSubmit={(event) => event.preventDefault()}>
      {fields
        .filter(({ values }) => values.length > 1)
        .map(({ name, field, values }) => (
          <label key={field}>
            <span>{name}</span>
            <select
              name={field}
              value={filter[field]}
              onChange={(event) => set({ [field]: event.currentTarget.value })}
            >
              <option value="">all</option>
              {values.map((value) => (
                <option key={value} value={value}>
                  {value}
                </option>
              ))}
            </select>
          </label>
        ))}
      {scenarios.length > 0 && (
        <label class="filter-text">
          <span>Cause contains</span>
          <input
            type="search"
            name="text"
            value={filter.text}
            onInput={(event) => set({ text: event.currentTarget.value })}
          />
        </label>
      )}
      {isSet && (
        <button type="button" onClick={() => replace({ view: "overview", filter: everything })}>
          Show all
        </button>
      )}
    </form>
  );
}
