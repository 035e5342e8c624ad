/** The collection sheet on this phone: as the office last sent it and, on top, with her own records it does not know of yet. */
import { readWithUnsent, type RecordedCommand, type Store } from '#field/index.ts';
import { sheetOfParts, withOwn, type OwnRecord, type SheetDoc } from '#domain/collections/index.ts';

const KINDS: Readonly<Record<string, OwnRecord['kind']>> = {
  'collections.take': 'take',
  'collections.visit': 'visit',
  'collections.handOver': 'handOver',
  'collections.closeDay': 'closeDay',
};

export function ownRecord({ envelope, status }: RecordedCommand): OwnRecord | null {
  const kind = KINDS[envelope.name];
  return kind && status !== 'refused' ? ({ kind, input: envelope.payload } as OwnRecord) : null;
}

/** Null for whoever is sent no sheet, and until it has come. @param userId her own id: the sheet lies under it like a group */
export async function readSheet(store: Store, userId: string): Promise<SheetDoc | null> {
  const held = await readWithUnsent(store, userId);
  const doc = held && sheetOfParts(held.group.parts);
  if (!held || !doc) return null;
  return withOwn(
    doc,
    held.onTop.flatMap((command) => ownRecord(command) ?? []),
  );
}
