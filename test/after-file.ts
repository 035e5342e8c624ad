/**
 * What a helper opened is closed when the test file that called it ends. Helpers cannot say so themselves: they run within a hook,
 * where it is too late to arrange another, and files of one worker share their modules.
 */
const ends: (() => unknown)[] = [];

/** @param end is called when the file has ended, the last arranged first */
export function afterFile(end: () => unknown): void {
  ends.push(end);
}

/** Called by each-file.ts. Every end has its turn; the first fault is told. */
export async function endFile(): Promise<void> {
  const faults: unknown[] = [];
  for (let end = ends.pop(); end; end = ends.pop())
    try {
      await end();
    } catch (error) {
      faults.push(error);
    }
  if (faults.length > 0) throw faults[0];
}
