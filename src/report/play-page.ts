import { policyNames } from "../../spec/policies/all.js";
import type { CarriedModel, CarriedModels } from "../analyses/play/identity.js";
import { bareAxes, readAxes } from "../machine/configuration/named-axes.js";
import type { NmiProperty } from "../machine/model/property-names.js";
import { wholeModelFor } from "../machine/policy/ir-cache.js";
import { loadPolicy } from "../machine/policy/load.js";
import { embeddedElement } from "./embedded.js";
import { escapeHtml, pageHtml } from "./html.js";
import type { Page } from "./page.js";

/** What a page to play with begins with. */
export interface PlayStart {
  readonly nmicheck: string;
  /** The state that is shown where its address names none: a link. */
  readonly link: string;
  /** The run of the link is to be stepped through from its start. */
  readonly rewinds: boolean;
  readonly goal: NmiProperty;
}

/** The models that a page needs to say which model its traces are of. */
export async function carriedModels(): Promise<CarriedModels> {
  const models: Record<string, CarriedModels[string]> = {};
  for (const name of policyNames) {
    const loaded = await loadPolicy(name);
    if (loaded.kind === "refused") throw loaded.diagnostics[0] ?? new Error(`${name} is no policy`);
    const carried = async (axes: typeof bareAxes): Promise<CarriedModel> => {
      const { places: _, ...model } = (await wholeModelFor(loaded.policy, axes)).whole;
      return model;
    };
    models[name] = { one: await carried(bareAxes), several: await carried(readAxes(["cpus=2"])) };
  }
  return models;
}

/** The element of a page that carries the models. */
export function modelsElement(models: CarriedModels): string {
  return embeddedElement("models", models);
}

/** The page to play with as one HTML file that loads nothing. */
export function playHtml(start: PlayStart, models: CarriedModels, page: Page): string {
  return pageHtml(
    {
      title: "nmicheck play",
      made: `${start.nmicheck} (play)`,
      withoutScripts: `<main>
<h1>nmicheck play</h1>
<p>The model runs in this page as a script, and scripts do not run here. In a terminal, this plays the same: <code>${escapeHtml("nmicheck play --terminal")}</code>.</p>
</main>`,
      data: [embeddedElement("play", start), modelsElement(models)],
    },
    page,
  );
}
