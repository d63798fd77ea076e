import type { ToldDiagnosticCode } from "./run-diagnostics.js";

/**
 * What a message of TLC's is for:
 * - `note`: bookkeeping, nothing follows from it;
 * - `heading`: stands before or after what an earlier message told, such as "The behavior up to this
 *   point is:";
 * - a diagnostic code: TLC could not finish, and this is why;
 * - anything else: the event of that name.
 */
export type MessageRole =
  | ToldDiagnosticCode
  | "note"
  | "heading"
  | "version"
  | "mode"
  | "parsing-started"
  | "parsing-finished"
  | "started"
  | "finished"
  | "init-computing"
  | "init-computed"
  | "recovered"
  | "progress"
  | "stats"
  | "depth"
  | "success"
  | "coverage-action"
  | "coverage-expression"
  | "invariant-violated"
  | "step-violated"
  | "initial-violated"
  | "temporal-violated"
  | "back-to-state"
  | "stuttering"
  | "deadlock"
  | "state"
  | "positions";

/** A message code of TLC's, its name in the class `tlc2.output.EC`, and what it is for. */
type Entry = readonly [code: number, name: string, role: MessageRole];

/**
 * Every message code of `tlc2.output.EC` in TLC 2.18, read from the class with `javap -constants`,
 * and those that later releases added (2148, 2254 to 2257, 2501, 2502, 2778).
 */
