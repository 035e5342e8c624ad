/** Turns a schema's first complaint into params for one sentence; never echoes what was typed. */
type Issue = {
  readonly code?: string;
  readonly path?: readonly PropertyKey[];
  readonly maximum?: unknown;
  readonly minimum?: unknown;
};

export function problemOf(error: { readonly issues: readonly Issue[] }): { field: string; reason: string } {
  const issue = error.issues[0];
  const field = (issue?.path ?? []).map(String).join('.').slice(0, 120);
  return { field, reason: String(issue?.code ?? 'invalid') };
}

/** PostgreSQL stores no NUL characters and no lone surrogates; found before anything is written. */
export function hasUnstorableText(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\u0000') || !value.isWellFormed();
  if (Array.isArray(value)) return value.some(hasUnstorableText);
  if (value && typeof value === 'object')
    return Object.entries(value).some(([key, item]) => hasUnstorableText(key) || hasUnstorableText(item));
  return false;
}
