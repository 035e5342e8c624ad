export const ssr = false;
// The service worker's scope is `/field/`: a page at `/field` would lie outside it.
export const trailingSlash = 'always';
