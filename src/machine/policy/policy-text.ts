import type { PolicyName } from "../../../spec/policies/all.js";

/** What each policy that comes with the project is, in one line. */
export const policyText: Readonly<Record<PolicyName, string>> = {
  none: "every handler is called, and every NMI that nobody claims is reported",
  v5: "the patch as posted in September 2011: swallows an NMI that nobody claims if it is back-to-back and one before it in the same run of back-to-back NMIs claimed more than one event; stops after the first handler that claimed something, unless back-to-back",
  mainline: "Linux 3.2 until today: swallows as v5 does, and calls every handler",
};
