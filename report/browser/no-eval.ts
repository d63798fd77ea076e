import { config } from "zod";

// Imported before anything that has a schema: the page's own policy forbids zod to make functions of texts.
config({ jitless: true });
