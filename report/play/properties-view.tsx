import type { VNode } from "preact";
import type { Session } from "../../src/analyses/play/session.js";
import { propertyText } from "../../src/machine/trace/property-text.js";
import { grouped } from "../../src/machine/trace/words.js";

/** Each property: whether it holds so far, is violated here, or was on the way. */
export function PropertiesView({ session }: { readonly session: Session }): VNode {
  const { broken, brokenHere } = session.here;
  return (
    <section aria-labelledby="properties">
      <h2 id="properties">Does it hold?</h2>
      <ul class="properties">
        {session.properties.map((name) => {
          const first = broken.get(name);
          const isHere = brokenHere.includes(name);
          return (
            <li key={name} class={first === undefined ? "" : "is-broken"}>
              <span class="property-name">{name}</span>
              <span class={first === undefined ? "is-right" : "is-wrong"}>
                {first === undefined
                  ? "holds so far"
                  : isHere
                    ? "violated here"
                    : `violated after step ${grouped(first)}`}
              </span>
              <span class="property-text">{propertyText[name]}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
