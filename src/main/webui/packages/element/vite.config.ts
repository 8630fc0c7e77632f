import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** `dist/rapport-chat.js`: everything that a plain page needs, in one file. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: "src/index.ts",
      output: { entryFileNames: "rapport-chat.js", codeSplitting: false },
    },
  },
});
