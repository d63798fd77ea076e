import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { kindTexts, type Watching, watchingOf } from "../../src/analyses/play/knowledge.js";
import type { Session } from "../../src/analyses/play/session.js";

/** What the best kernel could know, which remembers all that it has seen; worked out when it is asked for. */
export function KnowledgeView({ session }: { readonly session: Session }): VNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="knowledge" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>What could any kernel know here?</summary>
      {isOpen && <Known session={session} />}
    </details>
  );
}

interface Worked {
  readonly session: Session;
  readonly watching: Watching | string;
}

function Known({ session }: { readonly session: Session }): VNode {
  const [worked, setWorked] = useState<Worked | null>(null);
  useEffect(() => {
    // It takes a second or two: what is being done is shown first.
    const timer = setTimeout(() => setWorked({ session, watching: watchingOf(session) }), 30);
    return () => clearTimeout(timer);
  }, [session]);
  if (worked === null || worked.session !== session) {
    return <p class="muted">Following every run that looks the same to the kernel …</p>;
  }
  const { watching } = worked;
  if (typeof watching === "string") return <p class="muted">Not told here: {watching}.</p>;
  const { last, next } = watching.known(session.here.number);
  return (
    <>
      <p class="muted">
        A kernel sees where an NMI comes and what each handler claimed. With a perfect memory of all
        that it has seen it would know:
      </p>
      {last !== null && last.kind !== null && (
        <p>
          The last NMI ({last.seen}) was{" "}
          <strong class={`kind-${last.kind}`}>{kindTexts[last.kind]}</strong>.
        </p>
      )}
      <table>
        <caption>If nobody claims the NMI that ends next, and it looks so, it is</caption>
        <tbody>
          {next.map(({ seen, kind }) => (
            <tr key={seen}>
              <th scope="row">{seen.replace(/^unclaimed, /, "")}</th>
              <td class={`kind-${kind}`}>{kindTexts[kind]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
