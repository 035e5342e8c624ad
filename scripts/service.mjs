/**
 * `npm run service`: Bakhiya starts with the machine (systemd). `-- --print` only shows the unit, `-- --remove` takes it away. Settings that
 * are in the environment now (PORT, HOST, DATABASE_URL, BAKHIYA_…) hold for the service too. Runs on any Node >= 20, without packages.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { root } from './lib/prepare.mjs';

const NAME = 'bakhiya.service';
const isRoot = process.getuid?.() === 0;
const folder = isRoot ? '/etc/systemd/system' : join(homedir(), '.config', 'systemd', 'user');
const settingsFile = join(root, 'data', 'service.env');
const option = process.argv[2];

if (option === '--print') process.stdout.write(unit());
else if (!existsSync('/run/systemd/system'))
  leave('This machine has no running systemd: docs/operations.md says how to start Bakhiya with it.');
else if (option === '--remove') remove();
else if (option === undefined) install();
else leave('Say npm run service, or with -- --print or -- --remove.');

function install() {
  mkdirSync(folder, { recursive: true });
  mkdirSync(join(root, 'data'), { recursive: true });
  // An address of a database holds its password: this file is for its owner alone, the unit is not.
  writeFileSync(settingsFile, settings(), { mode: 0o600 });
  chmodSync(settingsFile, 0o600);
  writeFileSync(join(folder, NAME), unit());
  systemctl('daemon-reload');
  systemctl('enable', '--now', NAME);
  // A user's services end with her session unless she lingers.
  if (!isRoot) execFileSync('loginctl', ['enable-linger', userInfo().username], { stdio: 'inherit' });
  console.log(`Bakhiya starts with this machine. Its words: journalctl ${isRoot ? '' : '--user '}-u ${NAME}`);
}

function remove() {
  systemctl('disable', '--now', NAME);
  rmSync(join(folder, NAME), { force: true });
  systemctl('daemon-reload');
  console.log('Bakhiya no longer starts with this machine. Its data is untouched.');
}

function systemctl(...args) {
  try {
    execFileSync('systemctl', [...(isRoot ? [] : ['--user']), ...args], { stdio: 'inherit' });
  } catch (error) {
    leave(`systemctl ${args.join(' ')} failed: ${error.message}`);
  }
}

/** The Node that npm runs on outlives an update, which removes the one inside node_modules for a moment. */
function node() {
  const outer = process.env.npm_node_execpath;
  return outer && !outer.startsWith(root) ? outer : process.execPath;
}

function unit() {
  const npm = process.env.npm_execpath;
  const forNpm = npm ? `Environment="npm_execpath=${npm}" "npm_node_execpath=${node()}"\n` : '';
  return `[Unit]
Description=Bakhiya, the books of women's self-help groups
Documentation=file:${join(root, 'docs', 'operations.md')}
After=network-online.target local-fs.target
Wants=network-online.target
StartLimitIntervalSec=0

[Service]
Type=simple
WorkingDirectory=${root}
ExecStart="${node()}" scripts/start.mjs
Environment=BAKHIYA_SERVICE=1 NODE_ENV=production
${forNpm}EnvironmentFile=-${settingsFile}
Restart=always
RestartSec=5
# running requests end first, then the last backup is written, then the database stops
TimeoutStopSec=180
KillMode=mixed
LimitNOFILE=65536

[Install]
WantedBy=${isRoot ? 'multi-user.target' : 'default.target'}
`;
}

function settings() {
  const wanted = Object.entries(process.env).filter(
    ([name]) => /^(PORT|HOST|DATABASE_URL|BAKHIYA_[A-Z_]+)$/.test(name) && name !== 'BAKHIYA_SERVICE',
  );
  return wanted.map(([name, value]) => `${name}="${value.replaceAll(/["\\$`]/g, '\\$&')}"\n`).join('');
}

function leave(words) {
  console.error(words);
  process.exit(1);
}
