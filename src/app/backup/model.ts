import * as z from 'zod/mini';

export const Nothing = z.strictObject({});
/** An absolute path on the machine that serves; null = no second folder. */
export const SetFolder = z.strictObject({
  folder: z.nullable(z.string().check(z.trim(), z.minLength(2), z.maxLength(400), z.regex(/^(\/|[A-Za-z]:\\)[^\0]*$/))),
});
export type SetFolder = z.infer<typeof SetFolder>;
