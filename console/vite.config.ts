import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// PANKOU_URL points `npm run dev` at a running server; the build needs none.
const server = process.env.PANKOU_URL ?? "http://127.0.0.1:8080";

export default defineConfig({
  base: "/",
  plugins: [react()],
  build: {
    outDir: "dist",
    assetsDir: "assets",
    manifest: true, // scripts/check-size.mjs reads from it what the first load fetches
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
  server: { proxy: { "/v1": server, "/v3": server, "/pankou": server } },
});
