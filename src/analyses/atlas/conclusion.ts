import type { PolicyName } from "../../../spec/policies/all.js";
import type { NmiProperty } from "../../machine/model/property-names.js";
import type { Finding } from "./explored.js";
import { type SurveyRow, surveyedProperties } from "./survey.js";

/** A smallest set of features that changes a verdict of the bare machine. */
export interface Change {
  readonly features: readonly string[];
  readonly finding: Finding;
}

/** What the survey says of a property under a policy. */
export interface Conclusion {
  readonly policy: PolicyName;
  readonly property: NmiProperty;
  /** On the bare machine. */
  readonly bare: Finding;
  /** The smallest sets with another verdict: no set here contains another. */
  readonly changes: readonly Change[];
  /** A machine with a shorter way to violate it than the bare one, the shortest first found. */
  readonly shorter: Change | null;
}

/** What each policy and property comes to, in the order of the survey. */
export function conclusions(rows: readonly SurveyRow[]): readonly Conclusion[] {
  const policies = [...new Set(rows.map(({ policy }) => policy))];
  return policies.flatMap((policy) =>
    surveyedProperties.map((property) =>
      conclude(
        policy,
        property,
        rows.filter((row) => row.policy === policy),
      ),
    ),
  );
}

function featuresOf({ machine }: SurveyRow): readonly string[] {
  return machine.features.map(({ name }) => name);
}

function conclude(
  policy: PolicyName,
  property: NmiProperty,
  rows: readonly SurveyRow[],
): Conclusion {
  const bare = rows.find(({ machine }) => machine.features.length === 0)?.findings[property];
  if (bare === undefined) throw new Error("the survey has no bare machine");
  const changes: Change[] = [];
  let shorter: Change | null = null;
  // Smaller sets come first.
  for (const row of rows) {
    const change: Change = { features: featuresOf(row), finding: row.findings[property] };
    const contains = changes.some((known) =>
      known.features.every((name) => change.features.includes(name)),
    );
    if (change.finding.verdict !== bare.verdict && !contains) changes.push(change);
    if (length(change.finding) < length(shorter?.finding ?? bare)) shorter = change;
  }
  return { policy, property, bare, changes, shorter: bare.verdict === "violated" ? shorter : null };
}

function length(finding: Finding): number {
  return finding.verdict === "holds" ? Number.POSITIVE_INFINITY : finding.events.length + 1;
}
