// Measures how quick the screen is, on a production build with the demonstration sign-in: npm run speed
// By hand and on a quiet machine: the server's part is played, and nothing else needs to run.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, preview, runnerImport } from "vite";

const outDir = await mkdtemp(join(tmpdir(), "rapport-speed-"));
try {
  await build({ mode: "demo", build: { outDir, emptyOutDir: true }, logLevel: "warn" });
  const server = await preview({ build: { outDir }, preview: { host: "127.0.0.1", port: 0 } });
  try {
    process.env.RAPPORT_URL = server.resolvedUrls.local[0];
    const { module } = await runnerImport("./e2e/speed.ts");
    await module.measure();
  } finally {
    await server.close();
  }
} finally {
  await rm(outDir, { recursive: true, force: true });
}
