/** What a variable of the model is called on the page. */
export const variableNames: Readonly<Record<string, string>> = {
  active: "status bits",
  latched: "latch",
  latchCarriesUnknown: "latch holds an unknown edge",
  rip: "ip",
  lastNmiRip: "last_nmi_rip",
  position: "position",
  handled: "handled",
  backToBack: "back-to-back",
  carriesUnknown: "NMI holds an unknown edge",
  policyMemory: "policy memory",
  outcome: "outcome",
  owed: "owed",
};

function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(" ");
  if (typeof value === "object" && value !== null) {
    return Object.entries(value)
      .map(([name, own]) => `${name} ${plain(own)}`)
      .join(", ");
  }
  return String(value);
}

function positionText(value: unknown): string {
  if (typeof value !== "object" || value === null || !("at" in value)) return plain(value);
  const rest = Object.entries(value).filter(([name]) => name !== "at");
  return [String(value.at), rest.map(([, own]) => String(own)).join(".")].join(" ").trim();
}

/** The status bits of each handler: `10 0`. */
function bitsText(value: unknown): string {
  if (!Array.isArray(value)) return plain(value);
  return value
    .map((slots) => (Array.isArray(slots) ? slots.map((slot) => (slot ? "1" : "0")).join("") : ""))
    .join(" ");
}

const yesNo: Readonly<Record<string, readonly [string, string]>> = {
  latched: ["latch empty", "NMI pending"],
  latchCarriesUnknown: ["no unknown edge latched", "unknown edge latched"],
  backToBack: ["not back-to-back", "back-to-back"],
  carriesUnknown: ["NMI without unknown edge", "NMI with unknown edge"],
  owed: ["nothing owed", "owed"],
};

/** A value of a variable, from its JSON, as a label that needs no name beside it. */
export function valueText(name: string, json: string): string {
  const value: unknown = JSON.parse(json);
  const pair = yesNo[name];
  if (pair !== undefined && typeof value === "boolean") return pair[value ? 1 : 0];
  switch (name) {
    case "position":
      return positionText(value);
    case "active":
      return `bits ${bitsText(value)}`;
    case "rip":
      return `ip ${plain(value)}`;
    case "lastNmiRip":
      return `last ip ${plain(value ?? "none")}`;
    case "handled":
      return `handled ${["0", "1", "more"][Number(value)] ?? ""}`;
    case "outcome":
      return value === null ? "no outcome" : plain(value);
    case "policyMemory":
      return value === null ? "no memory" : plain(value).replace("swallowNmi", "swallow_nmi");
    default:
      return plain(value);
  }
}
