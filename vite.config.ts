import { paraglideVitePlugin } from '@inlang/paraglide-js';
import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import { fieldAssets } from './scripts/field-assets.ts';
import { fieldChunks } from './scripts/field-chunks.ts';
import { fieldRoutes } from './scripts/field-routes.ts';
import { sentencesOptions } from './scripts/sentences-options.ts';

/**
 * No inline script or style but SvelteKit's own start script, which carries a nonce. It follows that markup may not hold
 * `style="..."` (the parser refuses it): sizes that depend on data are SVG attributes, <meter> or <progress>; `style:x={...}`
 * only where nothing is rendered on the server.
 */
const csp = {
  mode: 'auto',
  directives: {
    'default-src': ['self'],
    'script-src': ['self'],
    'style-src': ['self'],
    // The one style attribute of SvelteKit's own route announcer, by its hash; app.css hides the announcer should it change.
    'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
    'img-src': ['self', 'data:', 'blob:'],
    'media-src': ['self', 'blob:'],
    'font-src': ['self'],
    'connect-src': ['self'],
    'worker-src': ['self'],
    'manifest-src': ['self'],
    'object-src': ['none'],
    'base-uri': ['none'],
    'form-action': ['self'],
    'frame-ancestors': ['none'],
  },
} as const satisfies { mode: 'auto'; directives: Record<string, readonly string[]> };

export default defineConfig({
  plugins: [
    paraglideVitePlugin(sentencesOptions()),
    tailwindcss(),
    fieldAssets(),
    fieldChunks(),
    fieldRoutes(),
    sveltekit({
      adapter: adapter(),
      compilerOptions: { runes: true },
      csp: { mode: csp.mode, directives: structuredClone(csp.directives) as never },
      // Registered by the field app and the verify page themselves, each with its own scope.
      serviceWorker: { register: false },
      // The field shell is cached and shown under many addresses: root-relative paths only.
      paths: { relative: false },
      version: { pollInterval: 0 },
    }),
  ],
});
