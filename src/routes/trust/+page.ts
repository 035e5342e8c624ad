// It must work before anything is trusted, on any browser: a page without script.
export const csr = false;
