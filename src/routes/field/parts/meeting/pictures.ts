/** Line pictures of purposes and heads of money, on a 24 x 24 ground like the icons; each stands beside its word. */
const COIN = 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM9 8.5h6M9 11.5h6M10 8.5c4 0 4 5.5 0 5.5l4 4';
const BANK = 'M3.5 9.5L12 4l8.5 5.5zM5.5 9.5V18M10 9.5V18M14 9.5V18M18.5 9.5V18M3.5 20h17';
const HANDS = 'M12 12V4M8.5 7.5L12 4l3.5 3.5M3 14l4-1 5 3h4c1.5 0 1.5 2.5 0 2.5h-4M3 20l5-1 5 1.5 8-5';
const GIVE = 'M12 4v8M8.5 8.5L12 12l3.5-3.5M3 14l4-1 5 3h4c1.5 0 1.5 2.5 0 2.5h-4M3 20l5-1 5 1.5 8-5';

export const PICTURES = {
  craft_material: 'M4 18c4-8 8 2 16-8M19.5 4.5L10 14M19.5 4.5c-2.3-.4-3.6 1-3 3',
  craft_tools: 'M5 19l9-9M13 7l4-3 3 3-3 4zM7 5l3 3M5 7l2-2',
  trade: 'M4.5 9.5L6 5h12l1.5 4.5M4.5 9.5h15M6 10v9h12v-9M10 19v-5h4v5',
  farming: 'M12 20V9M12 12C8 12 6 9.5 6 6c4 0 6 2.5 6 6zM12 15c4 0 6-2.5 6-6-4 0-6 2.5-6 6z',
  animals: 'M4 9l3 2h8l4-4v5l-2 2v5M7 11v8M15 14v5M4 9v3l3 1M17 7l3-1',
  house: 'M4 11l8-7 8 7M6 9.5V20h12V9.5M10 20v-5h4v5',
  toilet: 'M7 4h10v16H7zM10 9h4v3a2 2 0 0 1-4 0zM14.5 16h.1',
  health: 'M12 20C5 15.5 4 11.5 4 9.5a4 4 0 0 1 8-1 4 4 0 0 1 8 1c0 2-1 6-8 10.5zM12 10v5M9.5 12.5h5',
  school: 'M2.5 9.5L12 5l9.5 4.5L12 14zM6.5 12v4c3 2.5 8 2.5 11 0v-4',
  wedding: 'M9 9a5 5 0 1 0 0 10 5 5 0 0 0 0-10zM15 9a5 5 0 1 0 0 10 5 5 0 0 0 0-10zM10 5l2-2 2 2-2 2z',
  festival: 'M5 14h14c-1 4-3.5 6-7 6s-6-2-7-6zM12 14c-3-3 0-5 0-9 0 4 3 6 0 9z',
  food: 'M4 12h16c0 4-3 7-8 7s-8-3-8-7zM9 9c-1-1.5 1-2.5 0-4M13 9c-1-1.5 1-2.5 0-4',
  travel:
    'M4 6h14l2 5v6H4zM4 11h16M8 17a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3zM16 17a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3z',
  debt_swap: 'M5 9h12l-3-3M19 15H7l3 3',
  other: 'M6 12h.1M12 12h.1M18 12h.1',
  coin: COIN,
  bank: BANK,
  hands: HANDS,
  give: GIVE,
  book: 'M5 4.5h13v15H5zM5 16.5h13M9 8h5',
  ticket: 'M4 7h16v3a2 2 0 0 0 0 4v3H4v-3a2 2 0 0 0 0-4zM13 7v10',
  leave: 'M14 4.5H5v15h9M10 12h10.5M17 8.5l3.5 3.5-3.5 3.5',
  box: 'M4 9l8-4 8 4v8l-8 4-8-4zM4 9l8 4 8-4M12 13v8',
} as const;
export type PictureName = keyof typeof PICTURES;
