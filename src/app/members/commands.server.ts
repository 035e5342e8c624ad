import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { defineCommands, OWN, type Actor, type Scope } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { acknowledgeKeyFacts } from '#domain/loans/index.server.ts';
import { openBox } from '#field/sealed-envelope.ts';
import type { SealedBox } from '#field/wire.ts';
import { loadKeys } from '../keys.server.ts';
import { hashSecret, matchesHash } from '../sign-in/hashing.server.ts';
import { cardNumber } from './card.ts';
import * as model from './model.ts';
import {
  boxBound,
  WAIT_SECONDS,
  type ChangeSecret,
  type ClearSecret,
  type Open,
  type Opened,
  type SetSecret,
  type SignKeyFacts,
} from './model.ts';

const hers = ({ personId }: { personId: string }): Scope => ({ kind: 'person', id: personId });

export const commands = defineCommands('members', {
  setSecret: {
    input: model.SetSecret,
    may: 'members.set',
    scope: hers,
    offline: true,
    secret: ['box'],
    run: setSecret,
  },
  changeSecret: {
    input: model.ChangeSecret,
    may: 'members.set',
    scope: hers,
    offline: true,
    secret: ['old', 'box'],
    run: changeSecret,
  },
  clearSecret: { input: model.ClearSecret, may: 'members.clear', scope: hers, run: clearSecret },
  /** On any enrolled phone: what she proves, not who holds the phone, decides. */
  open: { input: model.Open, may: 'sync.use', scope: () => OWN, secret: ['box'], run: open },
  signKeyFacts: {
    input: model.SignKeyFacts,
    may: 'loans.apply',
    scope: ({ loanId }: { loanId: string }): Scope => ({ kind: 'loan', id: loanId }),
    secret: ['box'],
    run: signKeyFacts,
  },
});

type Person = { now_id: string; gone: boolean };
async function personOf(tx: Tx, personId: string): Promise<Person | null> {
  const { rows } = await sql<Person>`select now_id, erased_on is not null as gone from person
    where org_id = ${tx.orgId} and person_id = ${personId}`.execute(tx.db);
  return rows[0] ?? null;
}

/** Null for a box that was made for another installation or another woman. */
async function proofIn(tx: Tx, box: SealedBox, personId: string): Promise<string | null> {
  try {
    const { sealing } = await loadKeys(tx.db);
    const proof = new TextDecoder().decode(await openBox(sealing, box, boxBound(personId)));
    return /^[A-Za-z0-9_-]{43}$/.test(proof) ? proof : null;
  } catch {
    return null;
  }
}

/** Phones of every group she is in learn of it. */
async function tellHerPhones(tx: Tx, personId: string): Promise<void> {
  const { rows } = await sql<{ group_id: string }>`select distinct group_id from membership
    where org_id = ${tx.orgId} and person_id = ${personId}`.execute(tx.db);
  for (const { group_id } of rows) tx.changed(group_id, 'locks', personId);
}

/**
 * Her first one. A secret that stands is never replaced by whoever holds the phone: the office clears it, then she chooses again.
 * @returns refused `members.unknown`, `members.already_set`, `members.unreadable`
 */
async function setSecret(tx: Tx, who: Actor, input: SetSecret): Promise<Outcome<{ personId: string }>> {
  const { personId, lock, box } = input;
  const person = await personOf(tx, personId);
  if (!person || person.gone || person.now_id !== personId) return refused('members.unknown');
  const proof = await proofIn(tx, box, personId);
  if (!proof) return refused('members.unreadable');
  const { rows } = await sql<{ person_id: string }>`
    insert into member_secret (org_id, person_id, way, salt, iterations, phone_check, proof_hash, card_number, set_by)
    values (${tx.orgId}, ${personId}, ${lock.way}, ${lock.salt}, ${lock.iterations}, ${lock.check}, ${await hashSecret(proof)},
      ${cardNumber(personId)}, ${who.userId})
    on conflict (org_id, person_id) do nothing returning person_id`.execute(tx.db);
  if (!rows[0]) return refused('members.already_set');
  await tellHerPhones(tx, personId);
  return applied({ personId });
}

/**
 * Herself, by the one she knows. `changed: false` is an answer, not a refusal, as in `open`: a wrong one is counted like any other try;
 * the phones of her groups are told what stands. @returns refused `members.not_set`, `members.unreadable`
 */
async function changeSecret(
  tx: Tx,
  who: Actor,
  { personId, old, lock, box }: ChangeSecret,
): Promise<Outcome<{ personId: string; changed: boolean }>> {
  const proof = await proofIn(tx, box, personId);
  if (!proof) return refused('members.unreadable');
  const tried = await tryProof(tx, { personId, box: old });
  if (!tried) return refused('members.not_set');
  await tellHerPhones(tx, personId);
  await told(tx, who, { personId, ...tried });
  if (tried.word !== 'opened') return applied({ personId, changed: false });
  await sql`update member_secret set way = ${lock.way}, salt = ${lock.salt}, iterations = ${lock.iterations}, phone_check = ${lock.check},
      proof_hash = ${await hashSecret(proof)}, set_by = ${who.userId}, set_at = now()
    where org_id = ${tx.orgId} and person_id = ${personId}`.execute(tx.db);
  return applied({ personId, changed: true });
}

