import { list, must, object } from './composites.js';
import { type Json, type JsonObject, type Place, type Shape, isObject } from './shape.js';
import { choice, exact, line, number } from './values.js';

const name = must(exact(20));
const point = object({ label: name, value: must(number) });
const segment = object({ label: name, value: must(number) }, (fitted, place) =>
  Number(fitted.value) > 0 ? fitted : place.in('value').lose('must be greater than 0'),
);

const pie = object({
  type: must(choice('pie')),
  segments: must(whole(segment, 12)),
});

const series = object(
  {
    type: must(choice('bar', 'area', 'line')),
    axis_config: must(object({ categories: must(whole(exact(20), 20)) })),
    series: must(whole(object({ name, data: must(whole(point, 20)) }), 12)),
  },
  pointsMatchCategories,
);

/** A chart of half its points would tell something false: it fits as a whole, or is told in words. */
function whole(item: Shape, most: number): Shape {
  const all = list(item, { most });
  return (value, place) => {
    const fitted = all(value, place);
    return Array.isArray(value) && Array.isArray(fitted) && fitted.length === value.length
      ? fitted
      : undefined;
  };
}

/** `data_visualization`: two in a message. */
export const CHART = {
  title: must(line(50), 'Chart'),
  chart: must((value: Json, place: Place) =>
    (isObject(value) && value.type === 'pie' ? pie : series)(value, place),
  ),
};

export function chartWithinBudget(fitted: JsonObject, place: Place): JsonObject | undefined {
  if (place.all.chartsLeft === 0) return place.lose('no more than 2 data_visualization blocks allowed');
  place.all.chartsLeft -= 1;
  return fitted;
}

function pointsMatchCategories(fitted: JsonObject, place: Place): JsonObject | undefined {
  const { categories } = fitted.axis_config as { categories: Json[] };
  const all = fitted.series as { name: string; data: { label: Json }[] }[];
  if (new Set(all.map((one) => one.name)).size < all.length) {
    return place.in('series').lose('must have names that differ');
  }
  const matches = all.every(
    ({ data }) =>
      data.length === categories.length &&
      new Set(data.map(({ label }) => label)).size === data.length &&
      data.every(({ label }) => categories.includes(label)),
  );
  return matches ? fitted : place.in('series').lose('must have one data point for each category');
}
