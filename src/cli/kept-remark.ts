/** Says that an answer, of a day where it says so, was not worked out anew, and how it would be. */
export function keptRemark(when?: string): string {
  const since = when === undefined ? "" : `, of ${when}`;
  return `from the cache${since}: nothing that the answer depends on has changed; --no-cache works it out again\n`;
}
