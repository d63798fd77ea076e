/** How many NMIs of the logs are what. */
export interface AuditCounts {
  nmis: number;
  claimed: number;
  unclaimed: number;
  reported: number;
  swallowed: number;
  external: number;
  unknownWhich: number;
  surely: number;
  surelyNot: number;
  cannotTell: number;
  /** Swallowed, or maybe so, with an unknown edge in it, or maybe so. */
  mayBeLost: number;
  unexplained: number;
  /** NMIs whose address is not in the log. */
  withoutPlace: number;
  /** Reports that belong to no NMI of the logs. */
  strayReports: number;
}

/** None yet. */
export function noCounts(): AuditCounts {
  return {
    nmis: 0,
    claimed: 0,
    unclaimed: 0,
    reported: 0,
    swallowed: 0,
    external: 0,
    unknownWhich: 0,
    surely: 0,
    surelyNot: 0,
    cannotTell: 0,
    mayBeLost: 0,
    unexplained: 0,
    withoutPlace: 0,
    strayReports: 0,
  };
}
