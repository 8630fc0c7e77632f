import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const backend = process.env.RAPPORT_BACKEND ?? "http://127.0.0.1:8080";

// Only used when the page is opened on Vite's own port; behind Quarkus the requests never come here.
const toBackend = { target: backend, changeOrigin: true, ws: true, headers: { origin: backend } };

export default defineConfig(({ command, mode }) => ({
  plugins: [react()],
  define: {
    // Decides at build time, so that a production bundle holds no line of the demo sign-in.
    __DEMO__: JSON.stringify(command === "serve" || mode === "demo"),
  },
  build: {
    outDir: "dist",
    target: "es2022",
    // A strict content security policy allows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    host: "127.0.0.1",
    port: 5173,
    strictPort: true,
    proxy: { "/api": toBackend, "/ws": toBackend, "/dev": toBackend },
  },
  test: {
    environment: "jsdom",
    include: ["{src,packages/*/src}/**/*.test.{ts,tsx}"],
    setupFiles: ["packages/react/src/testing/setup.ts"],
    restoreMocks: true,
    // Only for those who read a sheet; else every sheet is empty in tests.
    css: { include: [/\.css\?raw/] },
  },
}));
