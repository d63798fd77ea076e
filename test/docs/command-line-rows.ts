import { policyNames } from "../../spec/policies/all.js";
import { unexpected } from "../../src/cli/diagnostics.js";
import {
  type ConfigurationDiagnosticCode,
  needsAxes,
} from "../../src/machine/configuration/diagnostics.js";
import { readCommaList, readEach } from "../../src/machine/configuration/list.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import {
  optionAlone,
  optionsExclude,
  optionTwice,
} from "../../src/machine/configuration/option-diagnostics.js";
import { axisFor, readProperty } from "../../src/machine/configuration/property.js";
import {
  readChain,
  readHeap,
  readName,
  readPlatformName,
  readPositive,
  readRips,
} from "../../src/machine/configuration/read.js";
import { readReductions } from "../../src/machine/configuration/reductions.js";
import { nmiProperties } from "../../src/machine/model/property-names.js";
import { type Row, row, thrown } from "./row.js";

const forty = Array.from({ length: 40 }, () => "1").join(",");
const chain = (text: string, happens = `\`--chain ${text}\``): Row =>
  row(
    happens,
    thrown(() => readChain(text)),
  );

/** One row or more for each code: a code without a row does not compile. */
export const commandLineRows: Readonly<Record<ConfigurationDiagnosticCode, readonly Row[]>> = {
  "configuration/unknown-name": [
    row(
      "`--policy mainlin`",
      thrown(() => readName("policy", "mainlin", policyNames)),
    ),
    row(
      "`--property NoSpurios`",
      thrown(() => readName("property", "NoSpurios", nmiProperties)),
    ),
    row(
      "`--platform stiky`",
      thrown(() => readPlatformName("stiky")),
    ),
    row(
      "`--checker tcl`",
      thrown(() => readName("checker", "tcl", ["auto", "tlc", "explorer"])),
    ),
    row(
      "`--axis lvtcp=late`",
      thrown(() => readAxes(["lvtcp=late"])),
    ),
    row(
      "`--axis lvtpc=later`",
      thrown(() => readAxes(["lvtpc=later"])),
    ),
  ],
  "configuration/axis-needs": [
    row(
      "`--axis nmi-routing=all` of one CPU",
      thrown(() => readAxes(["nmi-routing=all"])),
    ),
    row(
      "`--axis shared-lock=skip --cpus 2`",
      thrown(() => readAxes(["shared-lock=skip", "cpus=2"])),
    ),
  ],
  "configuration/chain": [
    chain("0"),
    chain("-1"),
    chain("[]"),
    chain("2,x"),
    chain(forty, "`--chain` with 40 handlers"),
    chain("33"),
  ],
  "configuration/ips": [
    row(
      "`--ips 0`",
      thrown(() => readRips("0")),
    ),
    row(
      "`--ips 0x10`",
      thrown(() => readRips("0x10")),
    ),
  ],
  "configuration/option-alone": [
    row("`--listen` without `--distributed`", optionAlone("--listen", "--distributed")),
  ],
  "configuration/options-exclude": [
    row(
      "`mutate --gate once --policy mainline`",
      optionsExclude("--gate", "--policy", "a gate says itself what is asked"),
    ),
    row(
      "`--axes --axis touch=yes`",
      optionsExclude(
        "--axes",
        "--axis",
        "the one asks about each axis alone, the other about one machine",
      ),
    ),
  ],
  "configuration/option-twice": [
    row("`--chain 1 --chain 2` where there is one chain", optionTwice("--chain", "1", "2")),
    row(
      "`--axis touch=yes --axis touch=no`",
      thrown(() => readAxes(["touch=yes", "touch=no"])),
    ),
  ],
  "configuration/listed-twice": [
    row(
      "`--policy v5 --policy v5`",
      thrown(() => readEach("--policy", ["v5", "v5"], (text) => text)),
    ),
    row(
      "`--observe rip,rip`",
      thrown(() => readCommaList("--observe", "rip,rip", (text) => text)),
    ),
  ],
  "configuration/empty-item": [
    row(
      "`--reductions symmetry,`",
      thrown(() => readReductions("symmetry,")),
    ),
  ],
  "configuration/asked-elsewhere": [
    row(
      "`find EveryEventHandled`",
      thrown(() => readProperty("`find`", "EveryEventHandled", nmiProperties)),
    ),
  ],
  "configuration/needs-axes": [
    row("`--property NoHidden` without an axis", needsAxes("NoHidden", axisFor("NoHidden"))),
  ],
  "configuration/number": [
    row(
      "`--workers 0`",
      thrown(() => readPositive("--workers", "0")),
    ),
    row(
      "`--timeout 1e3`",
      thrown(() => readPositive("--timeout", "1e3")),
    ),
    row(
      "`--heap lots`",
      thrown(() => readHeap("lots")),
    ),
  ],
};

const full = Object.assign(new Error("ENOSPC: no space left on device, write"), {
  code: "ENOSPC",
  syscall: "write",
  path: "/x/y",
});

/** What any command may end with. */
export const anyCommandRows: readonly Row[] = [
  row("the system refuses something that nothing here has a word for", unexpected(full)),
  row("nmicheck itself has a mistake", unexpected(new TypeError("x is not a function"))),
];
