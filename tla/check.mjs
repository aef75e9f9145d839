// Runs tla-checker: reads requests as JSON, one on each line,
//
//	{"spec": FILE, "cfg": TEXT, "dot": true}
//
// and answers each with tla-checker's JSON on one line. With dot, the answer
// holds the state graph. The argument is where the npm package is installed.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const home = join(process.argv[2], "node_modules", "tla-checker");
const checker = await import(pathToFileURL(join(home, "tla_checker.js")).href);
checker.initSync({ module: readFileSync(join(home, "tla_checker_bg.wasm")) });
for await (const line of createInterface({ input: process.stdin })) {
  const { spec, cfg, dot } = JSON.parse(line);
  const answer = checker.check_spec_with_options(readFileSync(spec, "utf8"), JSON.stringify({
    cfg_source: cfg,
    max_states: 100_000_000,
    max_depth: 1_000_000,
    allow_deadlock: /^CHECK_DEADLOCK\s+FALSE/m.test(cfg),
    export_dot: dot,
    dot_mode: "full",
  }));
  process.stdout.write(answer.replaceAll("\n", " ") + "\n");
}
