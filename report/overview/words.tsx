import type { VNode } from "preact";
import { policyNames } from "../../spec/policies/all.js";
import { platformNames } from "../../src/machine/configuration/platform.js";
import { platformText } from "../../src/machine/configuration/platform-text.js";
import { policyText } from "../../src/machine/policy/policy-text.js";
import { usePage } from "../data/context.js";

/** What the names in the scorecard mean, as far as nmicheck itself gives them. */
export function Words(): VNode {
  const { document } = usePage().report;
  const policies = policyNames.filter((name) =>
    document.verdicts.some(({ policy }) => policy === name),
  );
  const platforms = platformNames.filter((name) =>
    document.verdicts.some(({ platform }) => platform.name === name),
  );
  return (
    <div class="words">
      <Meanings
        title="Properties"
        rows={document.properties.map(({ name, meaning }) => [name, meaning])}
      />
      <Meanings title="Policies" rows={policies.map((name) => [name, policyText[name]])} />
      <Meanings title="Platforms" rows={platforms.map((name) => [name, platformText[name]])} />
    </div>
  );
}

function Meanings(props: {
  readonly title: string;
  readonly rows: readonly (readonly [name: string, meaning: string])[];
}): VNode | null {
  const { title, rows } = props;
  if (rows.length === 0) return null;
  return (
    <div>
      <h3>{title}</h3>
      <dl class="meanings">
        {rows.map(([name, meaning]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
