/** Picture signs for those who read little: faces of tiles and keys of the picture-PIN. Our own drawings, 48 x 48, filled shapes. */
type Shape = { readonly d: string; readonly fill: 'a' | 'b' | 'c' };

const circle = (x: number, y: number, r: number): string =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
const petals = (count: number, length: number, width: number): string =>
  Array.from({ length: count }, (_, index) => {
    const angle = (index * 2 * Math.PI) / count;
    const along = (by: number, side: number): string =>
      `${(24 + Math.sin(angle) * by + Math.cos(angle) * side).toFixed(1)} ${(24 - Math.cos(angle) * by + Math.sin(angle) * side).toFixed(1)}`;
    return `M24 24Q${along(length * 0.6, -width)} ${along(length, 0)}Q${along(length * 0.6, width)} 24 24z`;
  }).join('');

export const SIGNS = {
  flower: [
    { d: petals(6, 19, 9), fill: 'a' },
    { d: circle(24, 24, 5), fill: 'b' },
  ],
  fish: [
    { d: 'M5 24Q18 9 34 24Q18 39 5 24zM32 24L44 14V34z', fill: 'a' },
    { d: circle(14, 22, 2), fill: 'c' },
  ],
  pot: [
    { d: 'M15 8H33V12H30Q43 20 39 33Q34 42 24 42Q14 42 9 33Q5 20 18 12H15z', fill: 'a' },
    { d: 'M9 26H39V29H9z', fill: 'b' },
  ],
  sun: [
    { d: petals(10, 21, 3), fill: 'b' },
    { d: circle(24, 24, 10), fill: 'a' },
  ],
  moon: [{ d: 'M30 6A19 19 0 1 0 42 32A15 15 0 0 1 30 6z', fill: 'a' }],
  leaf: [
    { d: 'M8 40Q4 12 40 8Q42 40 8 40z', fill: 'a' },
    { d: 'M6 43L30 18L31.5 19.5L8 44.5z', fill: 'c' },
  ],
  house: [
    { d: 'M10 22H38V42H10z', fill: 'b' },
    { d: 'M4 24L24 6L44 24z', fill: 'a' },
    { d: 'M20 29H28V42H20z', fill: 'c' },
  ],
  lamp: [
    { d: 'M5 26H43Q40 41 24 41Q8 41 5 26z', fill: 'a' },
    { d: 'M24 24Q14 16 24 5Q34 16 24 24z', fill: 'b' },
  ],
  needle: [
    { d: 'M41 4L44 7L14 37L8 40L11 34z', fill: 'a' },
    { d: 'M40 9Q20 12 26 24Q32 36 42 43L40 45Q28 38 23 26Q16 8 40 6z', fill: 'b' },
  ],
  star: [{ d: 'M24 4L29.5 18H44L32.5 27L37 42L24 33L11 42L15.5 27L4 18H18.5z', fill: 'a' }],
  bird: [
    { d: 'M4 20Q16 20 20 14Q26 6 34 10L43 13L36 17Q40 36 20 38Q10 38 4 20z', fill: 'a' },
    { d: 'M12 24Q24 22 29 20Q28 32 18 32z', fill: 'b' },
    { d: circle(32, 14, 1.6), fill: 'c' },
  ],
  mango: [
    { d: 'M22 12C34 8 44 18 42 29C40 40 28 45 18 41C10 38 4 38 5 33C6 29 10 30 11 24C12 17 16 14 22 12z', fill: 'a' },
    { d: 'M24 12C24 5 31 2 40 5C38 11 31 15 24 12z', fill: 'b' },
  ],
} as const satisfies Record<string, readonly Shape[]>;

export type SignName = keyof typeof SIGNS;
export const SIGN_NAMES = Object.keys(SIGNS) as SignName[];
export const isSignName = (value: unknown): value is SignName => typeof value === 'string' && value in SIGNS;
