/** From the form to the payload of `meetings.setRules`. */
import type { GroupRules } from '#domain/meetings/index.ts';
import type { SentForm } from '../../../form.server.ts';
import { FINES } from './rules-typed.ts';

const NOT_YET = { en: '', hi: null, ur: null };
const rounding = { unitPaise: 100, mode: 'half_up' } as const;

/** The payload; what could not be read is refused by the schema, which names the field. */
export function rulesFrom(sent: SentForm, before: GroupRules | null): unknown {
  const loan = before?.loan;
  const [productId, version] = sent.text('product').split(' ');
  return {
    fromOn: sent.text('fromOn'),
    usualCompulsoryPaise: sent.amount('usualCompulsoryPaise'),
    usualVoluntaryPaise: sent.amount('usualVoluntaryPaise'),
    ownAmounts: before?.ownAmounts ?? [],
    loan: {
      method: sent.text('method'),
      // "2" percent is 200 basis points as "2" rupees are 200 paise
      rate: { rateBps: sent.amount('rateBps'), per: 'month' },
      interval: { unit: sent.text('unit'), every: sent.whole('every') },
      dayCount: loan?.dayCount ?? 'WHOLE_PERIOD',
      rounding: loan?.rounding ?? rounding,
      interestRounding: loan?.interestRounding ?? rounding,
      usualInstalments: sent.whole('usualInstalments'),
      maxInstalments: sent.whole('maxInstalments'),
      maxPrincipalPaise: sent.amountOrNull('maxPrincipalPaise'),
      feePaise: sent.amount('feePaise'),
    },
    // the product's words are filled in where the rules are kept
    product: productId
      ? { productId, version: Number(version), names: NOT_YET, keyFacts: null, underDirections: false }
      : null,
    finePaise: Object.fromEntries(FINES.map((fine) => [fine, sent.amount(fine)])),
    quorum: { numerator: sent.whole('numerator'), denominator: sent.whole('denominator') },
    cashLimitPaise: sent.amountOrNull('cashLimitPaise'),
    reservePaise: sent.amount('reservePaise'),
    cycle: {
      unit: sent.text('unit'),
      every: sent.whole('every'),
      weekday: sent.wholeOrNull('weekday'),
      nth: sent.wholeOrNull('nth'),
      hour: sent.orNull('hour'),
      place: sent.text('place'),
    },
  };
}
