/** What the enrolment screen does beside asking: guesses the phone's name, finds an enrolment that was cut short. */
import {
  createVault,
  FieldError,
  finishEnrolment,
  listVaults,
  lock,
  unlock,
  type EnrolmentCode,
  type Net,
  type Phone,
  type Store,
} from '#field/index.ts';

/** "SM-A105F", "Redmi 9A" or the system's name; at most 80 characters. */
export function guessDeviceName(userAgent: string): string {
  const model = /Android [\d.]+; ([^;)]+?)(?: Build\/[^;)]*)?[;)]/.exec(userAgent)?.[1];
  // Newer browsers hide the model behind "K".
  if (model && model.trim().length > 1) return model.trim().slice(0, 80);
  // In this order: Android calls itself Linux too.
  return ['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS', 'Linux'].find((one) => userAgent.includes(one)) ?? '';
}

/**
 * Makes her store and enrols it. Asked again after a lost answer it finishes the store made before: the office gives the same token and
 * key the same answer. Throws `field.enrolFailed` (params.code).
 */
export async function enrolHere(
  about: { net: Net; phone: Phone },
  given: { code: EnrolmentCode; pin: string; deviceName: string },
): Promise<Store> {
  const { net, phone } = about;
  const { token, serverKey } = given.code;
  const store = (await unfinished(phone, given.pin)) ?? (await createVault(phone, { pin: given.pin, serverKey })).store;
  try {
    await finishEnrolment(net, store, { token, deviceName: given.deviceName });
    return store;
  } catch (fault) {
    lock(store);
    throw fault;
  }
}

async function unfinished(phone: Phone, pin: string): Promise<Store | null> {
  for (const vault of await listVaults(phone)) {
    if (vault.userId !== null) continue;
    try {
      return await unlock(phone, vault.vaultId, pin);
    } catch (fault) {
      // Somebody else's beginning, or hers with another PIN: a new store is made beside it.
      if (!(fault instanceof FieldError)) throw fault;
    }
  }
  return null;
}
