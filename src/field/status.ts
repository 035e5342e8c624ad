/** What the screens say about sending: one object, read from the disk, so that it is as true after a restart as before. */
import { NO_MARKS, NO_PULL } from './database.ts';
import { countByStatus, readCommands, type RecordedCommand } from './outbox.ts';
import { headerOf, type Store } from './vault.ts';

export type Phase = 'resting' | 'sending' | 'receiving' | 'waiting' | 'signIn' | 'revoked';

export type SyncStatus = {
  readonly phase: Phase;
  /** Recorded and not yet confirmed by the server (those under way included). */
  readonly unsentCount: number;
  readonly unsentPaise: number;
  readonly heldCount: number;
  /** Refused and not yet corrected, oldest first, as typed and with the reason; `answer` null = another user carried it, the reason comes with her own next sending. */
  readonly needsAttention: readonly RecordedCommand[];
  readonly lastSentAt: string | null;
  /** When the groups were last brought completely up to date. */
  readonly lastReceivedAt: string | null;
  /** Message key of what went wrong last; null when all is well. */
  readonly lastProblem: string | null;
  /** When the loop will try again, milliseconds since 1970. */
  readonly nextTryMs: number | null;
  /** The server was restored from a backup: what it lost was sent again. Stays until `acknowledgeServerWentBack`. */
  readonly serverWentBack: boolean;
  readonly clockLooksWrong: boolean;
  /** Device clock minus server clock at the last answer. */
  readonly clockSkewMs: number;
  readonly hidden: boolean;
  /** Groups of this user at the last answer of the office; null before one. */
  readonly expectedGroups: number | null;
};

export type Live = Pick<SyncStatus, 'phase' | 'lastProblem' | 'nextTryMs' | 'expectedGroups'>;
export type AmountOf = (command: RecordedCommand) => number;

/** Sums without opening the same command twice. */
export function makeUnsentSum(store: Store, amountOf: AmountOf): () => Promise<number> {
  const known = new Map<string, number>();
  return async () => {
    const tx = store.db.transaction('outbox');
    const index = tx.store.index('byStatus');
    const keys = (await Promise.all([index.getAllKeys('unsent'), index.getAllKeys('sending')])).flat();
    const fresh = keys.some((key) => !known.has(key.join(' ')));
    if (fresh) {
      for (const command of await readCommands(store, 'unsent', 'sending')) {
        known.set(`${command.envelope.deviceId} ${command.seq}`, amountOf(command));
      }
    }
    return keys.reduce((sum, key) => sum + (known.get(key.join(' ')) ?? 0), 0);
  };
}

const CLOCK_TOLERANCE_MS = 600_000;

export async function readStatus(store: Store, live: Live, unsentSum: () => Promise<number>): Promise<SyncStatus> {
  // Asked together: each answer by itself waits its turn on a busy phone.
  const [header, counts, marks = NO_MARKS, pull = NO_PULL] = await Promise.all([
    headerOf(store.db),
    countByStatus(store.db),
    store.db.get('marks', 'marks'),
    store.db.get('pull', 'pull'),
  ]);
  const refused = counts.refused > 0 && !header.hidden ? await uncorrected(store) : [];
  return {
    ...live,
    phase: marks.revoked ? 'revoked' : live.phase,
    unsentCount: counts.unsent + counts.sending,
    unsentPaise: header.hidden ? 0 : await unsentSum(),
    heldCount: counts.held,
    needsAttention: refused,
    lastSentAt: marks.lastSentAt,
    lastReceivedAt: pull.doneAt,
    serverWentBack: marks.serverWentBack,
    clockLooksWrong: Math.abs(marks.clockSkewMs) > CLOCK_TOLERANCE_MS,
    clockSkewMs: marks.clockSkewMs,
    hidden: header.hidden,
  };
}

/** A refused command leaves the list when its correction, which names it, is recorded: its overlay was taken off in that transaction. */
async function uncorrected(store: Store): Promise<RecordedCommand[]> {
  const rows = await store.db.getAllFromIndex('outbox', 'byStatus', 'refused');
  const open = new Set(rows.filter((row) => row.overlayGroup !== undefined).map((row) => row.id));
  return (await readCommands(store, 'refused')).filter((command) => open.has(command.id));
}
