/** Member cards, eight to a page, to be cut and laminated; what stands on them is in `../members/card.ts`. */
import type { IsoDate } from '#platform/dates.ts';
import type { GroupCard } from '#domain/groups/index.server.ts';
import { m } from '#ui/sentences/messages.js';
import { cardNumber, cardText, groupedCardNumber } from '../members/card.ts';
import type { Head } from './model.ts';
import { headOf, namesOf, qrSvg, type Organisation, type Speech } from './speech.ts';

export type CardsPaper = Head & {
  readonly cards: readonly {
    readonly name: string;
    readonly group: string;
    readonly since: string;
    readonly number: string;
    readonly svg: string;
  }[];
  readonly cardTitle: string;
  readonly hint: string;
};

export function cardsPaper(
  group: GroupCard,
  speech: Speech,
  { organisation, orgId, today }: { organisation: Organisation; orgId: string; today: IsoDate },
): CardsPaper {
  const { as } = speech;
  const name = speech.name({ en: group.name, hi: group.nameHi, ur: group.nameUr });
  return {
    ...headOf(speech, { organisation, today, title: m.paper_cards({}, as), subtitle: name, period: '' }),
    cardTitle: m.paper_card({}, as),
    hint: m.paper_card_hint({}, as),
    cards: group.membersNow.map((member) => ({
      name: speech.name(namesOf(member)),
      group: name,
      since: m.paper_member_since({ date: speech.day(member.joinedOn) }, as),
      number: groupedCardNumber(cardNumber(member.personId)),
      svg: qrSvg(cardText({ orgId, personId: member.personId })),
    })),
  };
}
