/** Where the phone is, asked of it at one tap and by her will alone; null when it is not given, for whatever reason. */
import type { Spot } from '#domain/collections/index.ts';

const WAIT_MS = 15_000;

export function whereIAm(): Promise<Spot> {
  if (!('geolocation' in navigator)) return Promise.resolve(null);
  return new Promise((resolve) =>
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude, accuracy } }) =>
        resolve({
          latE6: Math.round(latitude * 1e6),
          lonE6: Math.round(longitude * 1e6),
          accuracyM: Math.min(1_000_000, Math.round(accuracy)),
        }),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: WAIT_MS, maximumAge: 0 },
    ),
  );
}
