/** What the address asks of the credit gap; anything it cannot be is left out, and without days it is the last twelve months. */
import { LoanPurpose } from '#domain/loans/index.ts';
import { GAP_BY, type GapAsk } from '#domain/linkage/index.ts';
import { addDays, addMonths, isIsoDate, type IsoDate } from '#platform/dates.ts';
import { isId } from '#platform/ids.ts';

export function gapAskedOf({ searchParams }: Pick<URL, 'searchParams'>, today: IsoDate): GapAsk {
  const at = (name: string) => searchParams.get(name) ?? '';
  const to = isIsoDate(at('to')) && at('to') <= today ? at('to') : today;
  const year = addDays(addMonths(to, -12), 1);
  const purpose = LoanPurpose.safeParse(at('purpose'));
  return {
    from: isIsoDate(at('from')) && at('from') <= to ? at('from') : year,
    to,
    by: GAP_BY.find((one) => one === at('by')) ?? 'place',
    ...(isId(at('place')) && { placeId: at('place') }),
    ...(isId(at('group')) && { groupId: at('group') }),
    ...(purpose.success && { purpose: purpose.data }),
  };
}
