import { redirect } from '@sveltejs/kit';
import type { Products } from '#domain/loans/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { isId, newId } from '#platform/ids.ts';
import { holds, ROLES } from '#app/rights.ts';
import { ask, whoIs } from '../../ask.ts';
import { readForm } from '../../form.server.ts';
import { holdsForAll } from '../../rail.ts';
import { rulesTyped, startRules } from './product-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const products = await ask<Products>(event, 'loans.products');
  const chosen = event.url.searchParams.get('product');
  const base = products.rows.find((row) => row.productId === chosen) ?? null;
  return {
    products,
    base,
    rules: startRules(base?.versions[0]?.rules ?? null),
    isOpen: chosen !== null,
    formId: newId(),
    limitId: newId(),
    roles: ROLES.filter((role) => holds(role, 'loans.approve')),
    today: dayInIndia(new Date()),
    maySet: holdsForAll(whoIs(event), 'loans.setup'),
  };
};

export const actions: Actions = {
  limit: async (event) => {
    const sent = await readForm(event);
    const done = await sent.do('loans.setApprovalLimit', {
      fromOn: sent.text('fromOn'),
      limitPaise: sent.amount('amount'),
      role: sent.text('role') === 'all' ? null : sent.text('role'),
      decidedBy: sent.text('decidedBy'),
    });
    return done.failed ?? redirect(303, '/office/loans/products#limits');
  },
  product: async (event) => {
    const sent = await readForm(event);
    const products = await ask<Products>(event, 'loans.products');
    const base = products.rows.find((row) => row.productId === sent.text('productId'));
    const done = await sent.do('loans.saveProduct', {
      productId: isId(sent.text('productId')) ? sent.text('productId') : sent.id,
      code: sent.text('code'),
      fromOn: sent.text('fromOn'),
      nameEn: sent.text('nameEn'),
      nameHi: sent.orNull('nameHi'),
      nameUr: sent.orNull('nameUr'),
      rules: rulesTyped(sent, base?.versions[0]?.rules ?? null),
      source: sent.text('source'),
    });
    return done.failed ?? redirect(303, '/office/loans/products');
  },
};
