/** Progress at the terminal: each step with the seconds it took. Runs on any Node >= 20, without packages. */
export class StepFailed extends Error {}

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/**
 * Runs `work` under the words of a step. On a terminal the seconds run along.
 * @template T
 * @param {string} words
 * @param {() => Promise<T>} work
 * @param {{ beside?: boolean }} options beside: others run at the same time, so it is told only when it has ended
 * @returns {Promise<T>}
 */
export async function step(words, work, { beside = false } = {}) {
  const since = performance.now();
  const { stdout } = process;
  if (beside) {
    try {
      return await work();
    } finally {
      stdout.write(`${words} ... ended after ${seconds(since)}\n`);
    }
  }
  const running = () => stdout.write(`\r${words} ... ${seconds(since)}`);
  const ticker = stdout.isTTY ? setInterval(running, 500) : undefined;
  stdout.write(`${words} ...`);
  const end = (result) => stdout.write(`${stdout.isTTY ? `\r${words} ...` : ''} ${result}\n`);
  try {
    const result = await work();
    end(seconds(since));
    return result;
  } catch (error) {
    end(`failed after ${seconds(since)}`);
    throw error;
  } finally {
    clearInterval(ticker);
  }
}
