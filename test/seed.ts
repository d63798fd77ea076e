import fc from "fast-check";

/**
 * What is drawn at random is the same in every run, so that a verdict of CI repeats; a campaign
 * draws anew, and says with what: `RANDOM_SEED=$RANDOM`.
 */
fc.configureGlobal({ seed: Number(process.env.RANDOM_SEED ?? 2011) });
