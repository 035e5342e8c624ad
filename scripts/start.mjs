/** `npm start`: from a fresh clone to a served app. Arguments such as --demo are passed on. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { APP_FLAGS } from './lib/app-flags.mjs';
import { buildApp, COMPILED, findNode, installPackages, root, stopRunning } from './lib/prepare.mjs';
import { StepFailed } from './lib/steps.mjs';

let app;
let stopping = false;

// A first start gets SIGINT twice: from the terminal and from npm. The app counts only the first.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => {
    stopping = true;
    if (app) app.kill(signal);
    else stopRunning();
  });

try {
  await installPackages();
  const node = findNode();
  if (!stopping) await buildApp(node);
  if (!stopping) runApp(node);
} catch (error) {
  if (!stopping) process.stderr.write(`${error instanceof StepFailed ? error.message : error.stack}\n`);
  process.exit(stopping ? 0 : 1);
}

/** The channel tells the app that this script is gone, also after a kill -9: it then stops by itself. */
function runApp(node) {
  app = spawn(node, [...APP_FLAGS, join('src', 'main.ts'), ...process.argv.slice(2)], {
    cwd: root,
    env: { ...COMPILED, ...process.env },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  app.once('error', (error) => {
    process.stderr.write(`${node} could not be run: ${error.message}\n`);
    process.exit(1);
  });
  app.once('exit', (code) => process.exit(code ?? 1));
}
