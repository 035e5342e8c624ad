/** Products as dated versions, and the limit above which two persons approve. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import type { ApprovalLimitSetting } from './office.model.ts';
import type { NewProductVersion, ProductClosing } from './product.model.ts';
import { judgeProduct } from './product.rules.ts';

/** A first or a further version. Refuses `loans.code_taken`, `loans.version_before` {fromOn} and what `judgeProduct` refuses. */
export async function saveProduct(
  tx: Tx,
  who: Actor,
  input: NewProductVersion,
): Promise<Outcome<{ productId: string; version: number }>> {
  const judged = judgeProduct(input.rules);
  if (!judged.ok) return refused(judged.code, judged.params);
  const { productId, code } = input;
  const { rows } = await sql<{
    productId: string;
    code: string;
  }>`select product_id as "productId", code from loan_product
    where org_id = ${tx.orgId} and (product_id = ${productId} or code = ${code})`.execute(tx.db);
  const same = rows.find((row) => row.productId === productId);
  if (rows.some((row) => row.productId !== productId) || (same && same.code !== code))
    return refused('loans.code_taken');
  if (!same) await tx.db.insertInto('loan_product').values({ org_id: tx.orgId, product_id: productId, code }).execute();
  const { rows: last } = await sql<{ version: number; fromOn: string }>`select version, from_on as "fromOn"
    from loan_product_version where org_id = ${tx.orgId} and product_id = ${productId} order by version desc limit 1`.execute(
    tx.db,
  );
  if (last[0] && input.fromOn < last[0].fromOn) return refused('loans.version_before', { fromOn: last[0].fromOn });
  const version = (last[0]?.version ?? 0) + 1;
  await tx.db
    .insertInto('loan_product_version')
    .values({
      org_id: tx.orgId,
      product_id: productId,
      version,
      from_on: input.fromOn,
      name_en: input.nameEn,
      name_hi: input.nameHi,
      name_ur: input.nameUr,
      rules: JSON.stringify(input.rules),
      source: input.source,
      entered_by: who.userId,
      entered_at: tx.now,
    })
    .execute();
  return applied({ productId, version });
}

/** From that day no new loan; those made run on. */
export async function closeProduct(
  tx: Tx,
  _who: Actor,
  input: ProductClosing,
): Promise<Outcome<{ productId: string }>> {
  const { rows } = await sql`update loan_product set closed_on = ${input.closedOn}::date
    where org_id = ${tx.orgId} and product_id = ${input.productId} and closed_on is null returning product_id`.execute(
    tx.db,
  );
  return rows.length > 0 ? applied({ productId: input.productId }) : refused('loans.product_unknown');
}

export async function setApprovalLimit(
  tx: Tx,
  who: Actor,
  input: ApprovalLimitSetting,
): Promise<Outcome<{ fromOn: string }>> {
  await tx.db
    .insertInto('loan_approval_limit')
    .values({
      org_id: tx.orgId,
      from_on: input.fromOn,
      limit_paise: input.limitPaise,
      role: input.role ?? null,
      decided_by: input.decidedBy,
      set_by: who.userId,
      set_at: tx.now,
    })
    .execute();
  return applied({ fromOn: input.fromOn });
}
