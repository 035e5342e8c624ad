import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { defineCommands, type Actor, type Scope } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { openBook } from '#domain/ledger/index.server.ts';
import { closeGroup, removeMember } from './ending.commands.server.ts';
import { addMembers } from './members-many.server.ts';
import { GroupRef, Joining, Leaving, NewBankAccount, NewGroup, OfficeEnd, OfficeTerm } from './model.ts';
import { judgeJoining } from './rules.ts';

const inGroup = (input: { groupId: string }): Scope => ({ kind: 'group', id: input.groupId });

export const commands = defineCommands('groups', {
  open: {
    input: NewGroup,
    may: 'groups.write',
    scope: (input: NewGroup) => (input.placeId ? { kind: 'place', id: input.placeId } : null),
    run: open,
  },
  addMember: {
    input: Joining,
    may: 'groups.write',
    offline: true,
    scope: inGroup,
    run: addMember,
    runMany: addMembers,
  },
  removeMember: { input: Leaving, may: 'groups.write', scope: inGroup, run: removeMember },
  beginOffice: { input: OfficeTerm, may: 'groups.write', scope: inGroup, run: beginOffice },
  endOffice: { input: OfficeEnd, may: 'groups.write', scope: inGroup, run: endOffice },
  addBankAccount: { input: NewBankAccount, may: 'groups.write', scope: inGroup, run: addBankAccount },
  close: { input: GroupRef, may: 'groups.write', scope: inGroup, run: closeGroup },
});

/** Opening a group opens its book (cash basis); a practice group has a book too, so that nothing differs, but never a posting. */
async function open(tx: Tx, _who: Actor, input: NewGroup): Promise<Outcome<{ groupId: string; bookId: string }>> {
  if (input.formedOn > tx.today || input.booksFromOn > tx.today)
    return refused('groups.in_the_future', { today: tx.today });
  if (input.booksFromOn < input.formedOn) return refused('groups.books_before_formed', { formedOn: input.formedOn });
  const bookId = await openBook(tx, {
    bodyKind: 'group',
    bodyId: input.groupId,
    basis: 'cash',
    openedOn: input.booksFromOn,
  });
  await tx.db
    .insertInto('groups')
    .values({
      org_id: tx.orgId,
      group_id: input.groupId,
      kind: input.kind,
      name: input.name,
      name_hi: input.nameHi,
      name_ur: input.nameUr,
      place_id: input.placeId,
      parent_group_id: input.parentGroupId,
      book_id: bookId,
      formed_on: input.formedOn,
      practice: input.practice,
      size_exception: input.sizeException,
    })
    .execute();
  tx.changed(input.groupId, 'group', input.groupId);
  return applied({ groupId: input.groupId, bookId });
}

async function addMember(tx: Tx, _who: Actor, input: Joining): Promise<Outcome<{ personId: string }>> {
  const group = await groupOf(tx, input.groupId);
  if (!group) return refused('groups.unknown', {});
  const { rows } = await sql<{
    group_id: string;
    name: string;
    kind: string;
    practice: boolean;
    joined_on: string;
    left_on: string | null;
  }>`
    select m.group_id, g.name, g.kind, g.practice, m.joined_on, m.left_on from membership m
    join groups g on g.org_id = m.org_id and g.group_id = m.group_id
    where m.org_id = ${tx.orgId} and m.person_id = ${input.personId}`.execute(tx.db);
  const elsewhere = rows.find(
    (row) =>
      row.group_id !== input.groupId &&
      row.kind === 'self_help_group' &&
      group.kind === 'self_help_group' &&
      !row.practice &&
      !group.practice &&
      (row.left_on === null || row.left_on > input.joinedOn),
  );
  const ruling = judgeJoining(input.joinedOn, {
    stays: rows
      .filter((row) => row.group_id === input.groupId)
      .map((row) => ({ joinedOn: row.joined_on, leftOn: row.left_on })),
    otherGroupName: elsewhere?.name ?? null,
    groupFormedOn: group.formed_on,
  });
  if (!ruling.ok) return refused(ruling.code, ruling.params);
  await tx.db
    .insertInto('membership')
    .values({
      org_id: tx.orgId,
      group_id: input.groupId,
      person_id: input.personId,
      joined_on: input.joinedOn,
      usual_compulsory_paise: input.usualCompulsoryPaise,
      usual_voluntary_paise: input.usualVoluntaryPaise,
    })
    .execute();
  tx.changed(input.groupId, 'group', input.groupId);
  return applied({ personId: input.personId });
}

async function beginOffice(tx: Tx, _who: Actor, input: OfficeTerm): Promise<Outcome<{ personId: string }>> {
  const member = await tx.db
    .selectFrom('membership')
    .select('joined_on')
    .where('org_id', '=', tx.orgId)
    .where('group_id', '=', input.groupId)
    .where('person_id', '=', input.personId)
    .where('joined_on', '<=', input.fromOn)
    .where((eb) => eb.or([eb('left_on', 'is', null), eb('left_on', '>', input.fromOn)]))
    .executeTakeFirst();
  // a paid bookkeeper need not be a member of the group she writes for
  if (!member && input.office !== 'bookkeeper') return refused('groups.not_a_member', { on: input.fromOn });
  await tx.db
    .insertInto('officer')
    .values({
      org_id: tx.orgId,
      group_id: input.groupId,
      person_id: input.personId,
      role: input.office,
      from_on: input.fromOn,
    })
    .execute();
  tx.changed(input.groupId, 'group', input.groupId);
  return applied({ personId: input.personId });
}

async function endOffice(tx: Tx, _who: Actor, input: OfficeEnd): Promise<Outcome<{ personId: string }>> {
  const ended = await tx.db
    .updateTable('officer')
    .set({ until_on: input.endedOn })
    .where('org_id', '=', tx.orgId)
    .where('group_id', '=', input.groupId)
    .where('person_id', '=', input.personId)
    .where('role', '=', input.office)
    .where('from_on', '<=', input.endedOn)
    .where('until_on', 'is', null)
    .executeTakeFirst();
  if (ended.numUpdatedRows === 0n) return refused('groups.no_such_office', {});
  tx.changed(input.groupId, 'group', input.groupId);
  return applied({ personId: input.personId });
}

async function addBankAccount(tx: Tx, _who: Actor, input: NewBankAccount): Promise<Outcome<{ bankAccountId: string }>> {
  await tx.db
    .insertInto('bank_account')
    .values({
      org_id: tx.orgId,
      bank_account_id: input.bankAccountId,
      group_id: input.groupId,
      bank: input.bank,
      branch: input.branch,
      ifsc: input.ifsc,
      number: input.number,
      opened_on: input.openedOn,
    })
    .execute();
  tx.changed(input.groupId, 'group', input.groupId);
  return applied({ bankAccountId: input.bankAccountId });
}

const groupOf = (tx: Tx, groupId: string) =>
  tx.db
    .selectFrom('groups')
    .select(['kind', 'formed_on', 'practice', 'name'])
    .where('org_id', '=', tx.orgId)
    .where('group_id', '=', groupId)
    .executeTakeFirst();
