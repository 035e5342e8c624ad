/** All that waits on this phone, read for the page behind the line of truth. */
import { listGroups, readCommands, type Store } from '#field/index.ts';
import type { GroupView } from './group-view.ts';
import { lineOf, type RecordLine } from './records.ts';
import { nameOf } from './words.ts';

export type AheadLine = {
  readonly groupId: string;
  readonly name: string;
  readonly onPhonePaise: number;
  readonly confirmedPaise: number;
};
export type SendingData = {
  readonly unsent: readonly RecordLine[];
  readonly held: readonly RecordLine[];
  readonly names: ReadonlyMap<string, string>;
  /** Groups whose box differs between this phone and what the office confirmed. */
  readonly ahead: readonly AheadLine[];
};

export async function readSending(
  store: Store,
  view: (groupId: string) => Promise<GroupView | null>,
): Promise<SendingData> {
  const [unsent, held] = await Promise.all([readCommands(store, 'unsent', 'sending'), readCommands(store, 'held')]);
  const names = new Map<string, string>();
  const ahead: AheadLine[] = [];
  for (const groupId of await listGroups(store)) {
    const found = await view(groupId);
    if (!found) continue;
    const name = nameOf(found.onPhone);
    names.set(groupId, name);
    const [onPhonePaise, confirmedPaise] = [found.onPhone.cashPaise, found.confirmed.cashPaise];
    if (onPhonePaise !== confirmedPaise) ahead.push({ groupId, name, onPhonePaise, confirmedPaise });
  }
  return { unsent: unsent.map(lineOf), held: held.map(lineOf), names, ahead };
}
