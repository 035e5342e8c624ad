/** What may serve as a PIN or password. Pure: the phone's sign-in form asks the same questions before it sends. */
import { readDigits } from '#platform/digits.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';

/** NIST SP 800-63B section 5.1.1 asks for length before anything else; a PIN is bearable only because failures are slowed down. */
export const SECRET_POLICY = { pinDigits: 6, passwordLength: 10, longest: 128, distinctCharacters: 5 } as const;

/** Keypad walks and dates of a nation that every guesser tries first. */
const COMMON = ['112233', '123321', '147258', '258369', '159753', '159357', '786110', '150847', '15081947', '26011950'];

/** One spelling for what is typed on different keyboards: digits of three scripts as 0-9, letters composed. */
export const plainSecret = (typed: string): string => readDigits(typed.normalize('NFKC')).trim();

/**
 * @param phone her own 10 digits, which must not be her PIN.
 * @returns the secret in its one spelling; refused `auth.pin_short` {min}, `auth.pin_easy`, `auth.password_short` {min},
 * `auth.password_easy`, `auth.secret_long` {max}
 */
export function judgeSecret(typed: string, { phone }: { readonly phone: string }): Ruling<string> {
  const secret = plainSecret(typed);
  if (secret.length > SECRET_POLICY.longest) return ruledOut('auth.secret_long', { max: SECRET_POLICY.longest });
  if (/^\d*$/.test(secret)) {
    if (secret.length < SECRET_POLICY.pinDigits) return ruledOut('auth.pin_short', { min: SECRET_POLICY.pinDigits });
    return isEasyPin(secret, phone) ? ruledOut('auth.pin_easy') : ruled(secret);
  }
  const characters = [...secret];
  if (characters.length < SECRET_POLICY.passwordLength)
    return ruledOut('auth.password_short', { min: SECRET_POLICY.passwordLength });
  const easy = new Set(characters).size < SECRET_POLICY.distinctCharacters || secret.includes(phone);
  return easy ? ruledOut('auth.password_easy') : ruled(secret);
}

function isEasyPin(pin: string, phone: string): boolean {
  const reversed = [...pin].reverse().join('');
  return (
    COMMON.includes(pin) ||
    COMMON.includes(reversed) ||
    /^(\d{1,3})\1+$/.test(pin) ||
    isRun(pin) ||
    isRun(reversed) ||
    [phone, `91${phone}`, `0${phone}`].some((own) => own.includes(pin) || own.includes(reversed))
  );
}

/** 123456, 567890: each digit one after the one before. */
const isRun = (pin: string): boolean =>
  [...pin].every((digit, at) => at === 0 || Number(digit) === (Number(pin[at - 1]) + 1) % 10);
