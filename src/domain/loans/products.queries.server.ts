/** Products with every version they had. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { ProductNames, ProductRules } from './product.model.ts';

export type ProductVersionRow = {
  readonly version: number;
  readonly fromOn: string;
  readonly nameEn: string;
  readonly nameHi: string | null;
  readonly nameUr: string | null;
  readonly rules: ProductRules;
  readonly source: string;
};
export type ProductRow = {
  readonly productId: string;
  readonly code: string;
  readonly closedOn: string | null;
  /** Newest first. */
  readonly versions: readonly ProductVersionRow[];
  readonly loans: number;
};
export type Products = {
  readonly rows: readonly ProductRow[];
  readonly limits: readonly {
    readonly fromOn: string;
    readonly limitPaise: number;
    readonly role: string | null;
    readonly decidedBy: string;
  }[];
};

export async function products(tx: Tx): Promise<Products> {
  const { rows } = await sql<ProductRow>`select p.product_id as "productId", p.code, p.closed_on as "closedOn",
      (select json_agg(json_build_object('version', v.version, 'fromOn', v.from_on, 'nameEn', v.name_en, 'nameHi', v.name_hi,
        'nameUr', v.name_ur, 'rules', v.rules, 'source', v.source) order by v.version desc)
        from loan_product_version v where v.org_id = p.org_id and v.product_id = p.product_id) as versions,
      (select count(*) from office_loan l where l.org_id = p.org_id and l.product_id = p.product_id) as loans
    from loan_product p where p.org_id = ${tx.orgId}
      and exists (select from loan_product_version v where v.org_id = p.org_id and v.product_id = p.product_id)
    order by p.closed_on nulls first, p.code`.execute(tx.db);
  const limits = await sql<
    Products['limits'][number]
  >`select from_on as "fromOn", limit_paise as "limitPaise", role, decided_by as "decidedBy"
    from loan_approval_limit where org_id = ${tx.orgId} order by from_on desc, set_at desc`.execute(tx.db);
  return { rows, limits: limits.rows };
}

/** One version of a product that may still be lent under; null when there is none. */
export async function loanProduct(
  tx: Tx,
  of: { readonly productId: string; readonly version: number },
): Promise<{ readonly names: ProductNames; readonly rules: ProductRules } | null> {
  const { rows } = await sql<{ names: ProductNames; rules: ProductRules }>`select
      json_build_object('en', v.name_en, 'hi', v.name_hi, 'ur', v.name_ur) as names, v.rules
    from loan_product_version v join loan_product p on p.org_id = v.org_id and p.product_id = v.product_id
    where v.org_id = ${tx.orgId} and v.product_id = ${of.productId} and v.version = ${of.version} and p.closed_on is null`.execute(
    tx.db,
  );
  return rows[0] ?? null;
}
