export interface Fault {
  /** RFC 6901 JSON pointer into the request's body. */
  pointer: string;
  detail: string;
}

export interface AppErrorOptions {
  /** What happened, why, and what to do next; shown to the caller. */
  detail: string;
  faults?: Fault[];
  /** When the same request may succeed: becomes the answer's `Retry-After`. */
  retryAfterS?: number;
  cause?: unknown;
}

/**
 * An error that its caller can act on. `code` is stable and becomes the problem's `type`;
 * `status` is its HTTP status. Mapped to HTTP in problem.ts and to Slack in request-run.ts, nowhere else.
 */
export abstract class AppError extends Error {
  abstract readonly code: string;
  abstract readonly status: number;
  abstract readonly title: string;
  readonly faults?: Fault[];
  readonly retryAfterS?: number;

  constructor({ detail, faults, retryAfterS, cause }: AppErrorOptions) {
    super(detail, { cause });
    this.faults = faults;
    this.retryAfterS = retryAfterS;
    this.name = new.target.name;
  }
}

export class InvalidBodyError extends AppError {
  readonly code = 'invalid-body';
  readonly status = 400;
  readonly title = 'The request body has mistakes';
}

export class UnauthorizedError extends AppError {
  readonly code = 'unauthorized';
  readonly status = 401;
  readonly title = 'No usable credentials';
}

export class ForbiddenError extends AppError {
  readonly code = 'forbidden';
  readonly status = 403;
  readonly title = 'These credentials may not do that';
}

export class NotFoundError extends AppError {
  readonly code = 'not-found';
  readonly status = 404;
  readonly title = 'There is no such thing here';
}

export class ConflictError extends AppError {
  readonly code = 'conflict';
  readonly status = 409;
  readonly title = 'That conflicts with what is there';
}

export class TooLargeError extends AppError {
  readonly code = 'too-large';
  readonly status = 413;
  readonly title = 'The body is too large';
}

/** Storage is away or late. Nothing was stored; the sender may send the same again. */
export class UnavailableError extends AppError {
  readonly code = 'unavailable';
  readonly status = 503;
  readonly title = 'Storage is not reachable for the moment';
}
