/** An office that lends: its book with money in the box, and one product; and a look at a page as every reader sees it. */
import type { HeadRow } from '#domain/accounts/index.server.ts';
import type { ProductRules } from '#domain/loans/index.ts';
import { newId } from '#platform/ids.ts';
import { LANGUAGE_COOKIE, LANGUAGES } from '#ui/index.ts';
import { must } from '../village.ts';
import type { JourneyApp } from './app.ts';
import { look } from './browser.ts';
import type { Desk } from './desk.ts';

type Lending = {
  readonly lender: { readonly bodyKind: 'trust'; readonly bodyId: string };
  readonly productId: string;
  readonly cashId: string;
};

/** One lakh rupees given for lending, and the product TRADE with these rules. */
export async function openLendingOffice({ village }: JourneyApp, rules: ProductRules): Promise<Lending> {
  const { app: doors, admin, orgId } = village;
  const body = { bodyKind: 'trust' as const, bodyId: orgId };
  const opening = { booksFromOn: '2025-04-01', limitPaise: 100_000_000, decidedBy: 'Trustees' };
  await must(doors.do('accounts.openBook', admin, { ...body, ...opening }));
  const answer = await doors.ask<{ heads: HeadRow[] }>('accounts.masters', admin, body);
  if (answer.kind !== 'answer') throw new Error(answer.code);
  const head = (name: string) => answer.value.heads.find((one) => one.tallyName === name)!.headId;
  const lines = [
    { headId: head('Cash'), amountPaise: 10_000_000 },
    { headId: head('Donations'), amountPaise: -10_000_000 },
  ];
  const voucher = { voucherId: newId(), type: 'receipt', eventOn: '2025-04-02', narration: 'Given for lending', lines };
  await must(doors.do('accounts.makeVoucher', admin, { ...body, ...voucher }));
  const names = { nameEn: 'Trade loan', nameHi: 'व्यापार कर्ज़', nameUr: 'تجارتی قرض' };
  const productId = newId();
  const product = { productId, code: 'TRADE', fromOn: '2025-04-01', source: 'test', ...names, rules };
  await must(doors.do('loans.saveProduct', admin, product));
  return { lender: body, productId, cashId: head('Cash') };
}

/** The page as it stands, as a field worker and a reader of Hindi or Urdu see it. */
export async function lookEverywhere({ page }: Desk, name: string): Promise<void> {
  const size = page.viewportSize()!;
  const speak = (language: string) =>
    page.context().addCookies([{ name: LANGUAGE_COOKIE, value: language, url: new URL(page.url()).origin }]);
  for (const language of LANGUAGES) {
    await speak(language);
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 740 });
      await page.reload();
      await look(page, `${name}-${language}-${width}`);
    }
  }
  await speak('en');
  await page.setViewportSize(size);
  await page.reload();
}
