/** Draws static/icons/*.png and static/favicon.png from static/favicon.svg: `node scripts/icons.ts /usr/bin/chromium`. The results are committed. */
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const svg = readFileSync(new URL('../static/favicon.svg', import.meta.url), 'utf8');
const GROUND = '#2a3f8f';

/** A maskable icon is cut to a circle or a drop by the phone: its drawing stays within the middle 80 % and its ground fills the square. */
const PICTURES = [
  { file: 'favicon.png', size: 48, maskable: false },
  { file: 'icons/bakhiya-180.png', size: 180, maskable: true },
  { file: 'icons/bakhiya-192.png', size: 192, maskable: false },
  { file: 'icons/bakhiya-512.png', size: 512, maskable: false },
  { file: 'icons/bakhiya-maskable-512.png', size: 512, maskable: true },
];

const browser = await chromium.launch({
  executablePath: process.argv[2] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
  ],
});
for (const { file, size, maskable } of PICTURES) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const inner = maskable ? Math.round(size * 0.86) : size;
  const gap = (size - inner) / 2;
  await page.setContent(
    `<style>*{margin:0}body{background:${maskable ? GROUND : 'transparent'}}svg{position:absolute;left:${gap}px;top:${gap}px;width:${inner}px;height:${inner}px}</style>${svg}`,
  );
  writeFileSync(new URL(`../static/${file}`, import.meta.url), await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
