import { type Json, type JsonObject, type Place, type Shape, isObject, own } from './shape.js';

interface Property {
  shape: Shape;
  /** Without it the object is nothing. */
  needed: 'always' | 'where given' | 'never';
  /** Stands in for what is missing or can't be kept. */
  otherwise?: Json;
}

export type Properties = Record<string, Property>;

/** It may be there; dropped, or replaced by `otherwise`, where it can't be kept. */
export const may = (shape: Shape, otherwise?: Json): Property => ({ shape, needed: 'never', otherwise });
/** It must be there. Without `otherwise` the object goes with it. */
export const must = (shape: Shape, otherwise?: Json): Property => ({ shape, needed: 'always', otherwise });
/** It may be missing; but an object that had one, and can't keep it, would do something else than was meant. */
export const whole = (shape: Shape): Property => ({ shape, needed: 'where given' });

/** What is left to say about an object whose properties fit. */
type Finish = (fitted: JsonObject, place: Place) => JsonObject | undefined;

/** An object with these properties and no others. */
export function object(properties: Properties, finish: Finish = (fitted) => fitted): Shape {
  const known = Object.entries(properties);
  return (value, place) => {
    if (!isObject(value)) return place.lose('must provide an object');
    for (const name of Object.keys(value)) {
      if (value[name] !== undefined && !Object.hasOwn(properties, name)) {
        place.fault(`invalid additional property: ${name.slice(0, 60)}`);
      }
    }
    const fitted: JsonObject = {};
    let lost = false;
    for (const [name, { shape, needed, otherwise }] of known) {
      const given = own(value, name);
      if (given === undefined && needed === 'always') place.fault(`missing required field: ${name}`);
      const kept = given === undefined ? undefined : shape(given, place.in(name));
      if (kept !== undefined) fitted[name] = kept;
      else if (otherwise !== undefined && (given !== undefined || needed === 'always'))
        fitted[name] = otherwise;
      else if (needed === 'always' || (needed === 'where given' && given !== undefined)) lost = true;
    }
    return lost ? place.lose('can’t be shown without it') : finish(fitted, place);
  };
}

interface Length {
  least?: number;
  most: number;
  /** Says how many more there were: an item in the last one's place, or a noun for the end of the message. */
  more?: string | ((count: number) => Json);
}

/** A list of items of one shape. Those that can't be kept go; the rest move up. */
export const list =
  (item: Shape, { least = 1, most, more }: Length): Shape =>
  (value, place) => {
    if (!Array.isArray(value)) return place.lose('must be an array');
    if (value.length < least) return place.fault(`no fewer than ${least} items allowed`);
    const tooMany = value.length > most;
    if (tooMany) place.lose(`no more than ${most} items allowed`);
    const room = tooMany && typeof more === 'function' ? most - 1 : most;
    const kept: Json[] = [];
    let looked = 0;
    while (looked < value.length && kept.length < room) {
      const fitted = item(value[looked] ?? null, place.in(looked));
      if (fitted !== undefined) kept.push(fitted);
      looked++;
    }
    const left = value.length - looked;
    if (left > 0 && typeof more === 'function') kept.push(more(left));
    if (typeof more === 'string') place.leave(more, left);
    return kept.length < least ? undefined : kept;
  };

/** One of several shapes, by the object's `type`. */
export const byType =
  (shapes: Record<string, Shape>): Shape =>
  (value, place) => {
    if (!isObject(value)) return place.lose('must provide an object');
    const type = own(value, 'type');
    if (type === undefined) return place.lose('missing required field: type');
    if (typeof type === 'string' && Object.hasOwn(shapes, type)) return shapes[type]?.(value, place);
    return place
      .in('type')
      .lose(`unsupported type: ${typeof type === 'string' ? type.slice(0, 60) : typeof type}`);
  };

/** The named shapes out of a table. */
export const only = <T>(shapes: Record<string, T>, names: readonly string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(shapes).filter(([name]) => names.includes(name)));
