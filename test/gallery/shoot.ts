/**
 * Builds the gallery and photographs it: phone and desk, three languages, light and dark, and once with the text doubled.
 * `node test/gallery/shoot.ts FOLDER [CHROMIUM]`. Also fails on anything a page logs and on any part wider than the screen.
 */
import { once } from 'node:events';
import { createReadStream, existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from 'playwright-core';
import { build } from 'vite';
import { checkAccess } from '../access.ts';

const [folder = 'gallery-pictures', executablePath = '/usr/bin/chromium'] = process.argv.slice(2);
const root = fileURLToPath(new URL('.', import.meta.url));
const built = join(folder, 'built');
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

mkdirSync(folder, { recursive: true });
await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn', build: { outDir: built } });

const server = createServer((request, response) => {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  const file = join(built, path === '/' ? 'index.html' : path);
  if (!existsSync(file)) return void response.writeHead(204).end();
  response.writeHead(200, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'content-security-policy': "default-src 'self'; object-src 'none'; base-uri 'none'",
  });
  createReadStream(file).pipe(response);
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

type Shot = {
  part: 'field' | 'office';
  language: string;
  dark?: boolean;
  width: number;
  doubled?: boolean;
  dialog?: boolean;
};
const SHOTS: Shot[] = ['en', 'hi', 'ur'].flatMap((language): Shot[] => [
  { part: 'field', language, width: 360 },
  { part: 'field', language, width: 360, dark: true },
  { part: 'office', language, width: 1280 },
  { part: 'office', language, width: 1280, dark: true },
  { part: 'office', language, width: 360 },
  { part: 'field', language, width: 360, doubled: true },
]);
SHOTS.push({ part: 'office', language: 'en', width: 1280, dialog: true });

const problems: string[] = [];
let rulesPassed = 0;

async function shoot(browser: Browser, shot: Shot): Promise<void> {
  const name = [
    shot.part,
    shot.language,
    shot.width,
    shot.dark && 'dark',
    shot.doubled && 'doubled',
    shot.dialog && 'dialog',
  ]
    .filter(Boolean)
    .join('-');
  const context = await browser.newContext({
    viewport: { width: shot.width, height: shot.width < 500 ? 740 : 800 },
    colorScheme: shot.dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    bypassCSP: false,
  });
  const page = await context.newPage();
  page.on('console', (message) => problems.push(`${name}: ${message.text()}`));
  page.on('pageerror', (error) => problems.push(`${name}: ${error.message}`));
  await page.goto(`${origin}/?part=${shot.part}&language=${shot.language}${shot.dialog ? '&dialog' : ''}`);
  if (shot.doubled) await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
  await page.evaluate(() => document.fonts.ready);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) problems.push(`${name}: ${wide} px wider than the screen`);
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: !shot.dialog });
  await page.evaluate(() => document.getAnimations().forEach((animation) => animation.finish?.()));
  const { violations, passes } = await checkAccess(page);
  rulesPassed += passes.length;
  for (const violation of violations) {
    const where = violation.nodes
      .map((node) => node.target.join(' '))
      .slice(0, 3)
      .join(' | ');
    problems.push(`${name}: ${violation.id}: ${where}`);
  }
  await context.close();
}

const browser = await chromium.launch({
  executablePath,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
for (const shot of SHOTS) await shoot(browser, shot);
await browser.close();
server.close();
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.stdout.write(
  `${SHOTS.length} pictures in ${folder}, ${rulesPassed} rules of accessibility passed, ${problems.length} problems\n`,
);
process.exit(problems.length > 0 ? 1 : 0);
