/** A machine of the survey under the policy that is looked at. */
export interface Surveyed {
  /** Places in the survey's list of features. */
  readonly features: readonly number[];
  readonly states: number;
  /** Of each property the states of a shortest counterexample; 0 where it holds. */
  readonly lengths: readonly number[];
}
