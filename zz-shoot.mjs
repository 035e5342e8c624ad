import { chromium } from 'playwright-core';
const [base, phone, ...paths] = process.argv.slice(2);
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu'] });
for (const [lang, w] of (process.env.VIEWS ?? 'en:1280,hi:360,ur:360').split(',').map((x) => x.split(':'))) {
  const c = await b.newContext({ viewport: { width: Number(w), height: 800 } });
  const p = await c.newPage();
  await p.goto(base + '/office');
  await p.locator('[name=phone]').fill(phone).catch(() => {});
  await p.locator('[name=secret]').fill('274951');
  await p.locator('button[type=submit]').last().click();
  await p.waitForTimeout(1500);
  for (const path of paths) {
    try {
      await p.goto(base + '/language?to=' + lang + '&back=' + encodeURIComponent(path));
      await p.waitForTimeout(400);
      const wide = await p.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      const name = path.replace(/[^a-z0-9]+/gi, '_').slice(0, 60);
      await p.screenshot({ path: `/tmp/shots/${name}-${lang}-${w}.png`, fullPage: true });
      console.log(lang, w, path, await p.title(), wide > 0 ? `WIDER ${wide}` : '', p.url().slice(base.length) === path ? '' : '-> ' + p.url());
    } catch (e) { console.log('ERR', path, String(e).slice(0, 120)); }
  }
  await c.close();
}
await b.close();
