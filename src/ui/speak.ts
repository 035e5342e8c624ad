/**
 * Reading aloud. By the browser's own voice where it has one of the language; else by recorded number clips of the app:
 * `/field/clips/<language>/<key>.mp3` with keys `0` to `99`, `hundred`, `thousand`, `lakh`, `crore`, `rupees`, `saved`, `repaid`,
 * `loan_left`; `/field/clips/<language>/index.json` lists what is there. Clips speak no names: the screen shows whose turn it is.
 */
import type { Language } from './languages.ts';

export type Spoken = {
  /** For the voice. */
  readonly sentence: string;
  /** For the clips, in order. */
  readonly clips: readonly string[];
};
export type SpeakWay = 'voice' | 'clips' | 'none';

/** 123456 rupees -> 1 lakh 23 thousand 4 hundred 56: keys of the clips to play. */
export function clipsOfRupees(paise: number): string[] {
  let rest = Math.trunc(Math.abs(paise) / 100);
  if (rest === 0) return ['0', 'rupees'];
  const keys: string[] = [];
  const crore = Math.trunc(rest / 10_000_000);
  if (crore > 0) keys.push(...clipsOfRupees(crore * 100).slice(0, -1), 'crore');
  rest %= 10_000_000;
  for (const [size, key] of [
    [100_000, 'lakh'],
    [1_000, 'thousand'],
    [100, 'hundred'],
  ] as const) {
    const many = Math.trunc(rest / size);
    if (many > 0) keys.push(String(many), key);
    rest %= size;
  }
  if (rest > 0) keys.push(String(rest));
  return [...keys, 'rupees'];
}

const voiceFor = (language: Language): SpeechSynthesisVoice | undefined =>
  'speechSynthesis' in window
    ? speechSynthesis.getVoices().find((voice) => voice.lang.toLowerCase().startsWith(language) && voice.localService)
    : undefined;

const SHELF = 'bakhiya-clips-1';
const clipAt = (language: Language, key: string): string => `/field/clips/${language}/${key}`;

/** From what this phone keeps, else from the office. Throws without either. */
async function fetched(address: string): Promise<Response> {
  const kept = 'caches' in globalThis ? await caches.match(address, { cacheName: SHELF }) : undefined;
  const answer = kept ?? (await fetch(address));
  if (!answer.ok) throw new Error(`${address} ${answer.status}`);
  return answer;
}

/** Some browsers load their voices after the page; a phone that has one needs no clips. */
const voicesLoaded = (): Promise<void> =>
  new Promise((resolve) => {
    if (!('speechSynthesis' in window) || speechSynthesis.getVoices().length > 0) return resolve();
    speechSynthesis.addEventListener('voiceschanged', () => resolve(), { once: true });
    setTimeout(resolve, VOICES_WAIT_MS);
  });
const VOICES_WAIT_MS = 3_000;

/** Keeps the clips of a language on the phone while there is signal, so that a meeting without any is read out too. */
export async function keepClips(language: Language): Promise<void> {
  if (!('caches' in globalThis)) return;
  await voicesLoaded();
  if (voiceFor(language)) return;
  try {
    const shelf = await caches.open(SHELF);
    const index = clipAt(language, 'index.json');
    if (await shelf.match(index)) return;
    const listed = await fetch(index);
    const keys: unknown = await listed.clone().json();
    if (!listed.ok || !Array.isArray(keys)) return;
    await shelf.addAll(keys.map((key) => clipAt(language, `${String(key)}.mp3`)));
    await shelf.put(index, listed);
  } catch {
    // no signal or no room: asked again at the next start
  }
}

async function clipsThere(language: Language): Promise<Set<string>> {
  try {
    const keys: unknown = await (await fetched(clipAt(language, 'index.json'))).json();
    return new Set(Array.isArray(keys) ? keys.map(String) : []);
  } catch {
    return new Set();
  }
}

async function soundOf(language: Language, key: string): Promise<string> {
  return URL.createObjectURL(await (await fetched(clipAt(language, `${key}.mp3`))).blob());
}

export type Speaker = {
  readonly way: SpeakWay;
  /** Speaks in order; `onturn` tells which one is being spoken. Ends early after `stop`. */
  speak(all: readonly Spoken[], onturn: (index: number) => void): Promise<void>;
  stop(): void;
};

export async function makeSpeaker(language: Language): Promise<Speaker> {
  const voice = voiceFor(language);
  const known = voice ? new Set<string>() : await clipsThere(language);
  const way: SpeakWay = voice ? 'voice' : known.size > 0 ? 'clips' : 'none';
  let stopped = false;
  let hush: () => void = () => {};
  const until = (begin: (done: () => void) => () => void): Promise<void> =>
    new Promise((resolve) => {
      const quiet = begin(resolve);
      hush = () => {
        quiet();
        resolve();
      };
    });
  const byVoice = (sentence: string): Promise<void> =>
    until((done) => {
      const words = new SpeechSynthesisUtterance(sentence);
      Object.assign(words, {
        voice: voice ?? null,
        lang: voice?.lang ?? language,
        rate: 0.9,
        onend: done,
        onerror: done,
      });
      speechSynthesis.speak(words);
      return () => speechSynthesis.cancel();
    });
  const byClip = async (key: string): Promise<void> => {
    const address = await soundOf(language, key).catch(() => null);
    if (address === null || stopped) return;
    await until((done) => {
      const sound = new Audio(address);
      sound.onended = sound.onerror = () => done();
      sound.play().catch(done);
      return () => sound.pause();
    });
    URL.revokeObjectURL(address);
  };
  return {
    way,
    async speak(all, onturn) {
      stopped = false;
      for (const [index, { sentence, clips }] of all.entries()) {
        if (stopped) return;
        onturn(index);
        if (way === 'voice') await byVoice(sentence);
        else for (const key of clips) if (!stopped && known.has(key)) await byClip(key);
      }
    },
    stop() {
      stopped = true;
      hush();
    },
  };
}
