import type { Fault } from '../../../platform/errors/app-error.js';
import { LIMITS } from '../limits.js';

/** JSON as it comes: nothing is known about it until somebody has looked. */
export type Json = string | number | boolean | null | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json | undefined;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A property of the object's own: what comes as JSON may be named "constructor". */
export const own = (value: JsonObject, name: string): Json | undefined =>
  Object.hasOwn(value, name) ? value[name] : undefined;

/**
 * Tells what Slack would refuse about a value, and answers with what it would take: the same value where there is no
 * fault, undefined where nothing of it can be kept. One reading for both, so that what was fitted passes the check.
 */
export type Shape = (value: Json, place: Place) => Json | undefined;

/** What was found so far, and what limits that span a whole message have left. */
export class Examination {
  readonly faults: Fault[] = [];
  readonly blockIds = new Set<string>();
  markdownLeft: number = LIMITS.markdown;
  tableLeft: number = LIMITS.tableText;
  chartsLeft: number = LIMITS.charts;
  focused = false;
  /** A reader misses something: it was cut, replaced or left out. */
  shortened = false;
  /** What was left out by number, by the noun for one of it. */
  readonly left = new Map<string, number>();
}

/** Where in a message a shape looks. */
export class Place {
  constructor(
    readonly all: Examination,
    /** RFC 6901. */
    readonly pointer = '',
  ) {}

  in(key: string | number): Place {
    return new Place(this.all, `${this.pointer}/${key}`);
  }

  /** A fault. What it is about is gone, or repaired without a loss. */
  fault(detail: string): undefined {
    this.all.faults.push({ pointer: this.pointer, detail });
    return undefined;
  }

  /** A fault whose repair takes something from the reader. */
  lose(detail: string): undefined {
    this.all.shortened = true;
    return this.fault(detail);
  }

  /** So many more there were. The fault is told apart from it. */
  leave(noun: string, count: number): void {
    if (count <= 0) return;
    this.all.left.set(noun, (this.all.left.get(noun) ?? 0) + count);
  }
}

export const countLeft = (count: number) => `… and ${count} more`;
