/** Guarantors of a loan as stored: named, said yes, let go again. */
import { sql } from 'kysely';
import { dayInIndia } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { readMobile } from '#platform/phone.ts';
import type { GuarantorRelation, GuarantorRelease, GuarantorYes, NamingGuarantor } from './guarantor.model.ts';
import { beforeMoney, judgeGuarantor, judgeYes } from './guarantor.rules.ts';
import { lockLoan, signedOf, type OfficeLoan } from './office-loan.server.ts';

export type GuarantorRow = {
  readonly guarantorId: string;
  /** Null: outside the register. */
  readonly personId: string | null;
  readonly names: { readonly en: string; readonly hi: string | null; readonly ur: string | null };
  readonly relation: GuarantorRelation | null;
  /** Of somebody outside the register; hers is the register's to tell. */
  readonly phone: string | null;
  /** To the offer that counts; null until then, and again when another offer was made. */
  readonly yes: {
    readonly on: string;
    readonly way: 'signature' | 'thumb';
    readonly witness: string | null;
    readonly by: string;
  } | null;
};

/** Those of a loan `l` who were not let go, as one JSON list in the order they were named; a yes is to the offer `hash`. */
export const guarantorsJson = sql`coalesce((select json_agg(json_build_object('guarantorId', q.guarantor_id, 'personId', n.person_id,
    'names', json_build_object('en', coalesce(q.name, n.name_latin, n.name_devanagari, n.name_urdu, '–'), 'hi', n.name_devanagari, 'ur', n.name_urdu),
    'relation', q.relation, 'phone', q.phone,
    'yes', (select json_build_object('on', y.on_date, 'way', y.way, 'witness', y.witness, 'by', coalesce(u.name, ''))
      from loan_guarantor_yes y left join app_user u on u.org_id = y.org_id and u.user_id = y.written_by
      where y.org_id = q.org_id and y.loan_id = q.loan_id and y.guarantor_id = q.guarantor_id and y.hash = (
        select c.hash from loan_contract c where c.org_id = q.org_id and c.loan_id = q.loan_id order by c.offer_no desc limit 1)))
    order by q.named_at, q.guarantor_id)
  from loan_guarantor q
  left join lateral (select p.now_id from person p where p.org_id = q.org_id and p.person_id = q.person_id offset 0) p on true
  left join lateral (select * from person k where k.org_id = q.org_id and k.person_id = p.now_id offset 0) n on true
  where q.org_id = l.org_id and q.loan_id = l.loan_id and q.released_at is null), '[]')`;

export async function guarantorsOf(tx: Tx, loanId: string): Promise<GuarantorRow[]> {
  const { rows } = await sql<{ all: GuarantorRow[] }>`select ${guarantorsJson} as all from office_loan l
    where l.org_id = ${tx.orgId} and l.loan_id = ${loanId}`.execute(tx.db);
  return rows[0]?.all ?? [];
}

/** She stands in the register, and within the reach of who names her: a stranger's woman answers for nothing by his word. */
async function isKnown(tx: Tx, personId: string): Promise<boolean> {
  const { rows } = await sql`select from person where org_id = ${tx.orgId} and person_id = ${personId}
    and now_id = person_id and erased_on is null and left_on is null`.execute(tx.db);
  return rows.length > 0 && (await tx.rolesFor('people.read', { kind: 'person', id: personId })).length > 0;
}

async function herselfNow(tx: Tx, { borrowerKind, borrowerId }: OfficeLoan): Promise<string | null> {
  if (borrowerKind !== 'person') return null;
  const { rows } = await sql<{ id: string }>`select now_id as id from person
    where org_id = ${tx.orgId} and person_id = ${borrowerId}`.execute(tx.db);
  return rows[0]?.id ?? null;
}

type Receipt = { readonly loanId: string; readonly guarantorId: string };