const ENTRIES: readonly Entry[] = [
  [-1, "UNKNOWN", "tlc/internal-error"],
  [1000, "GENERAL", "tlc/evaluation-error"],
  [1001, "SYSTEM_OUT_OF_MEMORY", "tlc/out-of-memory"],
  [1002, "SYSTEM_OUT_OF_MEMORY_TOO_MANY_INIT", "tlc/out-of-memory"],
  [1003, "SYSTEM_OUT_OF_MEMORY_LIVENESS", "tlc/out-of-memory"],
  [1005, "SYSTEM_STACK_OVERFLOW", "tlc/stack-overflow"],
  [1101, "WRONG_COMMANDLINE_PARAMS_SIMULATOR", "tlc/usage"],
  [1102, "WRONG_COMMANDLINE_PARAMS_TLC", "tlc/usage"],
  [2000, "TLC_PP_PARSING_VALUE", "tlc/evaluation-error"],
  [2001, "TLC_PP_FORMATING_VALUE", "tlc/evaluation-error"],
  [2100, "TLC_METADIR_EXISTS", "tlc/disk-error"],
  [2101, "TLC_METADIR_CAN_NOT_BE_CREATED", "tlc/disk-error"],
  [2102, "TLC_INITIAL_STATE", "tlc/evaluation-error"],
  [2103, "TLC_NESTED_EXPRESSION", "positions"],
  [2104, "TLC_ASSUMPTION_FALSE", "tlc/assumption-false"],
  [2105, "TLC_ASSUMPTION_EVALUATION_ERROR", "tlc/assumption-false"],
  [2106, "TLC_STATE_NOT_COMPLETELY_SPECIFIED_INITIAL", "tlc/evaluation-error"],
  [2107, "TLC_INVARIANT_VIOLATED_INITIAL", "initial-violated"],
  [2108, "TLC_PROPERTY_VIOLATED_INITIAL", "tlc/other-property"],
  [2109, "TLC_STATE_NOT_COMPLETELY_SPECIFIED_NEXT", "tlc/evaluation-error"],
  [2110, "TLC_INVARIANT_VIOLATED_BEHAVIOR", "invariant-violated"],
  [2111, "TLC_INVARIANT_EVALUATION_FAILED", "tlc/evaluation-error"],
  [2112, "TLC_ACTION_PROPERTY_VIOLATED_BEHAVIOR", "step-violated"],
  [2113, "TLC_ACTION_PROPERTY_EVALUATION_FAILED", "tlc/other-property"],
  [2114, "TLC_DEADLOCK_REACHED", "deadlock"],
  [2115, "TLC_STATES_AND_NO_NEXT_ACTION", "tlc/evaluation-error"],
  [2116, "TLC_TEMPORAL_PROPERTY_VIOLATED", "temporal-violated"],
  [2117, "TLC_FAILED_TO_RECOVER_NEXT", "tlc/disk-error"],
  [2118, "TLC_NO_STATES_SATISFYING_INIT", "note"],
  [2119, "TLC_STRING_MODULE_NOT_FOUND", "tlc/evaluation-error"],
  [2120, "TLC_ERROR_STATE", "heading"],
  [2121, "TLC_BEHAVIOR_UP_TO_THIS_POINT", "heading"],
  [2122, "TLC_BACK_TO_STATE", "back-to-state"],
  [2123, "TLC_FAILED_TO_RECOVER_INIT", "tlc/disk-error"],
  [2124, "TLC_REPORTER_DIED", "tlc/internal-error"],
  [2125, "SYSTEM_ERROR_READING_POOL", "tlc/disk-error"],
  [2126, "SYSTEM_CHECKPOINT_RECOVERY_CORRUPT", "tlc/disk-error"],
  [2127, "SYSTEM_ERROR_WRITING_POOL", "tlc/disk-error"],
  [2128, "TLC_BUG", "tlc/internal-error"],
  [2129, "SYSTEM_DISKGRAPH_ACCESS", "tlc/disk-error"],
  [2130, "TLC_AAAAAAA", "tlc/internal-error"],
  [2131, "TLC_REGISTRY_INIT_ERROR", "tlc/internal-error"],
  [2132, "TLC_VALUE_ASSERT_FAILED", "tlc/evaluation-error"],
  [2133, "TLC_FP_NOT_IN_SET", "tlc/internal-error"],
  [2134, "SYSTEM_INDEX_ERROR", "tlc/disk-error"],
  [2135, "SYSTEM_STREAM_EMPTY", "tlc/disk-error"],
  [2136, "TLC_PARAMETER_MUST_BE_POSTFIX", "tlc/evaluation-error"],
  [2137, "SYSTEM_FILE_NULL", "tlc/disk-error"],
  [2138, "SYSTEM_INTERRUPTED", "tlc/internal-error"],
  [2139, "TLC_COULD_NOT_DETERMINE_SUBSCRIPT", "tlc/evaluation-error"],
  [2140, "TLC_SUBSCRIPT_CONTAIN_NO_STATE_VAR", "tlc/evaluation-error"],
  [2141, "TLC_WRONG_TUPLE_FIELD_NAME", "tlc/evaluation-error"],
  [2142, "TLC_WRONG_RECORD_FIELD_NAME", "tlc/evaluation-error"],
  [2143, "TLC_UNCHANGED_VARIABLE_CHANGED", "tlc/evaluation-error"],
  [2144, "TLC_EXCEPT_APPLIED_TO_UNKNOWN_FIELD", "tlc/evaluation-error"],
  [2145, "TLC_MODULE_TLCGET_UNDEFINED", "tlc/evaluation-error"],
  [2146, "TLC_INVARIANT_VIOLATED_LEVEL", "tlc/evaluation-error"],
  [2147, "TLC_FINGERPRINT_EXCEPTION", "tlc/evaluation-error"],
  [2148, "TLC_STATE_NOT_COMPLETELY_SPECIFIED_LIVE", "tlc/evaluation-error"],
  [2154, "TLC_MODULE_VALUE_JAVA_METHOD_OVERRIDE", "tlc/evaluation-error"],
  [2155, "TLC_MODULE_COMPARE_VALUE", "tlc/evaluation-error"],
  [2156, "TLC_FEATURE_UNSUPPORTED", "tlc/evaluation-error"],
  [2157, "TLC_MODULE_TRANSITIVE_CLOSURE", "tlc/evaluation-error"],
  [2158, "TLC_MODULE_CHECK_MEMBER_OF", "tlc/evaluation-error"],
  [2159, "TLC_LIVE_BEGRAPH_FAILED_TO_CONSTRUCT", "tlc/evaluation-error"],
  [2160, "SYSTEM_UNABLE_NOT_RENAME_FILE", "tlc/disk-error"],
  [2161, "SYSTEM_DISK_IO_ERROR_FOR_FILE", "tlc/disk-error"],
  [2162, "SYSTEM_METADIR_EXISTS", "tlc/disk-error"],
  [2163, "SYSTEM_METADIR_CREATION_ERROR", "tlc/disk-error"],
  [2164, "TLC_CHOOSE_ARGUMENTS_WRONG", "tlc/evaluation-error"],
  [2165, "TLC_CHOOSE_UPPER_BOUND", "tlc/evaluation-error"],
  [2166, "TLC_FP_VALUE_ALREADY_ON_DISK", "tlc/internal-error"],
  [2167, "SYSTEM_UNABLE_TO_OPEN_FILE", "tlc/disk-error"],
  [2168, "TLC_MODULE_VALUE_JAVA_METHOD_OVERRIDE_LOADED", "note"],
  [2169, "TLC_MODULE_ARGUMENT_ERROR", "tlc/evaluation-error"],
  [2170, "TLC_ARGUMENT_MISMATCH", "tlc/evaluation-error"],
  [2171, "TLC_PARSING_FAILED2", "tlc/parse-error"],
  [2172, "TLC_TOO_MNY_POSSIBLE_STATES", "tlc/evaluation-error"],
  [2173, "TLC_ERROR_REPLACING_MODULES", "tlc/config-error"],
  [2174, "SYSTEM_ERROR_READING_STATES", "tlc/disk-error"],
  [2175, "SYSTEM_ERROR_WRITING_STATES", "tlc/disk-error"],
  [2176, "TLC_MODULE_APPLYING_TO_WRONG_VALUE", "tlc/evaluation-error"],
  [2177, "TLC_MODULE_BAG_UNION1", "tlc/evaluation-error"],
  [2178, "TLC_MODULE_OVERFLOW", "tlc/evaluation-error"],
  [2179, "TLC_MODULE_DIVISION_BY_ZERO", "tlc/evaluation-error"],
  [2180, "TLC_MODULE_NULL_POWER_NULL", "tlc/evaluation-error"],
  [2181, "TLC_MODULE_COMPUTING_CARDINALITY", "tlc/evaluation-error"],
  [2182, "TLC_MODULE_EVALUATING", "tlc/evaluation-error"],
  [2183, "TLC_MODULE_ARGUMENT_NOT_IN_DOMAIN", "tlc/evaluation-error"],
  [2184, "TLC_MODULE_APPLY_EMPTY_SEQ", "tlc/evaluation-error"],
  [2185, "TLC_STARTING", "started"],
  [2186, "TLC_FINISHED", "finished"],
  [2187, "TLC_MODE_MC", "mode"],
  [2188, "TLC_MODE_SIMU", "note"],
  [2189, "TLC_COMPUTING_INIT", "init-computing"],
  [2190, "TLC_INIT_GENERATED1", "init-computed"],
  [2191, "TLC_INIT_GENERATED2", "init-computed"],
  [2192, "TLC_CHECKING_TEMPORAL_PROPS", "note"],
  [2193, "TLC_SUCCESS", "success"],
  [2194, "TLC_SEARCH_DEPTH", "depth"],
  [2195, "TLC_CHECKPOINT_START", "note"],
  [2196, "TLC_CHECKPOINT_END", "note"],
  [2197, "TLC_CHECKPOINT_RECOVER_START", "note"],
  [2198, "TLC_CHECKPOINT_RECOVER_END", "recovered"],
  [2199, "TLC_STATS", "stats"],
  [2200, "TLC_PROGRESS_STATS", "progress"],
  [2201, "TLC_COVERAGE_START", "note"],
  [2202, "TLC_COVERAGE_END", "note"],
  [2203, "TLC_CHECKPOINT_RECOVER_END_DFID", "note"],
  [2204, "TLC_STATS_DFID", "note"],
  [2205, "TLC_PROGRESS_START_STATS_DFID", "note"],
  [2206, "TLC_PROGRESS_STATS_DFID", "note"],
  [2207, "TLC_INIT_GENERATED3", "init-computed"],
  [2208, "TLC_INIT_GENERATED4", "init-computed"],
  [2209, "TLC_PROGRESS_SIMU", "note"],
  [2210, "TLC_STATS_SIMU", "note"],
  [2211, "TLC_FP_COMPLETED", "note"],
  [2212, "TLC_LIVE_IMPLIED", "note"],
  [2213, "TLC_LIVE_CANNOT_HANDLE_FORMULA", "tlc/evaluation-error"],
  [2214, "TLC_LIVE_WRONG_FORMULA_FORMAT", "tlc/evaluation-error"],
  [2215, "TLC_EXPECTED_VALUE", "tlc/evaluation-error"],
  [2216, "TLC_STATE_PRINT1", "heading"],
  [2217, "TLC_STATE_PRINT2", "state"],
  [2218, "TLC_STATE_PRINT3", "stuttering"],
  [2219, "TLC_SANY_END", "parsing-finished"],
  [2220, "TLC_SANY_START", "parsing-started"],
  [2221, "TLC_COVERAGE_VALUE", "coverage-expression"],
  [2222, "TLC_CONFIG_VALUE_NOT_ASSIGNED_TO_CONSTANT_PARAM", "tlc/config-error"],
  [2223, "TLC_CONFIG_RHS_ID_APPEARED_AFTER_LHS_ID", "tlc/config-error"],
  [2224, "TLC_CONFIG_WRONG_SUBSTITUTION", "tlc/config-error"],
  [2225, "TLC_CONFIG_WRONG_SUBSTITUTION_NUMBER_OF_ARGS", "tlc/config-error"],
  [2226, "TLC_CONFIG_ID_DOES_NOT_APPEAR_IN_SPEC", "tlc/config-error"],
  [2227, "TLC_CONFIG_NOT_BOTH_SPEC_AND_INIT", "tlc/config-error"],
  [2228, "TLC_CONFIG_ID_REQUIRES_NO_ARG", "tlc/config-error"],
  [2229, "TLC_CONFIG_SPECIFIED_NOT_DEFINED", "tlc/config-error"],
  [2230, "TLC_CONFIG_ID_HAS_VALUE", "tlc/config-error"],
  [2231, "TLC_CONFIG_MISSING_INIT", "tlc/config-error"],
  [2232, "TLC_CONFIG_MISSING_NEXT", "tlc/config-error"],
  [2233, "TLC_CONFIG_ID_MUST_NOT_BE_CONSTANT", "tlc/config-error"],
  [2234, "TLC_CONFIG_OP_NO_ARGS", "tlc/config-error"],
  [2235, "TLC_CONFIG_OP_NOT_IN_SPEC", "tlc/config-error"],
  [2236, "TLC_CONFIG_OP_IS_EQUAL", "tlc/config-error"],
  [2237, "TLC_CONFIG_SPEC_IS_TRIVIAL", "tlc/config-error"],
  [2238, "TLC_CANT_HANDLE_SUBSCRIPT", "tlc/config-error"],
  [2239, "TLC_CANT_HANDLE_CONJUNCT", "tlc/config-error"],
  [2240, "TLC_CANT_HANDLE_TOO_MANY_NEXT_STATE_RELS", "tlc/config-error"],
  [2241, "TLC_CONFIG_PROPERTY_NOT_CORRECTLY_DEFINED", "tlc/config-error"],
  [2242, "TLC_CONFIG_OP_ARITY_INCONSISTENT", "tlc/config-error"],
  [2243, "TLC_CONFIG_NO_STATE_TYPE", "tlc/config-error"],
  [2244, "TLC_CANT_HANDLE_REAL_NUMBERS", "tlc/config-error"],
  [2245, "TLC_NO_MODULES", "tlc/config-error"],
  [2246, "TLC_EXPECTED_EXPRESSION", "tlc/evaluation-error"],
  [2247, "TLC_EXPECTED_EXPRESSION_IN_COMPUTING", "tlc/evaluation-error"],
  [2248, "TLC_EXPECTED_EXPRESSION_IN_COMPUTING2", "tlc/evaluation-error"],
  [2249, "TLC_LIVE_ENCOUNTERED_ACTIONS", "tlc/evaluation-error"],
  [2250, "TLC_LIVE_STATE_PREDICATE_NON_BOOL", "tlc/evaluation-error"],
  [2251, "TLC_LIVE_CANNOT_EVAL_FORMULA", "tlc/evaluation-error"],
  [2252, "TLC_LIVE_ENCOUNTERED_NONBOOL_PREDICATE", "tlc/evaluation-error"],
  [2253, "TLC_LIVE_FORMULA_TAUTOLOGY", "tlc/evaluation-error"],
  [2254, "SYSTEM_FINGERPRINT_OVERFLOW_ERROR", "tlc/internal-error"],
  [2255, "TLC_LIVE_FORMULA_STATE_LEVEL", "tlc/evaluation-error"],
  [2256, "TLC_NO_STATES_SATISFYING_INIT_AND_CONSTRAINT", "note"],
  [2257, "TLC_CONFIG_NO_SPEC_BUT_PROPERTY", "tlc/config-error"],
  [2260, "TLC_ENABLED_WRONG_FORMULA", "tlc/evaluation-error"],
  [2261, "TLC_ENCOUNTERED_FORMULA_IN_PREDICATE", "tlc/evaluation-error"],
  [2262, "TLC_VERSION", "version"],
  [2264, "TLC_COUNTER_EXAMPLE", "heading"],
  [2265, "TLC_INTEGER_TOO_BIG", "tlc/evaluation-error"],
  [2266, "TLC_MODULE_ARGUMENT_ERROR_AN", "tlc/evaluation-error"],
  [2267, "TLC_CHECKING_TEMPORAL_PROPS_END", "note"],
  [2268, "TLC_STATE_GRAPH_OUTDEGREE", "note"],
  [2269, "TLC_COMPUTING_INIT_PROGRESS", "note"],
  [2270, "SYSTEM_ERROR_CLEANING_POOL", "tlc/disk-error"],
  [2271, "TLC_MODE_MC_DFS", "note"],
  [2279, "TLC_FEATURE_UNSUPPORTED_LIVENESS_SYMMETRY", "tlc/evaluation-error"],
  [2280, "TLC_CONFIG_UNDEFINED_OR_NO_OPERATOR", "tlc/config-error"],
  [2281, "TLC_CONFIG_SUBSTITUTION_NON_CONSTANT", "tlc/config-error"],
  [2282, "TLC_TRACE_TOO_LONG", "note"],
  [2283, "TLC_MODULE_ONE_ARGUMENT_ERROR", "tlc/evaluation-error"],
  [2284, "TLC_FEATURE_LIVENESS_CONSTRAINTS", "tlc/evaluation-error"],
  [2300, "TLC_SYMMETRY_SET_TOO_SMALL", "tlc/config-error"],
  [2301, "TLC_SPECIFICATION_FEATURES_TEMPORAL_QUANTIFIER", "tlc/evaluation-error"],
  [2400, "TLC_MODULE_VALUE_JAVA_METHOD_OVERRIDE_MISMATCH", "note"],
  [2401, "TLC_ENVIRONMENT_JVM_GC", "note"],
  [2402, "TLC_MODULE_VALUE_JAVA_METHOD_OVERRIDE_MODULE_MISMATCH", "note"],
  [2403, "TLC_MODULE_VALUE_JAVA_METHOD_OVERRIDE_IDENTIFIER_MISMATCH", "note"],
  [2501, "TLC_TE_SPEC_GENERATION_COMPLETE", "note"],
  [2502, "TLC_TE_SPEC_GENERATION_ERROR", "tlc/internal-error"],
  [2772, "TLC_COVERAGE_NEXT", "coverage-action"],
  [2773, "TLC_COVERAGE_INIT", "coverage-action"],
  [2774, "TLC_COVERAGE_PROPERTY", "coverage-action"],
  [2775, "TLC_COVERAGE_VALUE_COST", "coverage-expression"],
  [2776, "TLC_COVERAGE_MISMATCH", "note"],
  [2777, "TLC_COVERAGE_END_OVERHEAD", "note"],
  [2778, "TLC_COVERAGE_CONSTRAINT", "coverage-action"],
  [3000, "CHECK_FAILED_TO_CHECK", "tlc/usage"],
  [3001, "CHECK_COULD_NOT_READ_TRACE", "tlc/usage"],
  [3002, "TLC_PARSING_FAILED", "tlc/parse-error"],
  [3100, "CHECK_PARAM_EXPECT_CONFIG_FILENAME", "tlc/usage"],
  [3101, "CHECK_PARAM_USAGE", "tlc/usage"],
  [3102, "CHECK_PARAM_MISSING_TLA_MODULE", "tlc/usage"],
  [3103, "CHECK_PARAM_NEED_TO_SPECIFY_CONFIG_DIR", "tlc/usage"],
  [3104, "CHECK_PARAM_WORKER_NUMBER_REQUIRED", "tlc/usage"],
  [3105, "CHECK_PARAM_WORKER_NUMBER_TOO_SMALL", "tlc/usage"],
  [3106, "CHECK_PARAM_WORKER_NUMBER_REQUIRED2", "tlc/usage"],
  [3107, "CHECK_PARAM_DEPTH_REQUIRED", "tlc/usage"],
  [3108, "CHECK_PARAM_DEPTH_REQUIRED2", "tlc/usage"],
  [3109, "CHECK_PARAM_TRACE_REQUIRED", "tlc/usage"],
  [3110, "CHECK_PARAM_COVREAGE_REQUIRED", "tlc/usage"],
  [3111, "CHECK_PARAM_COVREAGE_REQUIRED2", "tlc/usage"],
  [3112, "CHECK_PARAM_COVREAGE_TOO_SMALL", "tlc/usage"],
  [3113, "CHECK_PARAM_UNRECOGNIZED", "tlc/usage"],
  [3114, "CHECK_PARAM_TOO_MANY_INPUT_FILES", "tlc/usage"],
  [4000, "SANY_PARSER_CHECK_1", "tlc/parse-error"],
  [4001, "SANY_PARSER_CHECK_2", "tlc/parse-error"],
  [4002, "SANY_PARSER_CHECK_3", "tlc/parse-error"],
  [5001, "CFG_ERROR_READING_FILE", "tlc/config-error"],
  [5002, "CFG_GENERAL", "tlc/config-error"],
  [5003, "CFG_MISSING_ID", "tlc/config-error"],
  [5004, "CFG_TWICE_KEYWORD", "tlc/config-error"],
  [5005, "CFG_EXPECT_ID", "tlc/config-error"],
  [5006, "CFG_EXPECTED_SYMBOL", "tlc/config-error"],
  [7000, "TLC_DISTRIBUTED_SERVER_RUNNING", "note"],
  [7001, "TLC_DISTRIBUTED_WORKER_REGISTERED", "note"],
  [7002, "TLC_DISTRIBUTED_WORKER_DEREGISTERED", "note"],
  [7003, "TLC_DISTRIBUTED_WORKER_STATS", "note"],
  [7004, "TLC_DISTRIBUTED_SERVER_NOT_RUNNING", "note"],
  [7005, "TLC_DISTRIBUTED_VM_VERSION", "note"],
  [7006, "TLC_DISTRIBUTED_WORKER_LOST", "note"],
  [7007, "TLC_DISTRIBUTED_EXCEED_BLOCKSIZE", "note"],
  [7008, "TLC_DISTRIBUTED_SERVER_FPSET_WAITING", "note"],
  [7009, "TLC_DISTRIBUTED_SERVER_FPSET_REGISTERED", "note"],
  [7010, "TLC_DISTRIBUTED_SERVER_FINISHED", "note"],
  [20000, "TLC_MODULE_OVERRIDE_STDOUT", "note"],
];

/** What is known of a message code of TLC's. */
export interface MessageCode {
  readonly code: number;
  readonly name: string;
  readonly role: MessageRole;
}

const codes: ReadonlyMap<number, MessageCode> = new Map(
  ENTRIES.map(([code, name, role]) => [code, { code, name, role }]),
);

/** The entry of a message code, or `undefined` for a code that no known release of TLC has. */
export function messageCode(code: number): MessageCode | undefined {
  return codes.get(code);
}

/** How many codes are known. */
export const knownMessageCodes: number = codes.size;
