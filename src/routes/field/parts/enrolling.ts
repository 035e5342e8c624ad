/** What the enrolment screen does beside asking: guesses the phone's name, finds an enrolment that was cut short. */
import {
  bringOver,
  createVault,
  earlierPlaces,
  FieldError,
  finishEnrolment,
  listVaults,
  lock,
  replaceEarlier,
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
    await comeTogether(store, given.pin);
    return store;
  } catch (fault) {
    lock(store);
    throw fault;
  }
}

/** She had a place on this phone already: one card for her. The same PIN as before brings everything over at once, else she is asked later. */
async function comeTogether(store: Store, pin: string): Promise<void> {
  await replaceEarlier(store);
  for (const { vaultId } of await earlierPlaces(store)) {
    try {
      await bringOver(store, vaultId, { pin });
    } catch (fault) {
      if (!(fault instanceof FieldError)) throw fault;
    }
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
