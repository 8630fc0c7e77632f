import { defineConfig } from "vitest/config";

/** Pictures to look at, of every state at three widths: run by hand against a running demo. */
export default defineConfig({
  test: {
    environment: "node",
    include: ["screenshots/**/*.shots.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
