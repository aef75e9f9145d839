// Runs tla-checker on a module and a cfg, and prints its answer as JSON:
//
//	node check.mjs DIRECTORY SPEC CFG [dot]
//
// DIRECTORY is where the npm package is installed. With dot, the answer holds
// the state graph.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [directory, spec, cfg, dot] = process.argv.slice(2);
const home = join(directory, "node_modules", "tla-checker");
const checker = await import(pathToFileURL(join(home, "tla_checker.js")).href);
checker.initSync({ module: readFileSync(join(home, "tla_checker_bg.wasm")) });
const cfgSource = readFileSync(cfg, "utf8");
process.stdout.write(checker.check_spec_with_options(readFileSync(spec, "utf8"), JSON.stringify({
  cfg_source: cfgSource,
  max_states: 100_000_000,
  max_depth: 1_000_000,
  allow_deadlock: /^CHECK_DEADLOCK\s+FALSE/m.test(cfgSource),
  export_dot: dot === "dot",
  dot_mode: "full",
})));
