/** Two records, perhaps one woman: a score with its reasons, for a person to decide. */
import { bestLikeness, namesOf, SIMILAR_NAME, type Names } from './names.rules.ts';

export type Candidate = Names & {
  readonly personId: string;
  readonly phone?: string | null | undefined;
  /** Husband's or father's name, in any script. */
  readonly relationName?: string | null | undefined;
  readonly placeId?: string | null | undefined;
  readonly birthYear?: number | null | undefined;
};

/** Code + params for a sentence: `people.same_phone`, `people.similar_name {likeness}`, `people.similar_relation {likeness}`, ... */
export type DuplicateReason = { readonly code: string; readonly points: number; readonly likeness: number | null };
export type DuplicateScore = { readonly score: number; readonly reasons: readonly DuplicateReason[] };

/** From this score on a pair is put before a person. Same phone and a similar name pass; so do name + husband or father + place. */
export const DUPLICATE_SCORE = 60;

const POINTS = { samePhone: 35, similarName: 35, similarRelation: 20, samePlace: 15, birthYear: 5 } as const;
const AGAINST = { otherRelation: -25, otherBirth: -15, otherName: -20 } as const;
const CLEARLY_OTHER = 55;

export function duplicateScore(a: Candidate, b: Candidate): DuplicateScore {
  const reasons: DuplicateReason[] = [];
  const add = (code: string, points: number, likeness: number | null = null) =>
    reasons.push({ code, points, likeness });

  if (a.phone && a.phone === b.phone) add('people.same_phone', POINTS.samePhone);

  const likeness = bestLikeness(namesOf(a), namesOf(b));
  if (likeness >= SIMILAR_NAME) add('people.similar_name', POINTS.similarName, likeness);
  else if (likeness < CLEARLY_OTHER) add('people.other_name', AGAINST.otherName, likeness);

  if (a.relationName && b.relationName) {
    const relation = bestLikeness([a.relationName], [b.relationName]);
    if (relation >= SIMILAR_NAME) add('people.similar_relation', POINTS.similarRelation, relation);
    else if (relation < CLEARLY_OTHER) add('people.other_relation', AGAINST.otherRelation, relation);
  }
  if (a.placeId && a.placeId === b.placeId) add('people.same_place', POINTS.samePlace);
  if (a.birthYear && b.birthYear) {
    // ages on paper are guesses: two years either way still agree
    const apart = Math.abs(a.birthYear - b.birthYear);
    if (apart <= 2) add('people.birth_agrees', POINTS.birthYear);
    else if (apart > 8) add('people.birth_differs', AGAINST.otherBirth);
  }
  const sum = reasons.reduce((total, reason) => total + reason.points, 0);
  return { score: Math.min(100, Math.max(0, sum)), reasons };
}
