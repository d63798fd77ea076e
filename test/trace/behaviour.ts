import type { Config, State } from "../../spec/cpu/state.js";
import { eventText, type Path } from "../../src/checkers/explore/executable-model.js";
import { type NmiEvent, nmiModel } from "../../src/machine/model/nmi-model.js";
import { buildTrace } from "../../src/machine/trace/build.js";
import type { CpuTrace } from "../../src/machine/trace/schema.js";

export type Behaviour = Path<State<unknown>, NmiEvent>;

/**
 * Executes events on the typed model, each written as `eventText` writes it; `poll*3` stands for
 * three polls. Throws when one is not possible.
 */
export function behave(config: Config<unknown>, events: readonly string[]): Behaviour {
  const model = nmiModel(config);
  const byText = new Map(model.events.map((event) => [eventText(event), event]));
  const initial = model.initial();
  let state = initial;
  const steps = events.flatMap(repeated).map((text) => {
    const event = byText.get(text);
    if (event === undefined) throw new Error(`there is no event ${text}`);
    const next = model.apply(event, state);
    if (next === null) throw new Error(`${text} is not possible there`);
    state = next;
    return { event, state };
  });
  return { initial, steps };
}

function repeated(text: string): readonly string[] {
  const [event = text, times = "1"] = text.split("*");
  return Array.from({ length: Number(times) }, () => event);
}

/** The identity of a model that no module has. */
export const testModel = { name: "NMI", sha256: "5".repeat(64) };

/** The trace of a behaviour as a check would write it. */
export function traceOf(
  config: Config<unknown>,
  path: Behaviour,
  about: { readonly policy: string; readonly builtIn?: boolean; readonly property?: string },
): CpuTrace {
  return buildTrace(
    {
      nmicheck: "0.1.0",
      model: testModel,
      policy: { name: about.policy, builtIn: about.builtIn ?? true },
      platform: config.platform,
      property: about.property ?? null,
    },
    path,
  );
}
