/**
 * The demo organisation: a women workers' trust in three districts, eighteen months old, made by running the commands that its people
 * would have sent. Only organisations, their first administrators and the demo mark are written by the owner of the tables.
 */
import type pg from 'pg';
import { dayInIndia, type IsoDate } from '#platform/dates.ts';
import { openPool } from '#platform/db.server.ts';
import type { Files } from '#platform/files.server.ts';
import { actorOf } from '../actors.server.ts';
import { createApp } from '../app.server.ts';
import { createAuth, installationSecret } from '../auth.server.ts';
import { makeFirstUser } from '../organisations.server.ts';
import { beginAudit } from './audit.server.ts';
import { followCases } from './cases.server.ts';
import { followDebts } from './debts.server.ts';
import { keepSavings } from './federation.server.ts';
import type { Desk } from './desk.server.ts';
import { makeGroups, makeOrganisations, makePlaces, makeUsers } from './furnish.server.ts';
import { lendMoney } from './loans.server.ts';
import { DEMO_LOGINS, loginLines } from './logins.ts';
import { holdMeetings } from './meetings.server.ts';
import { askFunds } from './linkage.server.ts';
import { keepOffice } from './office.server.ts';
import { planDemo } from './plan.server.ts';
import { closeYear, openPracticeGroup, writeTwice } from './stories.server.ts';
import { answerSign, collectUnreceived, gradeGroups } from './visits.server.ts';

/** Groups worked on at a time: enough to keep two cores and the disk busy. */
const LANES = 8;

export type DemoLoading = {
  readonly ownerUrl: string;
  /** Connects as the owner of the tables. */
  readonly owner: pg.Pool;
  readonly onStep: (step: string) => void;
  /** A smaller demo, for tests: fewer groups (at least 12) and months. */
  readonly size?: { readonly groups: number; readonly months: number };
  /** Another day than the database's, not a later one. */
  readonly today?: IsoDate;
  readonly files: Files;
};

/** @returns lines for the terminal: who can sign in. @throws when a command of the demo is not answered as meant. */
export async function loadDemo({ ownerUrl, owner, onStep, size, today, files }: DemoLoading): Promise<string[]> {
  const app = createApp({ url: ownerUrl, maxConnections: LANES + 2, files });
  const authPool = openPool(ownerUrl, { max: 2, role: 'bakhiya_auth' });
  try {
    onStep('Demo: places');
    await owner.query('update server_state set demo = true');
    const { rows } = await owner.query<{ now: Date }>('select now() as now');
    const plan = planDemo({ today: today ?? dayInIndia(rows[0]!.now), ...size });
    const { mission, trust } = await makeOrganisations(owner);
    const { name, phone } = DEMO_LOGINS[0]!;
    const userId = await makeFirstUser(owner, { orgId: trust, name, phone, grants: [{ role: 'administrator' }] });
    const desk: Desk = { app, plan, onStep, administrator: (await actorOf(app.db, userId))! };
    await makePlaces(desk);
    const above = await makeGroups(desk, LANES);
    onStep('Demo: users');
    const auth = createAuth({ authPool, secret: await installationSecret(authPool), origin: 'http://localhost' });
    const cast = await makeUsers(desk, auth, { owner, orgId: mission });
    await holdMeetings(desk, cast, LANES);
    onStep('Demo: the rest');
    await writeTwice(desk, cast);
    await closeYear(desk, cast);
    await openPracticeGroup(desk, cast);
    await followDebts(desk, cast);
    await followCases(desk, cast);
    onStep('Demo: the office');
    await keepOffice(desk, cast);
    const given = await lendMoney(desk, cast);
    await collectUnreceived(desk, cast, given.slice(0, 2));
    await keepSavings(desk, cast, above);
    await askFunds(desk, cast);
    await answerSign(desk, cast);
    await gradeGroups(desk, cast);
    await beginAudit(desk, cast);
    // the planner has seen an empty database so far; the first screens should not wait for its own rounds
    await owner.query('analyze');
    return loginLines();
  } finally {
    await app.close();
    await authPool.end();
  }
}
