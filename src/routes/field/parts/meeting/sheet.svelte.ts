/** One meeting while it is recorded: the sheet on the screen, saved as a draft at each tap, resumed after anything. */
import { FieldError, saveDraft, type Store } from '#field/index.ts';
import { isPractice, setStep, type Decision, type GroupContext, type MeetingSheet } from '#domain/meetings/index.ts';
import { DRAFT_KIND, type MeetingDraft, type Place } from './draft.ts';
import { language } from '#ui/language.svelte.ts';

export type RecordingOf = {
  store: Store;
  /** As on this phone, with what is not sent on top. */
  context: GroupContext;
  confirmed: GroupContext;
  draft: MeetingDraft;
  /** What was decided at the last meeting; null where only the minutes book knows. */
  decided: readonly Decision[] | null;
  goTo: (place: Place, replace?: boolean) => void;
};

export class Recording {
  readonly store: Store;
  readonly context: GroupContext;
  readonly confirmed: GroupContext;
  readonly replaces: string | null;
  readonly decided: readonly Decision[] | null;
  readonly #goTo: RecordingOf['goTo'];
  sheet = $state.raw() as MeetingSheet;
  /** Code of why the last tap is not on the phone's disk; null while all is well. */
  fault = $state.raw<string | null>(null);
  #finished = false;
  #waiting = false;
  #saved: Promise<void> = Promise.resolve();

  constructor({ store, context, confirmed, draft, decided, goTo }: RecordingOf) {
    this.store = store;
    this.context = context;
    this.confirmed = confirmed;
    this.replaces = draft.replaces;
    this.decided = decided;
    this.sheet = draft.sheet;
    this.#goTo = goTo;
  }

  get practice(): boolean {
    return isPractice(this.sheet, this.context);
  }
  get title(): string {
    return this.context.names[language()] ?? this.context.names.en;
  }
  readonly nameOf = (personId: string | null): string => {
    const names = this.context.members.find((member) => member.personId === personId)?.names;
    return names?.[language()] ?? names?.en ?? '?';
  };

  readonly signOf = (personId: string | null): string | null =>
    this.context.members.find((member) => member.personId === personId)?.sign ?? null;

  /** One tap: what does not fit the sheet changes nothing and is not saved. */
  tap(change: (sheet: MeetingSheet) => MeetingSheet): void {
    const next = change(this.sheet);
    if (next === this.sheet || this.#finished) return;
    this.sheet = next;
    this.keep();
  }
  /** To a step and page; each is a place of its own in the history, so that back never loses a tap. */
  go(step: number, part = '', replace = false): void {
    this.tap((sheet) => (step > sheet.step ? setStep(sheet, step) : sheet));
    this.#goTo({ step, part }, replace);
  }

  /** Taps faster than the disk are saved together, the last one always. */
  keep(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    this.#saved = this.#saved.then(afterDrawing).then(() => this.#save());
  }
  async #save(): Promise<void> {
    this.#waiting = false;
    const { meetingId: id, groupId } = this.sheet;
    const body: MeetingDraft = { sheet: this.sheet, replaces: this.replaces };
    try {
      await saveDraft(this.store, { id, kind: DRAFT_KIND, groupId, body });
      this.fault = null;
    } catch (fault) {
      this.fault = fault instanceof FieldError ? fault.code : 'field.notKept';
    }
  }
  /** All taps are on the disk; no more will be taken. */
  async finish(): Promise<void> {
    this.#finished = true;
    await this.#saved;
  }
  /** Closing did not succeed: she goes on. */
  reopen(): void {
    this.#finished = false;
  }
}

/** What she tapped is drawn first, at the latest after a tenth of a second: sealing works on the same slow processor. */
function afterDrawing(): Promise<void> {
  if (typeof requestAnimationFrame === 'undefined' || document.visibilityState !== 'visible') return Promise.resolve();
  return new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, 100);
  });
}
