/** Digits as people type them: Latin, Devanagari (०-९), Arabic (٠-٩), Urdu/Persian (۰-۹) all become 0-9. */
export function readDigits(text: string): string {
  return text.replace(/[\u0966-\u096F\u0660-\u0669\u06F0-\u06F9]/g, (char) => {
    const code = char.charCodeAt(0);
    const base = code >= 0x0966 ? 0x0966 : code >= 0x06f0 ? 0x06f0 : 0x0660;
    return String(code - base);
  });
}
