/** Made by scripts/field-assets.ts while the service worker is built. */
declare module 'virtual:field-assets' {
  /** Addresses of everything the field app is made of, without its page. */
  export const files: string[];
  export const version: string;
}
