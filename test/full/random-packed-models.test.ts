// The comparisons of random models in `npm test`, with 1,000 models in each.
process.env.RANDOM_MODELS = "1000";
await import("../packed/random-models.test.js");

export {};
