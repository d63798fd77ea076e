import { Command } from "commander";

const program = new Command("nmicheck").description(
  "Model-checks x86 NMI dispatch: typed model, TLA+, TLC, replay on real engines",
);
await program.parseAsync();
