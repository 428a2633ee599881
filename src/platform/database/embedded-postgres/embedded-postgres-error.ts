/** What went wrong, for code that wants to react; the message says it for people. */
export type EmbeddedPostgresErrorCode =
  /** No PostgreSQL binaries exist for this operating system and processor. */
  | 'PLATFORM_UNSUPPORTED'
  /** The package with the binaries is not installed, or they don't run here. */
  | 'BINARIES_UNUSABLE'
  /** We are root, and there is no user to run PostgreSQL as. */
  | 'NO_SERVER_USER'
  /** The data directory belongs to another user. */
  | 'DATA_NOT_OURS'
  /** The data directory was made by another major version of PostgreSQL. */
  | 'VERSION_MISMATCH'
  /** Something deleted parts of the data directory. */
  | 'DATA_INCOMPLETE'
  /** There is data, but the file with its password is gone, or is not the right one. */
  | 'CREDENTIALS_LOST'
  | 'INITDB_FAILED'
  | 'START_FAILED'
  | 'STOP_FAILED'
  /** Another living process has been starting or stopping it for too long. */
  | 'LOCKED'
  /** It can't be removed: another living process owns it. */
  | 'IN_USE';

/** Everything that starting and stopping the embedded PostgreSQL throws. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';

  /** @param output What the server or a tool last said; appended to the message, up to 20 lines. */
  constructor(
    readonly code: EmbeddedPostgresErrorCode,
    message: string,
    output = '',
  ) {
    const tail = output.trim().split('\n').slice(-20).join('\n');
    super(tail === '' ? message : `${message}\n\n${tail}`);
  }
}
