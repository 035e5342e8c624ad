import { defineConfig } from 'vitest/config';

const never = ['node_modules/**', 'build/**', '.svelte-kit/**', 'data/**'];

/** Three kinds of tests; each is run alone with `vitest run --project NAME`. */
export default defineConfig({
  // tsconfig.json extends a file that `svelte-kit sync` makes; no test depends on an option of it.
  // (The types do not know the value false yet.)
  oxc: { tsconfig: false } as object,
  test: {
    reporters: ['default'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: [...never, '**/*.db.test.ts'],
          // What is imported is read once for a worker, not once for a file; here as below.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'db',
          include: ['src/**/*.db.test.ts', 'test/**/*.db.test.ts', 'db/**/*.db.test.ts'],
          exclude: never,
          globalSetup: ['test/postgres-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          isolate: false,
          setupFiles: ['test/each-file.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/journeys/**/*.e2e.ts'],
          exclude: never,
          globalSetup: ['test/postgres-setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // Three lanes: a journey waits for its browser more than it reckons, and two cores carry three of them.
          maxWorkers: 3,
          // The whole app is read once for a lane, not once for a file.
          isolate: false,
          setupFiles: ['test/journeys/each-file.ts'],
          // What is asked of the database until it is so: an office under load may take its time.
          expect: { poll: { timeout: 30_000 } },
        },
      },
    ],
  },
});
