// One door for every check of the web app, the quick ones first.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspectBundle } from "./bundle.mjs";

const CONTRACT = "../../../docs/openapi.yaml";
const SCHEMA = "packages/client/src/api/schema.d.ts";

// Budgets are kB of gzipped JavaScript. The element brings React along and is measured only.
const BUILDS = [
  { name: "app", config: "vite.config.ts", budget: 150 },
  { name: "@rapport/client", config: "packages/client/vite.config.ts", budget: 12 },
  { name: "@rapport/element", config: "packages/element/vite.config.ts" },
];

function run(program, ...args) {
  console.log(`\n> ${program} ${args.join(" ")}`);
  const { status } = spawnSync("npx", ["--no-install", program, ...args], { stdio: "inherit" });
  if (status !== 0) throw new Error(`${program} failed.`);
}

function checkSchema(scratch) {
  if (!existsSync(CONTRACT))
    return console.log(`\n${CONTRACT} does not exist yet: ${SCHEMA} is not compared.`);
  const fresh = join(scratch, "schema.d.ts");
  run("openapi-typescript", CONTRACT, "-o", fresh);
  if (readFileSync(fresh, "utf8") === readFileSync(SCHEMA, "utf8")) return;
  throw new Error(`${SCHEMA} is not what ${CONTRACT} gives: run "npm run api" and commit the result.`);
}

function checkBuild(scratch, { name, config, budget }) {
  // Not into dist, which may hold the demonstration build of somebody who is looking at it.
  const folder = join(scratch, name);
  run("vite", "build", "--config", config, "--outDir", folder, "--emptyOutDir", "--logLevel", "warn");
  inspectBundle(name, folder, budget);
}

const scratch = mkdtempSync(join(tmpdir(), "rapport-web-"));
try {
  run("biome", "ci", ".", "--error-on-warnings");
  checkSchema(scratch);
  run("tsc", "--noEmit");
  run("knip");
  run("vitest", "run");
  for (const build of BUILDS) checkBuild(scratch, build);
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
