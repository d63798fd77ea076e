import { readAxes } from "../../machine/configuration/named-axes.js";
import { namedPlatform } from "../../machine/configuration/platform.js";
import { enumerated } from "../../machine/trace/words.js";
import { HEARD, type MuseumProperty } from "./properties.js";
import type { MuseumRow } from "./survey.js";
import { code, rowsOn } from "./tables.js";

/** What the policies do on one machine, by what is recorded of them there. */
class Told {
  readonly rows: readonly MuseumRow[];
  readonly #bare: readonly MuseumRow[];

  constructor(all: readonly MuseumRow[], axis: string) {
    const platform = namedPlatform("ideal");
    this.rows = rowsOn(all, { platform, axes: readAxes([axis]) });
    this.#bare = rowsOn(all, { platform });
    if (this.rows.length === 0) throw new Error(`nothing is recorded of ${axis}`);
  }

  #names(isOne: (row: MuseumRow, index: number) => boolean): string {
    const found = this.rows.filter(isOne);
    if (found.length === this.rows.length) return "every policy";
    return found.length === 0
      ? "none of them"
      : enumerated(found.map(({ policy }) => code(policy)));
  }

  violate(property: MuseumProperty): string {
    return this.#names(({ verdicts }) => verdicts[property] !== "holds");
  }

  /** Who violates a property: all but those who do not. */
  allBut(property: MuseumProperty): string {
    const have = this.#names(({ verdicts }) => verdicts[property] === "holds");
    return `every policy but ${have}`;
  }

  /** The states of a shortest counterexample of all. */
  soonest(property: MuseumProperty): number {
    const lengths = this.rows.flatMap(({ verdicts }) => {
      const verdict = verdicts[property];
      return typeof verdict === "number" ? [verdict] : [];
    });
    return Math.min(...lengths);
  }

  /** Who violates a property here and not with every axis off, each with its states. */
  newly(property: MuseumProperty): string {
    const found = this.rows.flatMap(({ policy, verdicts }, index) => {
      const own = verdicts[property];
      const isNew = own !== "holds" && this.#bare[index]?.verdicts[property] === "holds";
      return isNew ? [`${code(policy)} (${own})`] : [];
    });
    return enumerated(found);
  }

  /** Who no longer violates a property here. */
  noLonger(property: MuseumProperty): string {
    return this.#names(
      ({ verdicts }, index) =>
        verdicts[property] === "holds" && this.#bare[index]?.verdicts[property] !== "holds",
    );
  }
}

/** A sentence about one axis: the names and numbers in it are those of the record. */
interface Striking {
  readonly axis: string;
  readonly properties: readonly MuseumProperty[];
  readonly sentence: (told: Told) => string;
}

const all: readonly Striking[] = [
  {
    axis: "kvm-host=yes",
    properties: [HEARD],
    sentence: (told) =>
      `On a KVM host each NMI that comes while a guest runs looks back-to-back: ${told.violate(HEARD)} can be silenced for ever, and no other.`,
  },
  {
    axis: "pmu=vanishing",
    properties: ["NoSpurious"],
    sentence: (told) =>
      `Where a status bit is gone before its handler looks, an NMI that was the PMU's is reported as unknown by ${told.allBut("NoSpurious")}, within ${told.soonest("NoSpurious")} states.`,
  },
  {
    axis: "pmu=late",
    properties: ["NoSpurious"],
    sentence: (told) =>
      `Where its edge comes late, that is so of ${told.allBut("NoSpurious")}, within ${told.soonest("NoSpurious")} states.`,
  },
  {
    axis: "pmu=window",
    properties: ["NoSpurious", HEARD],
    sentence: (told) =>
      `With perf's window ${told.noLonger("NoSpurious")} no longer report an NMI that was none, and under ${told.violate(HEARD)} a button can be pressed for ever and not be heard.`,
  },
  {
    axis: "front-handler=emergency",
    properties: ["NoHidden", HEARD],
    sentence: (told) =>
      `In a crash the handler in front takes the button's NMI under ${told.violate("NoHidden")}, within ${told.soonest("NoHidden")} states, and under ${told.violate(HEARD)} that can go on for ever.`,
  },
  {
    axis: "panic=unknown",
    properties: ["NoNeedlessPanic"],
    sentence: (told) =>
      `With \`unknown_nmi_panic\` a machine crashes for an NMI that was none under ${told.violate("NoNeedlessPanic")}.`,
  },
  {
    axis: "nesting=yes",
    properties: ["NoSpurious"],
    sentence: (told) =>
      `Where NMIs nest, spurious reports come to ${told.newly("NoSpurious")}, who have none otherwise.`,
  },
  {
    axis: "nmi-injection=again",
    properties: ["NoSpurious"],
    sentence: (told) =>
      `A hypervisor that delivers an NMI twice brings them to ${told.newly("NoSpurious")}.`,
  },
  {
    axis: "handler-quirk=no-ack",
    properties: ["NoFalseSwallow", HEARD],
    sentence: (told) =>
      `With a handler that claims without clearing, false swallows are left to ${told.violate("NoFalseSwallow")}, and under ${told.violate(HEARD)} a button can be pressed for ever and not be heard.`,
  },
];

/** What is striking about the policies on machines with axes, each sentence with its command. */
export function strikingList(rows: readonly MuseumRow[]): string {
  return all
    .map(({ axis, properties, sentence }) => {
      const asked = properties.map((property) => `--property ${property}`).join(" ");
      const command = `nmicheck check --policy museum --platform ideal --axis ${axis} ${asked}`;
      return `- ${sentence(new Told(rows, axis))} *Proof:* ${code(command)}`;
    })
    .join("\n");
}
