// What the comparison of checkers is made for: how much faster the explorer is, and what is wanted.

/** The least of some medians, field by field its own. */
function best(rows) {
  return rows.toSorted((left, right) => left.wall - right.wall)[0];
}

/**
 * The ratios between what was measured, wall and CPU seconds; those of which one side was not
 * measured are left out.
 */
export function ratiosOf({ rows, start }) {
  const named = (name) =>
    rows.find(({ checker }) => checker === name) ?? start.find((row) => row.name === name);
  const all = [
    {
      what: "best native checker on one core / explorer",
      of: [named("SPIN, 1 core"), named("Rumur, 1 thread")],
      by: named("explorer"),
      wanted: "at least 2",
    },
    {
      what: "best native checker on two cores / explorer",
      of: [named("Rumur, 2 threads")],
      by: named("explorer"),
      wanted: "at least 2",
    },
    {
      what: "TLC on the specification written by hand / explorer with all reductions",
      of: [named("TLC, 2 workers")],
      by: named("explorer, all reductions"),
      wanted: "at least 100",
    },
    {
      what: "--help / an empty Node script",
      of: [named("--help")],
      by: named("an empty script"),
      wanted: "at most 2.5",
    },
  ];
  return all.flatMap(({ what, of, by, wanted }) => {
    if (by === undefined || of.includes(undefined)) return [];
    const other = best(of);
    return [{ what, wall: other.wall / by.wall, cpu: other.cpu / by.cpu, wanted }];
  });
}
