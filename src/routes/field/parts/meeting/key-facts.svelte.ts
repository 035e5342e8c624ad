/** She acknowledges what the phone shows: its hash, how she said yes, and what proves it, kept with the loan on the sheet. */
import type { MemberLock } from '#app/members/model.ts';
import { FieldError } from '#field/index.ts';
import { keyFactsBody, type KeyFacts, type ShownKeyFacts } from '#domain/loans/index.ts';
import { keepKeyFacts, type NewLoan } from '#domain/meetings/index.ts';
import { sha256Hex } from '#platform/canonical.ts';
import type { Language } from '#ui/index.ts';
import { language } from '#ui/language.svelte.ts';
import { heldLock } from '../member/find.ts';
import { nowOf } from './open.ts';
import { keepPhoto } from './photo.ts';
import type { Recording } from './sheet.svelte.ts';

export class KeyFactsAsking {
  /** In which it is read to her. */
  lang = $state<Language>(language());
  way = $state<ShownKeyFacts['way']>('signature');
  /** Her signature or thumb. */
  image = $state.raw<Blob | null>(null);
  witness = $state('');
  /** Her own PIN or pictures, where this phone can judge them. */
  lock = $state.raw<MemberLock | null>(null);
  busy = $state(false);
  fault = $state<string | null>(null);
  readonly #r: Recording;
  readonly #loanId: string;

  constructor(r: Recording, { loanId, personId }: Pick<NewLoan, 'loanId' | 'personId'>) {
    [this.#r, this.#loanId] = [r, loanId];
    void heldLock(r.store, r.sheet.groupId, personId).then((held) => (this.lock = held));
  }

  get isReady(): boolean {
    return this.way === 'pin' || (this.image !== null && (this.way === 'signature' || this.witness !== ''));
  }
  turnTo(way: ShownKeyFacts['way']): void {
    [this.way, this.image] = [way, null];
  }

  /** @returns whether it is on the sheet; else `fault` says why not and nothing was written */
  async yes(facts: KeyFacts): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.fault = null;
    try {
      const shown = await this.#shown(facts);
      this.#r.tap((sheet) => keepKeyFacts(sheet, this.#loanId, shown));
      return true;
    } catch (fault) {
      this.fault = fault instanceof FieldError ? fault.code : 'field.photoUnreadable';
      return false;
    } finally {
      this.busy = false;
    }
  }
  async #shown(facts: KeyFacts): Promise<ShownKeyFacts> {
    const { store, sheet } = this.#r;
    const { way, image, witness, lang } = this;
    return {
      hash: await sha256Hex(keyFactsBody(facts)),
      form: facts.form,
      shownOn: facts.madeOn,
      at: nowOf(store),
      way,
      language: lang,
      witness: way === 'thumb' ? witness : null,
      photoId: way !== 'pin' && image ? await keepPhoto(store, image, sheet.meetingId) : null,
      lender: facts.lender,
      borrower: facts.borrower,
    };
  }
}
