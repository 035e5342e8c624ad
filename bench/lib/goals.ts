/** What each figure is to reach: `most` or `least`, with its unit in the name. Figures without a goal are told, not judged. */
export type Goal = { readonly bench: string; readonly figure: string; readonly most?: number; readonly least?: number };

export const GOALS: readonly Goal[] = [
  { bench: 'meetings', figure: 'ratio', least: 0.5 },
  { bench: 'meetings', figure: 'warmStartMs', most: 3_000 },
  { bench: 'meetings', figure: 'appIdleMb', most: 250 },
  { bench: 'meetings', figure: 'appAfterMb', most: 250 },
  ...['passbook', 'trialBalance', 'portfolio'].flatMap((what) => [
    { bench: 'statements', figure: `${what}P95Ms`, most: 50 },
    { bench: 'statements', figure: `${what}RatioP95`, most: 1.3 },
  ]),
  { bench: 'office', figure: 'trialBalanceP95Ms', most: 100 },
  { bench: 'office', figure: 'balanceSheetP95Ms', most: 100 },
  { bench: 'office', figure: 'ledgerRatio', least: 100 },
  { bench: 'office', figure: 'hledgerRatio', least: 500 },
  { bench: 'field', figure: 'firstLoadKb', most: 90 },
  { bench: 'field', figure: 'coldStartMs', most: 2_000 },
  { bench: 'field', figure: 'firstSyncMs', most: 5_000 },
  { bench: 'field', figure: 'typingP95Ms', most: 50 },
  { bench: 'fleet', figure: 'fleetMinutes', most: 10 },
  { bench: 'fleet', figure: 'lost', most: 0 },
  { bench: 'fleet', figure: 'doubled', most: 0 },
  { bench: 'fleet', figure: 'batchP95Ms', most: 2_000 },
  { bench: 'walks', figure: 'seeds', least: 1_000 },
  { bench: 'walks', figure: 'failed', most: 0 },
  { bench: 'imports', figure: 'seconds', most: 60 },
  { bench: 'people-search', figure: 'p95Ms', most: 100 },
  { bench: 'way-out', figure: 'slowPhoneMostMs', most: 200 },
  { bench: 'way-out', figure: 'notProven', most: 0 },
  { bench: 'portfolio', figure: 'todayP95Ms', most: 300 },
  { bench: 'portfolio', figure: 'monthEndP95Ms', most: 1_000 },
  { bench: 'schedules', figure: 'flatPerSecond', least: 20_000 },
  { bench: 'schedules', figure: 'emiPerSecond', least: 20_000 },
];

export type Judged = Goal & { readonly measured: number | null; readonly hit: boolean };

/** Only the goals of benches that ran; one that gave no figure is a miss. */
export function judged(results: Readonly<Record<string, Readonly<Record<string, number>> | null>>): Judged[] {
  return GOALS.filter(({ bench }) => bench in results).map((goal) => {
    const measured = results[goal.bench]?.[goal.figure] ?? null;
    const hit = measured !== null && measured <= (goal.most ?? Infinity) && measured >= (goal.least ?? -Infinity);
    return { ...goal, measured, hit };
  });
}
