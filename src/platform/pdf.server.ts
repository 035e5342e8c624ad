/** Documents for paper: a Typst template of ours and its data in, PDF out. Type is set in a child process, one document at a time. */
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { PdfAnswer, PdfJob } from './pdf-child.server.ts';

export type PdfCode = 'pdf.template' | 'pdf.too_long' | 'pdf.child_lost' | 'pdf.busy';
export class PdfFault extends Error {
  readonly code: PdfCode;
  constructor(code: PdfCode, words = '') {
    super(words ? `${code}: ${words}` : code);
    this.code = code;
  }
}

export type PdfRules = {
  /** A document that takes longer ends its process; the next one gets a new process. */
  readonly limitMs: number;
  /** The process ends after this long without work. */
  readonly idleMs: number;
  /** Documents waiting beyond this are turned away. */
  readonly mostWaiting: number;
  /** The process is replaced when it has grown above this. */
  readonly mostBytes: number;
};
export const PDF_RULES: PdfRules = { limitMs: 45_000, idleMs: 60_000, mostWaiting: 40, mostBytes: 220_000_000 };

export type PdfPress = {
  /**
   * @param template path of a `.typ` file below `src`; it reads `json(bytes(sys.inputs.data))`
   * @param data anything JSON can hold; texts are set as they are, never read as markup
   * @throws PdfFault
   */
  readonly render: (template: string, data: unknown) => Promise<Uint8Array>;
  readonly close: () => void;
  /** Of the child after its last document; null while there is none. */
  readonly childBytes: () => number | null;
  readonly childPid: () => number | null;
};

type Waiting = {
  readonly job: PdfJob;
  readonly done: (pdf: Uint8Array) => void;
  readonly failed: (fault: PdfFault) => void;
};

/** The built app is bundled, its child and templates are not: they are found from where the app was started. */
const childFile = (): string => join(process.cwd(), 'src', 'platform', 'pdf-child.server.ts');

type Heard = { readonly answered: (answer: PdfAnswer) => void; readonly lost: (child: ChildProcess) => void };

function forkChild({ answered, lost }: Heard): ChildProcess {
  const child = fork(childFile(), {
    serialization: 'advanced',
    execArgv: ['--disable-warning=ExperimentalWarning', '--max-old-space-size=96', '--max-semi-space-size=2'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  child.on('message', answered);
  child.on('error', () => lost(child));
  child.on('exit', () => lost(child));
  // a waiting child never keeps the app from ending
  child.unref();
  child.channel?.unref();
  return child;
}

export function openPress(rules: PdfRules = PDF_RULES): PdfPress {
  const queue: Waiting[] = [];
  let now: Waiting | null = null;
  let child: ChildProcess | null = null;
  let bytes: number | null = null;
  let timer: NodeJS.Timeout | undefined;
  let lastId = 0;

  function drop(): void {
    child?.removeAllListeners();
    child?.kill('SIGKILL');
    child = null;
    bytes = null;
  }
  function finish(end: (waiting: Waiting) => void): void {
    clearTimeout(timer);
    const ended = now;
    now = null;
    if (ended) end(ended);
    next();
  }
  const fail = (code: PdfCode, words?: string) => {
    drop();
    finish((waiting) => waiting.failed(new PdfFault(code, words)));
  };
  function answered(answer: PdfAnswer): void {
    if (answer.id !== now?.job.id) return;
    if ('problem' in answer) return finish(({ failed }) => failed(new PdfFault('pdf.template', answer.problem)));
    bytes = answer.rssBytes;
    if (bytes > rules.mostBytes) drop();
    finish(({ done }) => done(answer.pdf));
  }
  function next(): void {
    if (now) return;
    now = queue.shift() ?? null;
    if (!now) {
      timer = setTimeout(drop, rules.idleMs);
      timer.unref();
      return;
    }
    clearTimeout(timer);
    timer = setTimeout(() => fail('pdf.too_long'), rules.limitMs);
    child ??= forkChild({ answered, lost: (gone) => gone === child && fail('pdf.child_lost') });
    child.send(now.job, (fault) => fault && now && fail('pdf.child_lost'));
  }

  return {
    render: (template, data) =>
      new Promise((done, failed) => {
        if (queue.length >= rules.mostWaiting) return failed(new PdfFault('pdf.busy'));
        queue.push({ job: { id: (lastId += 1), template, data: JSON.stringify(data) }, done, failed });
        next();
      }),
    close: () => {
      clearTimeout(timer);
      drop();
      for (const { failed } of [now, ...queue.splice(0)].filter((one) => one !== null))
        failed(new PdfFault('pdf.child_lost'));
      now = null;
    },
    childBytes: () => bytes,
    childPid: () => child?.pid ?? null,
  };
}

let press: PdfPress | undefined;
/** By the one press of this process. See {@link PdfPress.render}. */
export const renderPdf: PdfPress['render'] = (template, data) => (press ??= openPress()).render(template, data);
