import { type CarriedModels, moduleOf } from "../../src/analyses/play/identity.js";
import type { IdentityOf } from "../../src/analyses/play/trace.js";
import { inflate } from "../data/inflate.js";

/** Says which model a machine's traces are of, from the models that the page carries in an element. */
export class ModelShelf {
  readonly #page: Document;
  #models: Promise<CarriedModels> | null = null;

  constructor(page: Document) {
    this.#page = page;
  }

  /** @throws Error in a browser that cannot hash, and where the file is cut off */
  readonly identityOf: IdentityOf = async (machine) => {
    this.#models ??= this.#read();
    const { name, text } = moduleOf(await this.#models, machine);
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    const bytes = [...new Uint8Array(digest)];
    return { name, sha256: bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("") };
  };

  async #read(): Promise<CarriedModels> {
    const models: CarriedModels = JSON.parse(
      await inflate(this.#page.getElementById("models")?.textContent ?? ""),
    );
    return models;
  }
}
