import { chromium } from 'playwright-core';
const [base, phone, lang, ...paths] = process.argv.slice(2);
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu'] });
const c = await b.newContext({ viewport: { width: 360, height: 800 } });
const p = await c.newPage();
await p.goto(base + '/office'); await p.locator('[name=phone]').fill(phone); await p.locator('[name=secret]').fill('274951'); await p.locator('button[type=submit]').last().click(); await p.waitForTimeout(1500);
for (const path of paths) {
  await p.goto(base + '/language?to=' + lang + '&back=' + encodeURIComponent(path)); await p.waitForTimeout(400);
  console.log(path, await p.evaluate(() => { const rtl = getComputedStyle(document.documentElement).direction === 'rtl'; return [...document.querySelectorAll('main *')].filter((e) => { const r = e.getBoundingClientRect(); return (rtl ? r.left < -1 : r.right > innerWidth + 1) && r.width > 0; }).slice(0, 8).map((e) => e.tagName + '.' + e.className.toString().slice(0, 80) + ' ' + Math.round(e.getBoundingClientRect().left) + '..' + Math.round(e.getBoundingClientRect().right) + ' ' + e.textContent.trim().slice(0, 40)); }));
}
await b.close();
