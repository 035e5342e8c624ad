/**
 * Why the app cannot start, as codes with one sentence each. These sentences are for the person at the terminal,
 * before any screen or language exists; everything a user of the app reads lives in the message files instead.
 */
type Params = Readonly<Record<string, string | number>>;

const sentences = {
  'config.wrong': '{name} is "{value}", but it must be {expected}.',
  'port.taken':
    'Port {port} on {host} is already in use: stop the other program, or choose another with {setting}={other}.',
  'port.refused':
    'This user may not listen on {host}:{port} ({detail}): choose a port above 1023 with {setting}={other}.',
  'lan.nameFixed':
    'Phones know this machine as {name}, and under another name they would not find what they hold: set' +
    ' BAKHIYA_LAN_NAME={name} or leave it out (to give the name up, remove {path}).',
  'certificate.damaged':
    'The file {path} is damaged: put it back from a backup, or remove it and let each phone trust the new authority.',
  'data.notWritable': 'The folder {path} cannot be written to by this user: give it to this user, or set BAKHIYA_DATA.',
  'data.full': 'The disk that holds {path} is full: free some space and start again; nothing was lost.',
  'data.inUse': 'Another running Bakhiya uses the data in {path}: stop that one first.',
  'data.otherVersion': 'The data in {path} was made by PostgreSQL {found}, but this Bakhiya brings {expected}.',
  'bucket.refused':
    'The store of photos {url} refused: {detail}. Look at BAKHIYA_S3_URL, BAKHIYA_S3_REGION, BAKHIYA_S3_KEY_ID and BAKHIYA_S3_SECRET.',
  'bucket.unreachable': 'The store of photos {url} cannot be reached now: {detail}.',
  'postgres.missing':
    'There is no embedded PostgreSQL for {platform}: set DATABASE_URL to a PostgreSQL server, version 16 or newer.',
  'postgres.failed': 'PostgreSQL did not start: {detail} (its log: {log}).',
  'database.unreachable': 'The database server of DATABASE_URL ({host}) cannot be reached: {detail}.',
  'database.refused': 'The database server of DATABASE_URL ({host}) refused: {detail}.',
  'database.tooOld': 'The database server is PostgreSQL {found}, but Bakhiya needs 16 or newer.',
  'database.roles':
    'The database user {user} can neither make nor use the role {role}: ask the administrator to run' +
    ' CREATE ROLE {role} NOLOGIN; GRANT {role} TO {user} WITH SET TRUE.',
  'database.lost': 'The database stopped while the app was running: start again, everything confirmed is kept.',
  'migration.none': 'The folder {path} holds no migrations: the copy of the program is incomplete.',
  'migration.badName': 'The file {file} in {path} is not named like 0001_what_it_does.sql.',
  'migration.twice': 'Two migrations in {path} have the number {version}.',
  'migration.changed': 'The migration {file} was changed after it was applied: put the old text back, add a new one.',
  'migration.newer': 'The database is newer than this program (it knows migration {file}): update the program.',
  'migration.failed': 'The migration {file} failed{at}: {detail}.',
  'backup.keyMistyped': 'This is not a recovery key, or a sign of it is wrong: it has eight groups of four signs.',
  'backup.keyNeeded':
    'A backup opens with its recovery key only: type it when asked, or give the file that holds it with --key-file FILE.',
  'backup.unreadable': 'The file {path} cannot be read.',
  'backup.notOurs': 'The file {path} is not a backup of Bakhiya.',
  'backup.newerFormat': 'The backup {path} was made by a newer Bakhiya: update the program and restore again.',
  'backup.newerSchema':
    'The backup {path} comes from a newer Bakhiya (it knows migration {file}): update the program and restore again.',
  'backup.otherHistory': 'The backup {path} was made by a program whose migration {file} differs from this one.',
  'backup.wrongKey': 'This recovery key does not open the backup {path}: it belongs to another installation.',
  'backup.damaged': 'The backup {path} is damaged or cut off: nothing was restored, take another one.',
  'backup.notEmpty':
    'A backup is restored into an empty place only, and {place} is not empty: choose another with {setting}.',
  'backup.differs': 'After restoring, {table} is not what was saved: nothing was restored, take another backup.',
  'backup.booksFaulty': 'The books in the backup {path} have {count} faults: run npm run verify.',
  'backup.nothingThere': 'There is nothing to save in this database yet: run npm start first.',
  'readIn.notOurs': 'The file {path} is not an archive of an organisation.',
  'readIn.changed': 'The archive was changed or is damaged ({what}): nothing was read in, take another copy.',
  'readIn.otherProgram':
    'The archive was made by another version of Bakhiya ({file}): read it in with that version, then update.',
  'readIn.notEmpty':
    'An organisation is read into an empty place only, and {place} holds one already: choose another with DATABASE_URL or BAKHIYA_DATA.',
  'readIn.differs': 'After reading in, {what} is not what the archive says: nothing was kept.',
  'build.missing': 'The built app is missing at {path}: run npm start, which builds it.',
} as const;

export type StartFaultCode = keyof typeof sentences;

/** A reason the operator can act on; `message` is its one sentence. Anything else thrown at start is a bug. */
export class StartFault extends Error {
  readonly code: StartFaultCode;
  readonly params: Params;

  constructor(code: StartFaultCode, params: Params = {}, cause?: unknown) {
    super(
      sentences[code].replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole)),
      { cause },
    );
    this.name = 'StartFault';
    this.code = code;
    this.params = params;
  }
}

/** Turns a file system error into the fault the operator can act on; other errors come back as they are. */
export function diskFault(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new StartFault('data.full', { path }, error);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR')
    return new StartFault('data.notWritable', { path }, error);
  return error;
}

/** Reports the step that begins now; the terminal shows how long the one before took. */
export type OnStep = (step: string) => void;
