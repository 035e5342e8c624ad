/** Who trades as what: written down, put right, handed on, ended. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { defineCommands, OWN, type Actor, type Scope } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import * as ask from './model.ts';
import { judgeChange, judgeClosing, judgeFields, judgeOwners } from './rules.ts';

const itself = ({ enterpriseId }: { enterpriseId: string }): Scope => ({ kind: 'enterprise', id: enterpriseId });
const WRITE = 'enterprises.write';
/** What is free text stays out of the audit line. */
const secret = ['nameEn', 'nameHi', 'nameUr', 'activityWords', 'udyam'];

export const commands = defineCommands('enterprises', {
  // whoever registers must reach each owner she names: the handler asks
  register: { input: ask.NewEnterprise, may: WRITE, scope: () => OWN, secret, run: register },
  correct: { input: ask.EnterpriseCorrection, may: WRITE, scope: itself, secret, run: correct },
  changeOwners: { input: ask.OwnersChange, may: WRITE, scope: itself, run: changeOwners },
  close: { input: ask.EnterpriseClosing, may: WRITE, scope: itself, secret: ['reason'], run: close },
});

type Receipt = { readonly enterpriseId: string };

/**
 * Refuses `enterprises.in_the_future` {today}, `enterprises.registered_already`, `enterprises.owner_unknown`, `enterprises.activity_unknown`,
 * `enterprises.udyam_taken` and what `judgeFields` and `judgeOwners` refuse.
 */
async function register(tx: Tx, who: Actor, input: ask.NewEnterprise): Promise<Outcome<Receipt>> {
  const { enterpriseId, startedOn } = input;
  if (startedOn > tx.today) return refused('enterprises.in_the_future', { today: tx.today });
  if (await standOf(tx, enterpriseId)) return refused('enterprises.registered_already');
  const judged = judgeFields(input);
  if (!judged.ok) return refused(judged.code, judged.params);
  const owners = judgeOwners(input.owners);
  if (!owners.ok) return refused(owners.code, owners.params);
  const wrong = (await fieldsWrong(tx, judged.value)) ?? (await ownersWrong(tx, input.owners));
  if (wrong) return refused(wrong);
  await tx.db
    .insertInto('enterprise')
    .values({
      org_id: tx.orgId,
      enterprise_id: enterpriseId,
      ...columnsOf(judged.value),
      started_on: startedOn,
      registered_by: who.userId,
      registered_at: tx.now,
      command_id: tx.commandId,
    })
    .execute();
  await saveOwners(tx, who, { enterpriseId, setNo: 1, fromOn: startedOn, owners: input.owners });
  return applied({ enterpriseId });
}

/** Refuses `enterprises.unknown`, `enterprises.activity_unknown`, `enterprises.udyam_taken` and what `judgeFields` refuses. */
async function correct(tx: Tx, _who: Actor, input: ask.EnterpriseCorrection): Promise<Outcome<Receipt>> {
  const { enterpriseId } = input;
  if (!(await standOf(tx, enterpriseId))) return refused('enterprises.unknown');
  const judged = judgeFields(input);
  if (!judged.ok) return refused(judged.code, judged.params);
  const wrong = await fieldsWrong(tx, judged.value);
  if (wrong) return refused(wrong);
  await tx.db
    .updateTable('enterprise')
    .set(columnsOf(judged.value))
    .where('org_id', '=', tx.orgId)
    .where('enterprise_id', '=', enterpriseId)
    .execute();
  return applied({ enterpriseId });
}

/** Refuses `enterprises.unknown`, `enterprises.owner_unknown` and what `judgeChange` refuses. Its loans stay its own. */
async function changeOwners(
  tx: Tx,
  who: Actor,
  input: ask.OwnersChange,
): Promise<Outcome<Receipt & { setNo: number }>> {
  const { enterpriseId, fromOn, owners } = input;
  const stand = await standOf(tx, enterpriseId);
  if (!stand) return refused('enterprises.unknown');
  const judged = judgeChange(input, { stand, today: tx.today });
  if (!judged.ok) return refused(judged.code, judged.params);
  const wrong = await ownersWrong(tx, owners);
  if (wrong) return refused(wrong);
  await sql`update enterprise_owner set until_on = ${fromOn}::date
    where org_id = ${tx.orgId} and enterprise_id = ${enterpriseId} and until_on is null`.execute(tx.db);
  const setNo = stand.setNo + 1;
  await saveOwners(tx, who, { enterpriseId, setNo, fromOn, owners });
  return applied({ enterpriseId, setNo });
}

