export { nmicheckVersion } from "../package/version.js";
