/**
 * Structured log on stderr: one JSON object a line, or a short line for the eye on a terminal.
 * It never holds personal data: fields outside a fixed list are withheld, long runs of digits are masked, and of an
 * error only its kind, code and place are written, since its message may quote what someone typed.
 */
const levels = { debug: 10, info: 20, warn: 30, error: 40 } as const;
export type LogLevel = keyof typeof levels;
export type LogFields = Readonly<Record<string, unknown>>;

/** Names of things, numbers and opaque ids; a new field is added here on purpose or not at all. */
const ALLOWED = new Set(
  (
    'attempt bytes code command commandId count deviceId event file host job kind method migration ms orgId ' +
    'outcome pid port question reason requestId route rows signal status step table userId version'
  ).split(' '),
);

export type Log = Record<LogLevel, (event: string, fields?: LogFields) => void>;

/** `write` and `pretty` are given by tests; the default log writes to stderr. */
export function makeLog(
  write: (line: string) => void = (line) => void process.stderr.write(line),
  pretty: boolean = process.stderr.isTTY === true,
  least: LogLevel = levelOf(process.env.BAKHIYA_LOG),
): Log {
  const at =
    (level: LogLevel) =>
    (event: string, fields: LogFields = {}) => {
      if (levels[level] < levels[least]) return;
      const safe = clean(fields);
      const time = new Date().toISOString();
      if (pretty) write(`${time.slice(11, 19)} ${level.padEnd(5)} ${event}${shortly(safe)}\n`);
      else write(`${JSON.stringify({ time, level, event, ...safe })}\n`);
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

function levelOf(value: string | undefined): LogLevel {
  return value !== undefined && value in levels ? (value as LogLevel) : 'info';
}

function clean(fields: LogFields): Record<string, unknown> {
  const safe: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || name === 'event') continue;
    if (name === 'fault') safe.fault = describeFault(value);
    else safe[name] = ALLOWED.has(name) ? cleanValue(value) : '(withheld)';
  }
  return safe;
}

function cleanValue(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  if (typeof value !== 'string') return '(withheld)';
  return maskDigits(value.slice(0, 200));
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Ten digits are a phone number, twelve an Aadhaar number, whatever stands between them. */
function maskDigits(text: string): string {
  return UUID.test(text) ? text : text.replace(/(?:\p{Nd}[\s-]?){8,}\p{Nd}/gu, '(number)');
}

function describeFault(fault: unknown): Record<string, unknown> {
  if (!(fault instanceof Error)) return { kind: typeof fault };
  const { code, table, constraint, routine } = fault as Error & Record<string, unknown>;
  const at = (fault.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6)
    .map((line) => line.trim().replace(/^at /, ''));
  const cause = fault.cause === undefined ? undefined : describeFault(fault.cause);
  return { kind: fault.name, ...onlyText({ code, table, constraint, routine }), at, ...(cause && { cause }) };
}

function onlyText(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (typeof value === 'string' ? [[name, maskDigits(value)]] : [])),
  );
}

function shortly(safe: Record<string, unknown>): string {
  return Object.entries(safe)
    .map(([name, value]) => ` ${name}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join('');
}

export const log: Log = makeLog();