/** Refuses `enterprises.unknown` and what `judgeClosing` refuses. Its last owners stay written. */
async function close(tx: Tx, _who: Actor, input: ask.EnterpriseClosing): Promise<Outcome<Receipt>> {
  const { enterpriseId, closedOn, reason } = input;
  const stand = await standOf(tx, enterpriseId);
  if (!stand) return refused('enterprises.unknown');
  const judged = judgeClosing(input, { stand, loans: stand.loans, today: tx.today });
  if (!judged.ok) return refused(judged.code, judged.params);
  await sql`update enterprise set closed_on = ${closedOn}::date, close_reason = ${reason}
    where org_id = ${tx.orgId} and enterprise_id = ${enterpriseId}`.execute(tx.db);
  return applied({ enterpriseId });
}

type Stand = {
  readonly startedOn: string;
  readonly ownersFromOn: string;
  readonly closedOn: string | null;
  readonly setNo: number;
  /** Asked for or running. */
  readonly loans: number;
};
/** Locked: owners, closing and applications for a loan come one after the other. */
async function standOf(tx: Tx, enterpriseId: string): Promise<Stand | null> {
  await sql`select from enterprise where org_id = ${tx.orgId} and enterprise_id = ${enterpriseId} for update`.execute(
    tx.db,
  );
  const { rows } = await sql<Stand>`select e.started_on as "startedOn", e.closed_on as "closedOn",
      o.from_on as "ownersFromOn", o.set_no as "setNo",
      (select count(*)::int from office_loan l join loan_standing s on s.org_id = l.org_id and s.loan_id = l.loan_id
        where l.org_id = e.org_id and l.borrower_kind = 'enterprise' and l.borrower_id = e.enterprise_id
          and s.status in ('applied', 'appraised', 'approved', 'active')) as loans
    from enterprise e join lateral (select x.from_on, x.set_no from enterprise_owner x where x.org_id = e.org_id
      and x.enterprise_id = e.enterprise_id order by x.set_no desc limit 1) o on true
    where e.org_id = ${tx.orgId} and e.enterprise_id = ${enterpriseId}`.execute(tx.db);
  return rows[0] ?? null;
}

const columnsOf = (of: ask.EnterpriseFields) => ({
  name_en: of.nameEn,
  name_hi: of.nameHi,
  name_ur: of.nameUr,
  activity: of.activity,
  activity_words: of.activityWords,
  place_id: of.placeId,
  udyam: of.udyam,
});

/** What only the register can tell of the fields; an activity that was chosen while it was offered may stay. */
async function fieldsWrong(tx: Tx, of: ask.EnterpriseFields & { enterpriseId: string }): Promise<string | null> {
  const { rows } = await sql<{ isOffered: boolean; isTaken: boolean }>`select
      (${of.activity}::text is null or exists (select from enterprise_activity a where a.activity = ${of.activity}
        and ((a.from_on <= ${tx.today}::date and (a.until_on is null or a.until_on > ${tx.today}::date))
          or exists (select from enterprise e where e.org_id = ${tx.orgId} and e.enterprise_id = ${of.enterpriseId}
            and e.activity = a.activity)))) as "isOffered",
      exists (select from enterprise e where e.org_id = ${tx.orgId} and e.udyam = ${of.udyam}
        and e.enterprise_id <> ${of.enterpriseId}) as "isTaken"`.execute(tx.db);
  if (!rows[0]!.isOffered) return 'enterprises.activity_unknown';
  return rows[0]!.isTaken ? 'enterprises.udyam_taken' : null;
}

/** Each is registered here, stands, and lies within the writer's own reach: a stranger's woman owns nothing by her word. */
async function ownersWrong(tx: Tx, owners: readonly ask.Owner[]): Promise<string | null> {
  const ids = (kind: ask.OwnerKind) => owners.flatMap((one) => (one.kind === kind ? [one.id] : []));
  const { rows } = await sql<{ count: number }>`select
      (select count(*)::int from person where org_id = ${tx.orgId} and person_id = any(${ids('person')}::uuid[])
        and now_id = person_id and erased_on is null and left_on is null)
      + (select count(*)::int from groups where org_id = ${tx.orgId} and group_id = any(${ids('group')}::uuid[])
        and state <> 'closed' and not practice) as count`.execute(tx.db);
  if (rows[0]!.count < owners.length) return 'enterprises.owner_unknown';
  for (const { kind, id } of owners)
    if ((await tx.rolesFor(WRITE, { kind, id })).length === 0) return 'enterprises.owner_unknown';
  return null;
}

type NewSet = Pick<ask.OwnersChange, 'enterpriseId' | 'fromOn' | 'owners'> & { readonly setNo: number };
const saveOwners = (tx: Tx, who: Actor, { enterpriseId, setNo, fromOn, owners }: NewSet) =>
  tx.db
    .insertInto('enterprise_owner')
    .values(
      owners.map(({ kind, id, shareBps }, at) => ({
        org_id: tx.orgId,
        enterprise_id: enterpriseId,
        set_no: setNo,
        owner_no: at + 1,
        person_id: kind === 'person' ? id : null,
        group_id: kind === 'group' ? id : null,
        share_bps: shareBps,
        from_on: fromOn,
        entered_by: who.userId,
        entered_at: tx.now,
      })),
    )
    .execute();
