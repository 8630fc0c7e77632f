import { defineConfig } from "vite";

/** The client alone in one file, which shows what it weighs. */
export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    rolldownOptions: { input: "src/index.ts", preserveEntrySignatures: "strict" },
  },
});
