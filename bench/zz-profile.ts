
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import pg from 'pg';
import { openEnrolment } from '#app/access.server.ts';
import { actorOf } from '#app/actors.server.ts';
import { createApp } from '#app/app.server.ts';
import { enrolmentLink } from '#field/enrol.ts';
import { EnrolmentCode } from '#field/wire.ts';
import { startApp } from './lib/served-app.ts';
import { coldStart, enrolAndSync, openBrowser, typeDigits } from './zz-lib.ts';
const { url, groupId } = JSON.parse(readFileSync('/tmp/zz.json','utf8'));
const SLOW = Number(process.env.SLOW ?? 6);
const profile = mkdtempSync(join(tmpdir(), 'zz-phone-'));
const app = await startApp('app', { DATABASE_URL: url });
const owner = new pg.Pool({ connectionString: url, max: 2 });
const own = createApp({ url, maxConnections: 2 });
try {
  const { rows } = await owner.query(`select user_id as id, phone from app_user where name <> 'Administrator'`);
  const admin = await actorOf(own.db, rows.find((r: {phone:string}) => r.phone === '9000000000').id);
  const opened = await openEnrolment(own, admin!, { userId: rows.find((r: {phone:string}) => r.phone === '9999999999').id, origin: app.origin });
  if (opened.kind !== 'open') throw new Error(JSON.stringify(opened));
  const link = enrolmentLink(EnrolmentCode.parse(JSON.parse(opened.code)));
  const first = await openBrowser(profile, app.origin);
  await enrolAndSync(first.page, link);
  await first.page.waitForTimeout(1500);
  await first.context.close();
  const runs: number[][] = [];
  for (let n = 0; n < Number(process.env.RUNS ?? 3); n += 1) {
    const phone = await openBrowser(profile, app.origin);
    await phone.context.setOffline(true);
    await phone.cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOW });
    await phone.cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    const prof = process.env.PROFILE && n === 1;
    if (prof) { await phone.cdp.send('Profiler.enable'); await phone.cdp.send('Profiler.setSamplingInterval', { interval: 200 }); await phone.cdp.send('Profiler.start'); }
    const reqs: string[] = [];
    const events: object[] = [];
    if (process.env.TRACE && n === 1) { phone.cdp.on('Tracing.dataCollected', ({ value }) => void events.push(...value)); await phone.cdp.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['devtools.timeline','v8','v8.execute','blink','loading','toplevel','disabled-by-default-v8.compile','blink.user_timing','ServiceWorker','IndexedDB','mojom'] } } as never); }
    phone.page.on('request', (r) => reqs.push(r.url().split('/').slice(3).join('/')));
    const steps = await coldStart(phone.page, { origin: app.origin, groupId } as never);
    if (process.env.TRACE && n === 1) { const done = new Promise((r) => phone.cdp.once('Tracing.tracingComplete', r)); await phone.cdp.send('Tracing.end'); await done; writeFileSync('/tmp/zz.trace', JSON.stringify(events)); }
    const { metrics } = await phone.cdp.send('Performance.getMetrics');
    const m = Object.fromEntries(metrics.map((x) => [x.name, x.value]));
    runs.push([...steps, 1000 * m.TaskDuration!, 1000 * m.ScriptDuration!, 1000 * m.LayoutDuration!, 1000 * m.RecalcStyleDuration!]);
    console.log(runs.at(-1)!.map((x) => x.toFixed(0)).join(' '), 'reqs', reqs.length);
    if (prof) { const { profile: p } = await phone.cdp.send('Profiler.stop'); writeFileSync('/tmp/zz.cpuprofile', JSON.stringify(p)); writeFileSync('/tmp/zz.reqs', reqs.join('\n')); }
    if (n === Number(process.env.RUNS ?? 3) - 1) { const d = (await typeDigits(phone.page)).sort((a, b) => a - b); console.log('typing', d.map((x) => x.toFixed(0)).join(' ')); }
    await phone.context.close();
  }
} finally { await app.stop(); await own.close(); await owner.end(); rmSync(profile, { recursive: true, force: true, maxRetries: 5 }); }
