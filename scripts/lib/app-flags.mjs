/**
 * How the app's Node is started, by `npm start` and by the benchmarks. Small heaps: the machine is a laptop that also runs the database.
 * With some 45 MB alive V8 would collect the old space at 65 MB, twice a second of an evening's sync, a fifth and more of what the app then
 * uses of the processor; at 1.8 times what is alive it does so less than half as often.
 */
export const APP_FLAGS = [
  '--max-semi-space-size=16',
  '--max-old-space-size=192',
  '--heap-growing-percent=80',
  '--disable-warning=ExperimentalWarning',
];
