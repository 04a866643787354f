import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const platform = process.env.PLATFORM ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [tanstackRouter({ target: "react", autoCodeSplitting: true, quoteStyle: "double", semicolons: true }), react()],
  resolve: { alias: { "@": fileURLToPath(new URL("src", import.meta.url)) } },
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: "licences.md" },
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  // `npm run dev`: the pages from here, everything else from a platform that runs.
  server: {
    host: "127.0.0.1",
    proxy: Object.fromEntries(["/v1", "/oauth2", "/.well-known", "/config.json"].map((path) => [path, platform])),
  },
});
