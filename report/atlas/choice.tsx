import type { VNode } from "preact";
import { usePage } from "../data/context.js";

/** Which policy and property the page is about; the choice is a part of the link. */
export function Choice(props: {
  readonly policies: readonly string[];
  readonly properties: readonly string[];
  readonly policy: string;
  readonly property: string;
}): VNode {
  const { replace } = usePage();
  const { policies, properties, policy, property } = props;
  const fields = [
    { name: "Policy", field: "policy", values: policies },
    { name: "Property", field: "property", values: properties },
  ] as const;
  const chosen = { policy, property };
  return (
    <form class="filters" aria-label="What is shown" onSubmit={(event) => event.preventDefault()}>
      {fields.map(({ name, field, values }) => (
        <label key={field}>
          <span>{name}</span>
          <select
            name={field}
            value={chosen[field]}
            onChange={(event) =>
              replace({ view: "atlas", ...chosen, [field]: event.currentTarget.value })
            }
          >
            {values.map((value) => (
              <option key={value} value={value}>
                {value}
              </option>
            ))}
          </select>
        </label>
      ))}
    </form>
  );
}
