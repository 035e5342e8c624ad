/** What stands around every file of the database tests. */
import { afterAll } from 'vitest';
import { endFile } from './after-file.ts';

// The first to be arranged is the last to run: a file closes its own before its database goes.
afterAll(endFile);
