/** The Key Facts Statement of the offer that counts: shown, acknowledged, and kept as it was shown. */
import { sql } from 'kysely';
import { createHash } from 'node:crypto';
import { dayInIndia } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { ownersOf } from '#domain/enterprise-register/index.server.ts';
import { BORROWER_NAMES, borrowerJoins } from './borrower.server.ts';
import type { Acknowledging, KeyFactsWay } from './key-facts.model.ts';
import { judgeAcknowledgement, keyFacts, keyFactsBody, type InThreeScripts, type KeyFacts } from './key-facts.rules.ts';
import type { LoanContract } from './life.model.ts';
import { lockLoan } from './office-loan.server.ts';
import { loanOffer } from './offer.rules.ts';
import type { LoanBorrowerKind, ProductRules } from './product.model.ts';
import type { LoanStage } from './stages.rules.ts';

export type Acknowledged = {
  readonly at: string;
  readonly by: string;
  readonly way: KeyFactsWay;
  readonly language: 'en' | 'hi' | 'ur';
  readonly witness: string | null;
};
export type KeyFactsShown = {
  readonly loanId: string;
  readonly number: string;
  readonly status: LoanStage;
  readonly today: string;
  /** What stands acknowledged for this offer, as it was shown then; otherwise what would be shown today. Null: the product says nothing. */
  readonly facts: KeyFacts | null;
  readonly hash: string | null;
  readonly acknowledged: Acknowledged | null;
  readonly isOver: boolean;
};

type Offered = {
  readonly number: string;
  readonly status: LoanStage;
  readonly rules: ProductRules;
  readonly product: InThreeScripts;
  readonly borrowerKind: LoanBorrowerKind;
  readonly borrowerId: string;
  readonly borrower: InThreeScripts;
  /** None but of an enterprise. */
  readonly owners?: KeyFacts['owners'];
  readonly lender: InThreeScripts;
  readonly offerNo: number;
  readonly contract: LoanContract;
  readonly offerHash: string;
  readonly madeAt: string;
};

async function offeredOf(tx: Tx, loanId: string): Promise<Offered | null> {
  const { rows } = await sql<Offered>`select l.number, s.status, v.rules,
      json_build_object('en', v.name_en, 'hi', v.name_hi, 'ur', v.name_ur) as product,
      l.borrower_kind as "borrowerKind", l.borrower_id as "borrowerId", ${BORROWER_NAMES} as borrower,
      json_build_object('en', o.name, 'hi', o.name_hi, 'ur', o.name_ur) as lender,
      c.offer_no as "offerNo", c.contract, c.hash as "offerHash", c.made_at as "madeAt"
    from office_loan l join loan_standing s on s.org_id = l.org_id and s.loan_id = l.loan_id
    join org o on o.org_id = l.org_id
    join loan_product_version v on v.org_id = l.org_id and v.product_id = l.product_id and v.version = l.version
    join lateral (select * from loan_contract c where c.org_id = l.org_id and c.loan_id = l.loan_id
      order by c.offer_no desc limit 1) c on true
    ${borrowerJoins()}
    where l.org_id = ${tx.orgId} and l.loan_id = ${loanId}`.execute(tx.db);
  const offered = rows[0];
  if (offered?.borrowerKind !== 'enterprise') return offered ?? null;
  const owners = await ownersOf(tx, offered.borrowerId);
  return {
    ...offered,
    owners: owners.map(({ names, shareBps }) => ({ names: { ...names, en: names.en ?? '' }, shareBps })),
  };
}

/** What a statement is known by, on a screen, on paper and on a phone. */
export const keyFactsHash = (facts: KeyFacts): string => createHash('sha256').update(keyFactsBody(facts)).digest('hex');

function factsOf(of: Offered): KeyFacts | null {
  const terms = of.rules.keyFacts;
  const offer = loanOffer(of.contract);
  if (!terms || !offer.ok) return null;
  const { lender, borrower, owners, product } = of;
  const proposal = `${of.number}-${of.offerNo}`;
  const madeOn = dayInIndia(new Date(of.madeAt));
  return keyFacts(offer.value, { proposal, madeOn, lender, borrower, ...(owners && { owners }), product, terms });
}

async function readOf(tx: Tx, loanId: string, offerHash: string) {
  const { rows } = await sql<Acknowledged & { statement: KeyFacts }>`select k.statement, k.acknowledged_at as at,
      coalesce(u.name, '') as by, k.way, k.language, k.witness
    from loan_key_facts k left join app_user u on u.org_id = k.org_id and u.user_id = k.acknowledged_by
    where k.org_id = ${tx.orgId} and k.loan_id = ${loanId} and k.hash = ${offerHash}`.execute(tx.db);
  return rows[0] ?? null;
}

/** Null before a loan is approved, or when there is none. */
export async function keyFactsShown(
  tx: Tx,
  _who: Actor,
  { loanId }: { loanId: string },
): Promise<KeyFactsShown | null> {
  const offered = await offeredOf(tx, loanId);
  if (!offered) return null;
  const read = await readOf(tx, loanId, offered.offerHash);
  const facts = read?.statement ?? factsOf(offered);
  const { number, status } = offered;
  return {
    ...{ loanId, number, status, facts, today: tx.today },
    hash: facts && keyFactsHash(facts),
    acknowledged: read && { at: read.at, by: read.by, way: read.way, language: read.language, witness: read.witness },
    isOver: read === null && facts !== null && tx.today > facts.validUntil,
  };
}

/**
 * She has been told, and says so. Refuses `loans.unknown_loan`, `loans.not_approved`, `loans.key_facts_terms_missing`,
 * `loans.key_facts_read_already`, and what `judgeAcknowledgement` refuses: another statement, validity over, a thumb without witness.
 */
export async function acknowledgeKeyFacts(
  tx: Tx,
  who: Actor,
  input: Acknowledging,
): Promise<Outcome<{ loanId: string; proposal: string; hash: string }>> {
  const { loanId, way, witness, language } = input;
  if (!(await lockLoan(tx, loanId))) return refused('loans.unknown_loan');
  const offered = await offeredOf(tx, loanId);
  if (offered?.status !== 'approved') return refused('loans.not_approved');
  if (await readOf(tx, loanId, offered.offerHash)) return refused('loans.key_facts_read_already');
  const facts = factsOf(offered);
  if (!facts) return refused('loans.key_facts_terms_missing');
  const hash = keyFactsHash(facts);
  const judged = judgeAcknowledgement({ facts, hash, shownHash: input.hash, way, witness, today: tx.today });
  if (!judged.ok) return refused(judged.code, judged.params);
  await tx.db
    .insertInto('loan_key_facts')
    .values({
      org_id: tx.orgId,
      loan_id: loanId,
      hash: offered.offerHash,
      acknowledged_at: tx.now,
      offer_no: offered.offerNo,
      statement: keyFactsBody(facts),
      statement_hash: hash,
      ...{ way, language, witness },
      acknowledged_by: who.userId,
    })
    .execute();
  return applied({ loanId, proposal: facts.proposal, hash });
}
