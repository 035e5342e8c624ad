// Read by programmers on any browser: a page without script.
export const csr = false;
