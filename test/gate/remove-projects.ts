import { afterEach } from "vitest";
import { removeProjects } from "./project.js";

// A setup file is evaluated for each file of tests, a module only for the first of a worker's.
afterEach(removeProjects);
