/** A PIN for the phone's lock: the same questions as for a PIN at the office, since the same hands guess both. */
import { judgeSecret } from '#app/sign-in/secret.rules.ts';

export const PIN_DIGITS = 6;
export const isEasyPin = (pin: string): boolean => !judgeSecret(pin, { phone: '' }).ok;
