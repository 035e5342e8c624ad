/**
 * Walks through an ordinary meeting in three languages, photographs every screen and counts the taps.
 * `node test/meeting-screens/shoot.ts FOLDER [CHROMIUM]`; with `WALK=facts` a loan that needs key facts. Fails on anything a page logs and on any part wider than the screen.
 */
import { once } from 'node:events';
import { createReadStream, existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { walk, walkFacts } from './walk.ts';

const [folder = 'meeting-pictures', executablePath = '/usr/bin/chromium'] = process.argv.slice(2);
const root = fileURLToPath(new URL('.', import.meta.url));
const built = join(folder, 'built');
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

mkdirSync(folder, { recursive: true });
await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn', build: { outDir: built } });
const server = createServer((request, response) => {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  const file = join(built, path === '/' ? 'index.html' : path);
  if (!existsSync(file)) return void response.writeHead(204).end();
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
  createReadStream(file).pipe(response);
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const isBound = process.env['WALK'] === 'facts';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const problems: string[] = [];
for (const language of process.env['LANGUAGES']?.split(',') ?? ['en', 'hi', 'ur']) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 1.5 });
  const page = await context.newPage();
  page.on('pageerror', (error) => problems.push(`${language}: ${error.message}`));
  page.on('console', (line) => line.type() === 'error' && problems.push(`${language}: ${line.text()}`));
  await page.goto(`${origin}/?language=${language}${isBound ? '&bound' : ''}`);
  const taps = await (isBound ? walkFacts : walk)(page, async (name) => {
    await page.waitForTimeout(150);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) problems.push(`${language} ${name}: ${wide} px too wide`);
    await page.screenshot({ path: join(folder, `${name}-${language}.png`) });
    await page.screenshot({ path: join(folder, `${name}-${language}-full.png`), fullPage: true });
  }).catch(async (fault: unknown) => {
    await page.screenshot({ path: join(folder, `fault-${language}.png`) });
    problems.push(`${language}: ${String(fault)}`);
    return -1;
  });
  console.log(`${language}: ${taps} taps`);
  await context.close();
}
await browser.close();
server.close();
if (problems.length > 0) console.log(problems.join('\n'));
process.exit(problems.length > 0 ? 1 : 0);
