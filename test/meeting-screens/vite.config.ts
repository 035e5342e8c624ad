/** The screens of a meeting outside the app, with a real sealed store and no server: `node test/meeting-screens/shoot.ts FOLDER`. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import tailwindcss from '@tailwindcss/vite';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [tailwindcss(), svelte({ configFile: false })],
  build: { emptyOutDir: true, assetsInlineLimit: 0 },
});
