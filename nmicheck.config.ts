import { defineConfig } from "nmicheck";

/** What nmicheck says about Linux: the scorecard, and that the kernel's own code does as the model. */
export default defineConfig({
  gates: [
    {
      name: "none",
      policy: "none",
      expect: {
        ideal: {
          NoFalseSwallow: "holds",
          NoSpurious: "violated",
          NoMasked: "violated",
          NoStranded: "holds",
        },
        sticky: {
          NoFalseSwallow: "holds",
          NoSpurious: "violated",
          NoMasked: "violated",
          NoStranded: "holds",
        },
        shadow: {
          NoFalseSwallow: "holds",
          NoSpurious: "violated",
          NoMasked: "violated",
          NoStranded: "holds",
        },
        "sticky+shadow": {
          NoFalseSwallow: "holds",
          NoSpurious: "violated",
          NoMasked: "violated",
          NoStranded: "holds",
        },
      },
    },
    {
      name: "v5",
      policy: "v5",
      expect: {
        ideal: {
          NoFalseSwallow: "violated",
          NoSpurious: "holds",
          NoMasked: "violated",
          NoStranded: "violated",
        },
        sticky: {
          NoFalseSwallow: "violated",
          NoSpurious: "violated",
          NoMasked: "violated",
          NoStranded: "violated",
        },
        shadow: {
          NoFalseSwallow: "violated",
          NoSpurious: "violated",
          NoMasked: "violated",
          NoStranded: "violated",
        },
        "sticky+shadow": {
          NoFalseSwallow: "violated",
          NoSpurious: "violated",
          NoMasked: "violated",
          NoStranded: "violated",
        },
      },
    },
    {
      name: "mainline",
      policy: "mainline",
      expect: {
        ideal: {
          NoFalseSwallow: "violated",
          NoSpurious: "holds",
          NoMasked: "violated",
          NoStranded: "holds",
        },
        sticky: {
          NoFalseSwallow: "violated",
          NoSpurious: "violated",
          NoMasked: "violated",
          NoStranded: "holds",
        },
        shadow: {
          NoFalseSwallow: "violated",
          NoSpurious: "violated",
          NoMasked: "violated",
          NoStranded: "holds",
        },
        "sticky+shadow": {
          NoFalseSwallow: "violated",
          NoSpurious: "violated",
          NoMasked: "violated",
          NoStranded: "holds",
        },
      },
    },
  ],
  conformance: [
    { name: "linux-6.1", engine: "linux:6.1" },
    { name: "linux-6.12", engine: "linux:6.12" },
  ],
});
