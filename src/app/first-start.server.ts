/**
 * What stands between a migrated database and a served app: the reference data, and on an empty database either the demo organisation
 * or the first organisation with its administrator. Runs as the owner of the tables, at every start; a second run changes nothing.
 */
import { randomInt } from 'node:crypto';
import { hostname } from 'node:os';
import type pg from 'pg';
import { ownerPool } from '#platform/connect-owner.server.ts';
import { kyselyOn, openPool } from '#platform/db.server.ts';
import { openFiles, type FilesPlace } from '#platform/files-place.server.ts';
import { loadRecoveryRules } from '#domain/collections/index.server.ts';
import { loadActivities } from '#domain/enterprise-register/index.server.ts';
import { loadAccounts } from '#domain/ledger/index.server.ts';
import { loadLinkageRules } from '#domain/linkage/index.server.ts';
import { loadLimits } from '#domain/obligations/index.server.ts';
import { loadPlaces } from '#domain/places/index.server.ts';
import { recoveryKeyOf } from './backup/key.server.ts';
import { makeFirstUser, makeOrganisation } from './organisations.server.ts';

type FirstStart = {
  readonly ownerUrl: string;
  /** Load the demo without asking. */
  readonly demo: boolean;
  /** Where photos are kept: not told by the environment yet, which is for the app that comes after. */
  readonly files: FilesPlace;
  readonly onStep: (step: string) => void;
  /** A yes-or-no question at the terminal; no when nobody sits there. */
  readonly ask: (question: string) => Promise<boolean>;
};

export async function firstStart({
  ownerUrl,
  demo,
  files,
  onStep,
  ask,
}: FirstStart): Promise<{ lines: readonly string[] }> {
  const owner = ownerPool(ownerUrl, 2);
  try {
    await loadReference(owner, onStep);
    const key = await keyLines(owner);
    if (await isFurnished(owner)) return { lines: [...(await demoLines(owner)), ...key] };
    if (demo || (await ask('This database is empty. Load the demo organisation?'))) {
      const { loadDemo } = await import('./demo/load.server.ts');
      return { lines: [...(await loadDemo({ ownerUrl, owner, files: openFiles(files), onStep })), ...key] };
    }
    onStep('Making the first organisation');
    return { lines: [...(await firstAdministrator(owner, ownerUrl)), ...key] };
  } finally {
    await owner.end();
  }
}

/** Places and accounts of the country: the same in every installation. */
export async function loadReference(owner: pg.Pool, onStep: FirstStart['onStep']): Promise<void> {
  onStep('Loading places and accounts');
  const db = kyselyOn(owner);
  await loadAccounts(db);
  await loadLimits(db);
  await loadActivities(db);
  await loadRecoveryRules(db);
  await loadLinkageRules(db);
  const { faults } = await loadPlaces(db);
  if (faults.length > 0) throw new Error(`db/reference/places.csv has ${faults.length} faulty rows`);
}

/** Shown when it is made; later in the settings, by right. */
async function keyLines(owner: pg.Pool): Promise<string[]> {
  const { recoveryKey, isNew } = await recoveryKeyOf(owner);
  return isNew
    ? [`Recovery key of the backups: ${recoveryKey}`, '  Write it down and keep it away from this machine.']
    : [];
}

const isFurnished = async (owner: pg.Pool): Promise<boolean> =>
  (await owner.query('select from org limit 1')).rowCount !== 0;

async function demoLines(owner: pg.Pool): Promise<readonly string[]> {
  const { rows } = await owner.query<{ demo: boolean }>('select demo from server_state');
  return rows[0]?.demo ? ((await import('./demo/logins.ts')).loginLines() satisfies readonly string[]) : [];
}

/** Phone 9000000000 and a PIN shown once here: she changes both at her first sign-in. */
async function firstAdministrator(owner: pg.Pool, ownerUrl: string): Promise<string[]> {
  const orgId = await makeOrganisation(owner, { kind: 'trust', name: hostname() });
  // taken away by the page that asks for the names
  await owner.query(`update org set settings = settings || '{"firstStart": true}' where org_id = $1`, [orgId]);
  const phone = '9000000000';
  const userId = await makeFirstUser(owner, {
    orgId,
    name: 'Administrator',
    phone,
    grants: [{ role: 'administrator' }],
    mustChangeSecret: true,
  });
  // hundreds of files that no later start needs
  const { createAuth, installationSecret } = await import('./auth.server.ts');
  const authPool = openPool(ownerUrl, { max: 1, role: 'bakhiya_auth' });
  try {
    const auth = createAuth({ authPool, secret: await installationSecret(authPool), origin: 'http://localhost' });
    for (;;) {
      const pin = String(randomInt(0, 100_000_000)).padStart(8, '0');
      const given = await auth.setSecret(userId, pin);
      if (given.ok)
        return [`First sign-in: phone ${phone}, PIN ${pin} (shown only now; choose your own when you sign in)`];
      if (given.code !== 'auth.pin_easy') throw new Error(`The first PIN was refused: ${given.code}`);
    }
  } finally {
    await authPool.end();
  }
}
