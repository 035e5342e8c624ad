/**
 * Member cards, eight to a page, to be cut and laminated. The code on a card reads `BAKHIYA-CARD1:<organisation>:<person>`: two ids
 * and nothing personal; it opens nothing without her own PIN or picture signs.
 */
import type { IsoDate } from '#platform/dates.ts';
import { isId } from '#platform/ids.ts';
import type { GroupCard } from '#domain/groups/index.server.ts';
import { m } from '#ui/sentences/messages.js';
import type { Head } from './model.ts';
import { headOf, namesOf, qrSvg, type Organisation, type Speech } from './speech.ts';

const MARK = 'BAKHIYA-CARD1';
export const cardText = (card: { orgId: string; personId: string }): string => `${MARK}:${card.orgId}:${card.personId}`;

/** Null for what is no member card. */
export function readCardText(text: string): { orgId: string; personId: string } | null {
  const [mark, orgId, personId, ...more] = text.trim().split(':');
  if (mark !== MARK || more.length > 0 || !isId(orgId) || !isId(personId)) return null;
  return { orgId, personId };
}

export type CardsPaper = Head & {
  readonly cards: readonly {
    readonly name: string;
    readonly group: string;
    readonly since: string;
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
      svg: qrSvg(cardText({ orgId, personId: member.personId })),
    })),
  };
}
