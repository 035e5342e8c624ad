/** One sentence read by the phone's own voice of that language; without one nothing is offered. */
import type { Language } from '#ui/languages.ts';

let voices = $state.raw<readonly SpeechSynthesisVoice[]>([]);
if ('speechSynthesis' in globalThis) {
  const look = (): void => {
    voices = speechSynthesis.getVoices();
  };
  look();
  // Some browsers load their voices after the page.
  speechSynthesis.addEventListener('voiceschanged', look);
}

const voiceOf = (language: Language): SpeechSynthesisVoice | undefined =>
  voices.find((voice) => voice.localService && voice.lang.toLowerCase().startsWith(language));

export const canSpeak = (language: Language): boolean => voiceOf(language) !== undefined;

export function sayAloud(text: string, language: Language): void {
  const voice = voiceOf(language);
  if (!voice) return;
  speechSynthesis.cancel();
  speechSynthesis.speak(Object.assign(new SpeechSynthesisUtterance(text), { voice, lang: voice.lang, rate: 0.9 }));
}
