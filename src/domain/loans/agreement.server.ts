/**
 * The agreement of a loan as it is to be signed: the offer that counts, its product's words, both sides and who stands for it. Nothing of
 * it is kept beside those: its number and hash are the offer's own.
 */
import { sql } from 'kysely';
import { dayInIndia, type IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { ownersOf } from '#domain/enterprise-register/index.server.ts';
import { BORROWER_NAMES, borrowerJoins } from './borrower.server.ts';
import { guarantorsOf, type GuarantorRow } from './guarantors.server.ts';
import { keyFactsShown } from './key-facts.server.ts';
import { loanFacts, type InThreeScripts, type LoanFacts } from './key-facts.rules.ts';
import type { AllocationOrder } from './life.model.ts';
import type { LoanPurpose } from './model.ts';
import { loanOffer } from './offer.rules.ts';
import { signedOf } from './office-loan.server.ts';
import type { LoanBorrowerKind, ProductRules } from './product.model.ts';

export type AgreementShown = {
  readonly loanId: string;
  readonly number: string;
  /** Of this offer alone, as in its key facts: number of the loan and of the offer. */
  readonly proposal: string;
  readonly hash: string;
  readonly madeOn: IsoDate;
  readonly lender: InThreeScripts;
  readonly borrower: {
    readonly kind: LoanBorrowerKind;
    readonly names: InThreeScripts;
    /** Whose wife or daughter she is. */
    readonly relation: { readonly kind: string; readonly name: string } | null;
    readonly place: InThreeScripts | null;
    readonly owners: readonly { readonly names: InThreeScripts; readonly shareBps: number }[];
  };
  readonly product: InThreeScripts;
  readonly purpose: LoanPurpose;
  readonly facts: LoanFacts;
  readonly allocation: AllocationOrder;
  readonly terms: NonNullable<ProductRules['keyFacts']> | null;
  /** Of the statement that was or would be shown with it. */
  readonly keyFactsHash: string | null;
  readonly coolingOffUntil: IsoDate | null;
  readonly leastGuarantors: number;
  readonly guarantors: readonly GuarantorRow[];
};

type Head = Pick<AgreementShown, 'number' | 'lender' | 'product' | 'purpose'> & {
  readonly rules: ProductRules;
  readonly borrowerId: string;
  readonly borrower: Omit<AgreementShown['borrower'], 'owners'>;
};
async function headOf(tx: Tx, loanId: string): Promise<Head | null> {
  const { rows } = await sql<Head>`select l.number, l.purpose, v.rules, l.borrower_id as "borrowerId",
      json_build_object('en', v.name_en, 'hi', v.name_hi, 'ur', v.name_ur) as product,
      case when f.group_id is not null then json_build_object('en', f.name, 'hi', f.name_hi, 'ur', f.name_ur)
        else json_build_object('en', o.name, 'hi', o.name_hi, 'ur', o.name_ur) end as lender,
      json_build_object('kind', l.borrower_kind, 'names', ${BORROWER_NAMES},
        'relation', case when p.relation_name is not null and p.relation_kind is not null
          then json_build_object('kind', p.relation_kind, 'name', p.relation_name) end,
        'place', case when w.place_id is not null then json_build_object('en', w.name_en, 'hi', w.name_hi, 'ur', w.name_ur) end) as borrower
    from office_loan l join org o on o.org_id = l.org_id
    join book b on b.org_id = l.org_id and b.book_id = l.book_id
    left join groups f on f.org_id = b.org_id and f.group_id = b.body_id and b.body_kind = 'federation'
    join loan_product_version v on v.org_id = l.org_id and v.product_id = l.product_id and v.version = l.version
    ${borrowerJoins()}
    left join place w on w.org_id = l.org_id and w.place_id = coalesce(p.place_id, g.place_id, en.place_id)
    where l.org_id = ${tx.orgId} and l.loan_id = ${loanId}`.execute(tx.db);
  return rows[0] ?? null;
}

/** Null before a loan is approved, or when there is none. */
export async function agreement(tx: Tx, who: Actor, { loanId }: { loanId: string }): Promise<AgreementShown | null> {
  const [head, signed] = [await headOf(tx, loanId), await signedOf(tx, loanId)];
  if (!head || !signed) return null;
  const offer = loanOffer(signed.contract);
  if (!offer.ok) return null;
  const shown = await keyFactsShown(tx, who, { loanId });
  const { number, lender, product, purpose, rules, borrower } = head;
  const owners = borrower.kind === 'enterprise' ? await ownersOf(tx, head.borrowerId) : [];
  return {
    ...{ loanId, number, lender, product, purpose },
    proposal: `${number}-${signed.offerNo}`,
    hash: signed.hash,
    madeOn: dayInIndia(new Date(signed.madeAt)),
    borrower: {
      ...borrower,
      owners: owners.map(({ names, shareBps }) => ({ names: { ...names, en: names.en ?? '' }, shareBps })),
    },
    facts: loanFacts(offer.value),
    allocation: signed.contract.servicing.allocation,
    terms: rules.keyFacts ?? null,
    keyFactsHash: shown?.hash ?? null,
    coolingOffUntil: shown?.facts?.coolingOffUntil ?? null,
    leastGuarantors: rules.leastGuarantors ?? 0,
    guarantors: await guarantorsOf(tx, loanId),
  };
}
