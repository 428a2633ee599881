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
      validate: (value: unknown) =>
        typeof value === 'string' &&
        /^\d{4}-\d\d-\d\d(?:$|T)/.test(value) &&
        isISO8601(value, { strict: true }) &&
        !Number.isNaN(Date.parse(value)),
      defaultMessage: () => '$property must be an ISO 8601 time, such as 2026-11-23T06:00:00Z',
    },
  });
