/** What the phone's kit throws when a person can act on it; the screens turn the code into a sentence. */
export type FieldCode =
  | 'field.wrongPin'
  | 'field.waitBeforePin'
  | 'field.wrongRecoveryCode'
  | 'field.notEnrolled'
  | 'field.enrolFailed'
  | 'field.noRoom'
  | 'field.photoNoRoom'
  | 'field.photoUnreadable'
  | 'field.hidden'
  | 'field.rescueDamaged'
  | 'field.rescueOfOther'
  | 'field.rescueNeedsCode'
  | 'field.handoverDamaged'
  | 'field.handoverNeedsCode'
  | 'field.draftHandedOver'
  | 'field.draftIsNewer';

export class FieldError extends Error {
  readonly code: FieldCode;
  readonly params: Readonly<Record<string, string | number>>;

  constructor(code: FieldCode, params: Readonly<Record<string, string | number>> = {}) {
    super(code);
    this.name = 'FieldError';
    this.code = code;
    this.params = params;
  }
}

/** A full phone speaks through different exceptions in different browsers; the screens keep the form filled on `field.noRoom`. */
export function asRoomError(fault: unknown): unknown {
  const name = fault instanceof Error || fault instanceof DOMException ? fault.name : '';
  return name === 'QuotaExceededError' || name === 'NS_ERROR_DOM_QUOTA_REACHED'
    ? new FieldError('field.noRoom')
    : fault;
}
