/** The IndexedDB databases: one list of users per phone, one sealed database per user. Keys are opaque ids; contents are ciphertext. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Sealed, Wrap } from './sealing.ts';
import type { SealedBox, SealedItem, ServerKey } from './wire.ts';

export type CommandStatus = 'unsent' | 'sending' | 'applied' | 'refused' | 'held';

export type VaultRow = {
  readonly vaultId: string;
  readonly userId: string | null;
  readonly displayName: string;
  readonly orgId: string | null;
  readonly addedAt: string;
  /** The same user was added again on this phone: that store is her place now, this one only gets sent. */
  readonly replacedBy?: string;
  /** All that waited here lies in the newer store too. */
  readonly broughtOver?: boolean;
};

/** What must be readable before the PIN is known. */
export type Header = {
  readonly vaultId: string;
  readonly userId: string | null;
  readonly orgId: string | null;
  readonly displayName: string;
  readonly deviceId: string | null;
  readonly certificate: string | null;
  readonly serverKey: ServerKey;
  readonly pin: Wrap;
  readonly recovery: Wrap;
  /** Under the code the office has while it has not confirmed the one after it: forgotten twice without signal, that one still opens. */
  readonly recoveryBefore?: Wrap;
  readonly wrongPins: { readonly count: number; readonly untilMs: number };
  readonly signing: Sealed;
  readonly signingSpki: string;
  /** A recovery code the office has not confirmed yet. */
  readonly escrow: SealedBox | null;
  /** What she reads; absent until her store was first open. */
  readonly language?: 'en' | 'hi' | 'ur';
  /** Revoked and handed over: members' data is no longer shown. */
  readonly hidden: boolean;
};

export type Chain = {
  readonly deviceId: string;
  /** Last sequence appended. */
  readonly seq: number;
  /** `envelopeHash` of the last command; null before the first and on chains of another origin, which only get sent. */
  readonly head: Sealed | null;
  /** Every command up to here has its answer. */
  readonly lastReceipt: number;
  readonly epochSeen: string | null;
};

export type OutboxRow = {
  readonly deviceId: string;
  readonly seq: number;
  readonly id: string;
  readonly status: CommandStatus;
  /** `CommandBody` under the data key. */
  readonly body: Sealed;
  readonly forServer: SealedItem;
  /** Answer's details under the data key; null while unsent, and when another user carried it (details are asked for later). */
  readonly answer: Sealed | null;
  /** '' = of no group. */
  readonly groupId: string;
  /** Equals `groupId` while the command's effect must be added on top of pulled figures; then absent. */
  readonly overlayGroup?: string;
};

export type PhotoRow = {
  readonly id: string;
  readonly commandId: string | null;
  readonly bytes: number;
  readonly status: 'queued' | 'sent';
  readonly info: Sealed;
  readonly image: Sealed;
};

export type PullState = {
  readonly epoch: string | null;
  readonly cursor: string | null;
  readonly doneAt: string | null;
};
export type SyncMarks = {
  readonly lastSentAt: string | null;
  readonly serverWentBack: boolean;
  readonly clockSkewMs: number;
  readonly revoked: boolean;
};

interface PhoneSchema extends DBSchema {
  vaults: { key: string; value: VaultRow };
}

interface VaultSchema extends DBSchema {
  header: { key: 'header'; value: Header };
  marks: { key: 'marks'; value: SyncMarks };
  pull: { key: 'pull'; value: PullState };
  chains: { key: string; value: Chain };
  outbox: {
    key: [string, number];
    value: OutboxRow;
    indexes: { byId: string; byStatus: CommandStatus; byOverlay: string };
  };
  groups: { key: string; value: { groupId: string; version: string; docs: Sealed } };
  staged: { key: [string, number]; value: { groupId: string; page: number; base: string | null; parts: Sealed } };
  views: { key: [string, string]; value: { kind: string; id: string; view: Sealed } };
  drafts: { key: string; value: { id: string; draft: Sealed } };
  photos: { key: string; value: PhotoRow; indexes: { byStatus: string } };
}

export type PhoneDb = IDBPDatabase<PhoneSchema>;
export type VaultDb = IDBPDatabase<VaultSchema>;

/** `static/field/lock.js` reads this list, and each outbox by its status, before the app is there. */
export const openPhone = (prefix: string): Promise<PhoneDb> =>
  openDB<PhoneSchema>(`${prefix}-phone`, 1, {
    upgrade(db) {
      db.createObjectStore('vaults', { keyPath: 'vaultId' });
    },
  });

export const openVaultDb = (prefix: string, vaultId: string): Promise<VaultDb> =>
  openDB<VaultSchema>(`${prefix}-vault-${vaultId}`, 1, {
    upgrade(db) {
      db.createObjectStore('header');
      db.createObjectStore('marks');
      db.createObjectStore('pull');
      db.createObjectStore('chains', { keyPath: 'deviceId' });
      const outbox = db.createObjectStore('outbox', { keyPath: ['deviceId', 'seq'] });
      outbox.createIndex('byId', 'id', { unique: true });
      outbox.createIndex('byStatus', 'status');
      outbox.createIndex('byOverlay', 'overlayGroup');
      db.createObjectStore('groups', { keyPath: 'groupId' });
      db.createObjectStore('staged', { keyPath: ['groupId', 'page'] });
      db.createObjectStore('views', { keyPath: ['kind', 'id'] });
      db.createObjectStore('drafts', { keyPath: 'id' });
      db.createObjectStore('photos', { keyPath: 'id' }).createIndex('byStatus', 'status');
    },
  });

export const NO_MARKS: SyncMarks = { lastSentAt: null, serverWentBack: false, clockSkewMs: 0, revoked: false };
export const NO_PULL: PullState = { epoch: null, cursor: null, doneAt: null };

export async function patchMarks(db: VaultDb, change: Partial<SyncMarks>): Promise<void> {
  const tx = db.transaction('marks', 'readwrite');
  const now = (await tx.store.get('marks')) ?? NO_MARKS;
  await tx.store.put({ ...now, ...change }, 'marks');
  await tx.done;
}
