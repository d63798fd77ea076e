import type { VNode } from "preact";
import type { ReportTrace } from "../../src/report/document.js";
import { EngineList } from "../parts/engines.js";
import { Command, OriginTable } from "../parts/origin-table.js";

/** Which engines have replayed a trace, and where it comes from. */
export function TraceOrigin({ trace }: { readonly trace: ReportTrace }): VNode {
  return (
    <>
      <section aria-labelledby="engines">
        <h2 id="engines">Engines that replayed it</h2>
        <EngineList engines={trace.engines} />
      </section>
      <section aria-labelledby="origin">
        <h2 id="origin">Where this comes from</h2>
        <OriginTable
          rows={[
            ["Command", <Command key="command" text={trace.command} />],
            ["Model", `${trace.model.name}.tla`],
            ["SHA-256 of the model", <code key="model">{trace.model.sha256}</code>],
          ]}
        />
      </section>
    </>
  );
}
