import { advisories } from "./advisories.js";
import type { AdvisoryDocument } from "./schema.js";

/** What documents say of the known bugs of TLC, where TLC gave verdicts. */
export function advisoryDocuments(): AdvisoryDocument[] {
  return advisories.map(({ touches: _, ...told }) => ({
    bug: told.bug,
    about: told.about,
    versions: told.versions,
    needs: told.needs,
    touched: false,
    because: told.because,
  }));
}
