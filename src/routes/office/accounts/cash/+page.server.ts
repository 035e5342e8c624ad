import { CHART } from '#domain/ledger/index.ts';
import { tillBook } from '../head-book.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => tillBook(event, [CHART.cash, CHART.cashInTransit]);
