/** Every component of the kit on two pages, outside the app: `node test/gallery/shoot.ts` builds and photographs them. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import tailwindcss from '@tailwindcss/vite';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [tailwindcss(), svelte({ configFile: false })],
  build: { emptyOutDir: true, assetsInlineLimit: 0 },
});
