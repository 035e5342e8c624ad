/** `npm run dev`: the embedded database, migrated, and Vite's development server. Arguments go to Vite. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { findNode, installPackages, root } from './lib/prepare.mjs';

await installPackages();
const child = spawn(findNode(), [join('scripts', 'dev-server.ts'), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('exit', (code) => process.exit(code ?? 1));
