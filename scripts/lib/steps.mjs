/** Progress at the terminal: each step with the seconds it took. Runs on any Node >= 20, without packages. */
export class StepFailed extends Error {}

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/**
 * Runs `work` under the words of a step. On a terminal the seconds run along.
 * @template T
 * @param {string} words
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(words, work) {
  const since = performance.now();
  const { stdout } = process;
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