/** Refuses `loans.unknown_loan`, `loans.guarantor_unknown`, `loans.guarantor_twice` and what `judgeGuarantor` refuses. */
export async function nameGuarantor(tx: Tx, who: Actor, input: NamingGuarantor): Promise<Outcome<Receipt>> {
  const { loanId, guarantorId, guarantor } = input;
  const loan = await lockLoan(tx, loanId);
  if (!loan) return refused('loans.unknown_loan');
  const standing = await guarantorsOf(tx, loanId);
  const phone = guarantor.kind === 'outside' ? readMobile(guarantor.phone) : null;
  const judged = judgeGuarantor(guarantor, {
    ...{ stage: loan.stage, standing, phone },
    borrowerId: await herselfNow(tx, loan),
  });
  if (!judged.ok) return refused(judged.code, judged.params);
  if (guarantor.kind === 'person' && !(await isKnown(tx, guarantor.personId)))
    return refused('loans.guarantor_unknown');
  const done = await tx.db
    .insertInto('loan_guarantor')
    .values({
      org_id: tx.orgId,
      loan_id: loanId,
      guarantor_id: guarantorId,
      person_id: guarantor.kind === 'person' ? guarantor.personId : null,
      name: guarantor.kind === 'outside' ? guarantor.name : null,
      relation: guarantor.relation,
      phone,
      named_by: who.userId,
      named_at: tx.now,
      command_id: tx.commandId,
    })
    .onConflict((oc) => oc.doNothing())
    .executeTakeFirst();
  return done.numInsertedOrUpdatedRows === 1n ? applied({ loanId, guarantorId }) : refused('loans.guarantor_twice');
}

const standsFor = async (tx: Tx, { loanId, guarantorId }: Receipt): Promise<GuarantorRow | undefined> =>
  (await guarantorsOf(tx, loanId)).find((one) => one.guarantorId === guarantorId);

/** Refuses `loans.unknown_loan`, `loans.guarantor_unknown`, `loans.guarantor_said_already` and what `judgeYes` refuses. */
export async function guarantorSaysYes(tx: Tx, who: Actor, input: GuarantorYes): Promise<Outcome<Receipt>> {
  const { loanId, guarantorId, hash, on, way, witness } = input;
  const loan = await lockLoan(tx, loanId);
  if (!loan) return refused('loans.unknown_loan');
  const found = await standsFor(tx, input);
  if (!found) return refused('loans.guarantor_unknown');
  const signed = await signedOf(tx, loanId);
  const offer = signed && { hash: signed.hash, madeOn: dayInIndia(new Date(signed.madeAt)) };
  const judged = judgeYes(input, { stage: loan.stage, offer, today: tx.today });
  if (!judged.ok) return refused(judged.code, judged.params);
  if (found.yes) return refused('loans.guarantor_said_already');
  const of = { org_id: tx.orgId, loan_id: loanId, guarantor_id: guarantorId };
  await tx.db
    .insertInto('loan_guarantor_yes')
    .values({ ...of, hash, on_date: on, way, witness, written_by: who.userId, written_at: tx.now })
    .execute();
  return applied({ loanId, guarantorId });
}

/** Refuses `loans.unknown_loan`, `loans.guarantor_unknown`, `loans.guarantor_too_late`. */
export async function releaseGuarantor(tx: Tx, who: Actor, input: GuarantorRelease): Promise<Outcome<Receipt>> {
  const { loanId, guarantorId, reason } = input;
  const loan = await lockLoan(tx, loanId);
  if (!loan) return refused('loans.unknown_loan');
  if (!(await standsFor(tx, input))) return refused('loans.guarantor_unknown');
  if (!beforeMoney(loan.stage)) return refused('loans.guarantor_too_late');
  await sql`update loan_guarantor set released_at = ${tx.now}, released_by = ${who.userId}, release_reason = ${reason}
    where org_id = ${tx.orgId} and loan_id = ${loanId} and guarantor_id = ${guarantorId}`.execute(tx.db);
  return applied({ loanId, guarantorId });
}
