import { isObject, list, objects, text, type JsonObject } from '../../json.js';

const COLORS = ['#2f7ed8', '#e58a1f', '#2a9d74', '#c8503c', '#7d5fc4', '#1f9fb5', '#b8860b', '#b04a8c', '#6b8e23', '#5d6d7e', '#d1495b', '#3d5a80']; // prettier-ignore
const [WIDTH, HEIGHT, LEFT, BOTTOM] = [480, 220, 44, 24];

/** `data_visualization`: a pie, or series as bars, lines or areas; with all its figures in a table for who can't see it. */
export function Chart({ block }: { block: JsonObject }) {
  const chart = isObject(block.chart) ? block.chart : {};
  const pie = chart.type === 'pie';
  const names = objects(pie ? chart.segments : chart.series).map((one) => text(pie ? one.label : one.name));
  return (
    <figure class="chart">
      <figcaption>
        <strong>{text(block.title)}</strong>
      </figcaption>
      {pie ? <Pie chart={chart} /> : <Series chart={chart} />}
      <ul class="legend" aria-hidden="true">
        {names.map((name, index) => (
          <li key={name}>
            <span class="swatch" style={{ background: COLORS[index % COLORS.length] }} /> {name}
          </li>
        ))}
      </ul>
      <Figures chart={chart} title={text(block.title)} />
    </figure>
  );
}

function Pie({ chart }: { chart: JsonObject }) {
  const values = objects(chart.segments).map(({ value }) => Number(value) || 0);
  const total = values.reduce((sum, value) => sum + value, 0);
  let from = 0;
  return (
    <svg viewBox="0 0 200 200" class="pie" aria-hidden="true">
      {values.map((value, index) => {
        const to = from + value / total;
        const path = slice(from, to);
        from = to;
        return <path key={index} d={path} fill={COLORS[index % COLORS.length]} />;
      })}
    </svg>
  );
}

function Series({ chart }: { chart: JsonObject }) {
  const series = objects(chart.series).map((one) => objects(one.data).map(({ value }) => Number(value) || 0));
  const categories = isObject(chart.axis_config) ? list(chart.axis_config.categories).map(text) : [];
  const top = Math.max(0, ...series.flat());
  const low = Math.min(0, ...series.flat());
  const span = top - low || 1;
  const y = (value: number) => 8 + ((top - value) / span) * (HEIGHT - BOTTOM - 8);
  const step = (WIDTH - LEFT) / Math.max(1, categories.length);
  const middle = (index: number) => LEFT + step * (index + 0.5);
  const bar = (step * 0.7) / Math.max(1, series.length);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} class="series" aria-hidden="true">
      {[low, low + span / 2, top].map((value) => (
        <g key={value}>
          <line x1={LEFT} x2={WIDTH} y1={y(value)} y2={y(value)} class="grid" />
          <text x={LEFT - 6} y={y(value) + 4} text-anchor="end">
            {short(value)}
          </text>
        </g>
      ))}
      {categories.map((category, index) => (
        <text key={category} x={middle(index)} y={HEIGHT - 6} text-anchor="middle">
          {category.length * 6 > step ? `${category.slice(0, Math.max(1, Math.floor(step / 7)))}…` : category}
        </text>
      ))}
      {series.map((values, index) => {
        const color = COLORS[index % COLORS.length];
        if (chart.type === 'bar') {
          return values.map((value, at) => (
            <rect
              key={`${index}-${at}`}
              x={middle(at) - step * 0.35 + bar * index}
              width={Math.max(1, bar - 1)}
              y={Math.min(y(value), y(0))}
              height={Math.abs(y(0) - y(value))}
              fill={color}
            />
          ));
        }
        const points = values.map((value, at) => `${middle(at)},${y(value)}`).join(' ');
        const under = `${middle(0)},${y(Math.max(low, 0))} ${points} ${middle(values.length - 1)},${y(Math.max(low, 0))}`;
        return (
          <g key={index}>
            {chart.type === 'area' && <polygon points={under} fill={color} opacity="0.25" />}
            <polyline points={points} fill="none" stroke={color} stroke-width="2" />
          </g>
        );
      })}
    </svg>
  );
}

function Figures({ chart, title }: { chart: JsonObject; title: string }) {
  const rows = chart.type === 'pie' ? [{ name: '', data: chart.segments }] : objects(chart.series);
  return (
    <table class="unseen">
      <caption>{title}</caption>
      {rows.flatMap((row) =>
        objects(row.data).map((point, index) => (
          <tr key={`${text(row.name)}-${index}`}>
            <th scope="row">
              {text(row.name)} {text(point.label)}
            </th>
            <td>{Number(point.value)}</td>
          </tr>
        )),
      )}
    </table>
  );
}

function slice(from: number, to: number): string {
  const at = (part: number) => {
    const angle = part * 2 * Math.PI - Math.PI / 2;
    return `${100 + 96 * Math.cos(angle)} ${100 + 96 * Math.sin(angle)}`;
  };
  if (to - from > 0.9999) return 'M100 4A96 96 0 1 1 99.99 4Z';
  return `M100 100L${at(from)}A96 96 0 ${to - from > 0.5 ? 1 : 0} 1 ${at(to)}Z`;
}

function short(value: number): string {
  return Intl.NumberFormat([], { notation: 'compact', maximumFractionDigits: 1 }).format(value);
}