/** @returns refused `members.not_set` */
async function clearSecret(tx: Tx, _who: Actor, { personId }: ClearSecret): Promise<Outcome<{ personId: string }>> {
  const { rows } = await sql`delete from member_secret
    where org_id = ${tx.orgId} and person_id = ${personId} returning person_id`.execute(tx.db);
  if (!rows[0]) return refused('members.not_set');
  await tellHerPhones(tx, personId);
  return applied({ personId });
}

type Kept = { proof_hash: string; wrong_tries: number; wait: number };

/**
 * One try. A wrong one is an answer, not a refusal: a refusal would undo the count. The row is locked while it is judged, so that
 * a hundred guesses at once are judged one after the other; while she has to wait nothing is looked at.
 * @returns refused `members.not_set`
 */
async function open(tx: Tx, who: Actor, { personId, box }: Open): Promise<Outcome<Opened>> {
  const tried = await tryProof(tx, { personId, box });
  return tried ? told(tx, who, { personId, ...tried }) : refused('members.not_set');
}

type Tried = { readonly waitSeconds: number; readonly word: 'opened' | 'wrong' | 'waiting' };

/** Null where she has none. */
async function tryProof(tx: Tx, { personId, box }: Open): Promise<Tried | null> {
  const { rows } = await sql<Kept>`select proof_hash,
      case when last_wrong_at > now() - interval '1 day' then wrong_tries else 0 end as wrong_tries,
      greatest(0, ceil(extract(epoch from locked_until - now())))::int as wait
    from member_secret where org_id = ${tx.orgId} and person_id = ${personId} for update`.execute(tx.db);
  const kept = rows[0];
  if (!kept) return null;
  if (kept.wait > 0) return { waitSeconds: kept.wait, word: 'waiting' };
  const proof = await proofIn(tx, box, personId);
  if (proof !== null && (await matchesHash(kept.proof_hash, proof))) {
    await sql`update member_secret set wrong_tries = 0, locked_until = null
      where org_id = ${tx.orgId} and person_id = ${personId}`.execute(tx.db);
    return { waitSeconds: 0, word: 'opened' };
  }
  const waitSeconds = WAIT_SECONDS[Math.min(kept.wrong_tries, WAIT_SECONDS.length - 1)] ?? 0;
  await sql`update member_secret set wrong_tries = ${kept.wrong_tries + 1}, last_wrong_at = now(),
      locked_until = now() + make_interval(secs => ${waitSeconds})
    where org_id = ${tx.orgId} and person_id = ${personId}`.execute(tx.db);
  return { waitSeconds, word: 'wrong' };
}

/**
 * A wrong try is counted like any other and answered, not refused; the right one acknowledges exactly the statement she was shown.
 * @returns refused `members.unknown`, `members.not_set` and what `loans.acknowledgeKeyFacts` refuses
 */
async function signKeyFacts(tx: Tx, who: Actor, input: SignKeyFacts): Promise<Outcome<Opened>> {
  const { loanId, hash, language, box } = input;
  const { rows } = await sql<{ personId: string }>`select p.now_id as "personId" from office_loan l
    join person p on p.org_id = l.org_id and p.person_id = l.borrower_id
    where l.org_id = ${tx.orgId} and l.loan_id = ${loanId} and l.borrower_kind = 'person'`.execute(tx.db);
  const personId = rows[0]?.personId;
  if (!personId) return refused('members.unknown');
  const tried = await open(tx, who, { personId, box });
  if (tried.kind !== 'applied' || !tried.receipt.opened) return tried;
  const done = await acknowledgeKeyFacts(tx, who, { loanId, hash, language, way: 'pin', witness: null });
  return done.kind === 'applied' ? tried : done.kind === 'already' ? refused('loans.key_facts_read_already') : done;
}

/** The trail says whose passbook was tried on whose phone, and how it ended. */
async function told(
  tx: Tx,
  who: Actor,
  { personId, waitSeconds, word }: Tried & { personId: string },
): Promise<Outcome<Opened>> {
  await sql`insert into audit (org_id, user_id, device_id, action, command_id, subject_kind, subject_id, outcome)
    values (${tx.orgId}, ${who.userId}, ${who.deviceId ?? null}, 'members.try', ${tx.commandId}, 'person', ${personId}, ${word})`.execute(
    tx.db,
  );
  return applied({ opened: word === 'opened', waitSeconds });
}
