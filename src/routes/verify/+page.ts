/** The worker that keeps this page has the scope `/verify/`: a page at `/verify` would lie outside it. */
export const trailingSlash = 'always';
