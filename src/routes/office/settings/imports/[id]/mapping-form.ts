import { readDigits } from '#platform/digits.ts';
import type { SentForm } from '../../../form.server.ts';

/** Columns chosen on the screen, counted from one; an empty choice leaves the field unfilled. */
export const mappingOf = (sent: SentForm): Record<string, number> =>
  Object.fromEntries(
    Object.entries(sent.typed).flatMap(([name, value]) => {
      const column = Number(readDigits(value));
      return name.startsWith('field.') && value !== '' && Number.isInteger(column) ? [[name.slice(6), column - 1]] : [];
    }),
  );
