import { Transform } from 'class-transformer';
import { ValidateBy, ValidateNested, isISO8601, isObject } from 'class-validator';

/** Keeps a map of names as it came: class-transformer drops names that objects have already, `toString` for one. */
export const AsSent = () => Transform(({ obj, key }) => (obj as Record<string, unknown>)[key]);

/** Each element is an object and is checked by its own rules; class-validator alone lets an empty list pass for one. */
export const EachIsChecked = () => (target: object, property: string) => {
  ValidateBy({
    name: 'eachIsObject',
    validator: {
      validate: (value: unknown) => !Array.isArray(value) || value.every((one) => isObject(one)),
      defaultMessage: () => 'each element of $property must be an object',
    },
  })(target, property);
  ValidateNested({ each: true })(target, property);
};

/** A date, or a date and time, that a Date can hold; ISO 8601 has weeks and ordinal days too, which it can't. */
export const IsTime = () =>
  ValidateBy({
    name: 'isTime',
    validator: {
      validate: isTime,
      defaultMessage: () => '$property must be an ISO 8601 time, such as 2026-11-23T06:00:00Z',
    },
  });

/** validator's own strict check refuses the year 1, which is Go's zero time and so what Alertmanager sends for "not yet". */
function isTime(value: unknown): boolean {
  if (typeof value !== 'string' || !isISO8601(value) || Number.isNaN(Date.parse(value))) return false;
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)(?:$|T)/.exec(value) ?? [];
  if (year === undefined) return false;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  // 30 February would have become 2 March.
  return date.getUTCDate() === Number(day) && date.getUTCMonth() === Number(month) - 1;
}
