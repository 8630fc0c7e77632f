import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Two pages of an organisation's own site; their address must be among the origins that Rapport lists. */
export default defineConfig({
  root: import.meta.dirname,
  // The built element is served as it is, as a site would.
  publicDir: "../packages/element/dist",
  plugins: [react()],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: { input: ["plain/index.html", "react/index.html"] },
  },
  server: { host: "localhost", port: 5174, strictPort: true },
  preview: { host: "localhost", port: 5174, strictPort: true },
});
