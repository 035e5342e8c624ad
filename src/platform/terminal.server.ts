/** What the operator sees while the app starts: each step with the time it took, and a question with yes or no. */
import { createInterface } from 'node:readline/promises';
import type { OnStep } from './start-faults.server.ts';

const words: Readonly<Record<string, string>> = {
  'postgres.make': 'Making the database',
  'postgres.start': 'Starting the database',
  'postgres.stop': 'Stopping the database',
  migrate: 'Bringing the tables up to date',
  'certificate.make': 'Making the certificate for phones',
  'app.load': 'Loading the app',
};

export type Terminal = {
  /**
   * Ends the step before and begins this one: a code of the list above, or plain words. The same words with another count ("3/48")
   * are the same step, come further.
   */
  readonly step: OnStep;
  readonly say: (line: string) => void;
  /** Ends the step before, if one runs. */
  readonly end: () => void;
  /** Yes or no; no when nobody sits at the terminal. */
  readonly ask: (question: string) => Promise<boolean>;
};

export function openTerminal(out: NodeJS.WriteStream = process.stdout): Terminal {
  let endStep = () => {};
  let running = '';
  return {
    step(code) {
      const text = words[code] ?? code;
      const plain = text.replace(/ \d+\/\d+$/, '');
      if (plain !== text && plain === running) {
        if (out.isTTY) out.write(`\r${text} ...`);
        return;
      }
      endStep();
      running = plain;
      const since = performance.now();
      out.write(`${out.isTTY ? text : plain} ...`);
      endStep = () => {
        out.write(` ${((performance.now() - since) / 1000).toFixed(1)} s\n`);
        running = '';
        endStep = () => {};
      };
    },
    end: () => endStep(),
    say(line) {
      endStep();
      out.write(`${line}\n`);
    },
    async ask(question) {
      endStep();
      if (!process.stdin.isTTY || !out.isTTY) return false;
      const lines = createInterface({ input: process.stdin, output: out });
      try {
        return /^\s*(y|yes|हाँ|हां|ہاں)\s*$/i.test(await lines.question(`${question} [y/N] `));
      } finally {
        lines.close();
      }
    },
  };
}
