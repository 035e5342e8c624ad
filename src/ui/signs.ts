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
  tree: [
    { d: 'M21 28H27V45H21z', fill: 'b' },
    { d: circle(24, 13, 10) + circle(15, 22, 9) + circle(33, 22, 9), fill: 'a' },
  ],
  cow: [
    { d: 'M9 4Q5 15 15 19L18 14Q11 12 13 4zM39 4Q43 15 33 19L30 14Q37 12 35 4z', fill: 'b' },
    { d: 'M15 19Q6 17 2 23Q8 29 16 25zM33 19Q42 17 46 23Q40 29 32 25z', fill: 'a' },
    { d: 'M14 15Q24 10 34 15L33 34H15z', fill: 'a' },
    { d: 'M13 35Q24 28 35 35Q36 45 24 45Q12 45 13 35z', fill: 'b' },
    { d: circle(19.5, 22, 2) + circle(28.5, 22, 2) + circle(19.5, 38, 1.8) + circle(28.5, 38, 1.8), fill: 'c' },
  ],
  butterfly: [
    { d: 'M23 24Q16 4 5 7Q1 20 21 27zM25 24Q32 4 43 7Q47 20 27 27z', fill: 'a' },
    { d: 'M22 26Q6 27 12 40Q20 44 23.5 28zM26 26Q42 27 36 40Q28 44 24.5 28z', fill: 'b' },
    { d: 'M24 14Q27 14 26.5 26L25 42H23L21.5 26Q21 14 24 14z', fill: 'a' },
    { d: circle(12, 14, 2.5) + circle(36, 14, 2.5), fill: 'c' },
  ],
  umbrella: [
    { d: 'M4 24Q6 6 24 6Q42 6 44 24Q39 19 34 24Q29 19 24 24Q19 19 14 24Q9 19 4 24z', fill: 'a' },
    { d: 'M22.5 3H25.5V7H22.5zM22.5 22H25.5V38Q25.5 42 29 42Q32 42 32 38H35Q35 45 29 45Q22.5 45 22.5 38z', fill: 'b' },
  ],
  scissors: [
    { d: 'M9 5L14 3L31 32L26 34zM39 5L34 3L17 32L22 34z', fill: 'a' },
    { d: circle(14.5, 37, 7.5) + circle(33.5, 37, 7.5), fill: 'b' },
    { d: circle(14.5, 37, 3.5) + circle(33.5, 37, 3.5) + circle(24, 24, 1.5), fill: 'c' },
  ],
  spool: [
    { d: 'M11 4H37V11H11zM11 37H37V44H11z', fill: 'b' },
    { d: 'M15 11H33V37H15zM32 31Q46 30 44 44L41.5 44Q42 33 32 34z', fill: 'a' },
    { d: 'M15 18L33 15V16.5L15 19.5zM15 25L33 22V23.5L15 26.5zM15 32L33 29V30.5L15 33.5z', fill: 'c' },
  ],
  wheel: [
    { d: circle(24, 24, 21), fill: 'a' },
    { d: circle(24, 24, 16), fill: 'c' },
    {
      d: 'M22.5 8H25.5V40H22.5zM8 22.5H40V25.5H8zM11.6 13.7L13.7 11.6L36.4 34.3L34.3 36.4zM34.3 11.6L36.4 13.7L13.7 36.4L11.6 34.3z',
      fill: 'b',
    },
    { d: circle(24, 24, 5), fill: 'a' },
  ],
  bell: [
    { d: circle(24, 7, 4) + circle(24, 41, 4.5), fill: 'b' },
    { d: 'M24 7Q36 8 36 23Q36 32 43 38H5Q12 32 12 23Q12 8 24 7z', fill: 'a' },
    { d: 'M12 28H36V30.5H12z', fill: 'c' },
  ],
  key: [
    { d: circle(13, 24, 11), fill: 'a' },
    { d: 'M21 21.5H45V26.5H21z', fill: 'a' },
    { d: 'M33 26H37V34H33zM40 26H45V32H40z', fill: 'b' },
    { d: circle(12, 24, 5), fill: 'c' },
  ],
  kite: [
    { d: 'M24 2L24 36L7 19z', fill: 'a' },
    { d: 'M24 2L41 19L24 36zM24 35L17 45H31z', fill: 'b' },
    { d: 'M7 18.2H41V19.8H7z', fill: 'c' },
  ],
  boat: [
    { d: 'M3 31H45Q41 43 32 43H16Q7 43 3 31z', fill: 'a' },
    { d: 'M23 4H25.5V31H23z', fill: 'a' },
    { d: 'M27 6Q40 15 40 28H27zM21.5 12Q11 18 10 28H21.5z', fill: 'b' },
  ],
  drum: [
    { d: 'M9 12Q24 3 39 12V36Q24 45 9 36z', fill: 'a' },
    { d: 'M9 11Q14 24 9 37Q3 37 3 24Q3 11 9 11zM39 11Q34 24 39 37Q45 37 45 24Q45 11 39 11z', fill: 'b' },
    { d: 'M13 12L15 11L24 38H22zM22 10H24L33 37L31 38zM33 11L35 12L26 38H24z', fill: 'c' },
  ],
} as const satisfies Record<string, readonly Shape[]>;

export type SignName = keyof typeof SIGNS;
export const SIGN_NAMES = Object.keys(SIGNS) as SignName[];
export const isSignName = (value: unknown): value is SignName => typeof value === 'string' && value in SIGNS;
