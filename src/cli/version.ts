export { nmicheckVersion } from "../base/package/version.js";
