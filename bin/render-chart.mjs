// Draws charts for the service, in a process of its own: what a picture costs, and what may go wrong in it, stays here. Hears
// { id, spec } and answers { id, png } in base64, or { id, error }. Ends with the process that started it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';
import { View, loader as makeLoader, parse } from 'vega';
import { compile } from 'vega-lite';

/** Twice as many points as it is wide: sharp on fine screens. */
const ZOOM = 2;

const { resolve } = createRequire(import.meta.url);
const fonts = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((name) =>
  resolve(`dejavu-fonts-ttf/ttf/${name}`),
);
for (const font of fonts) readFileSync(font);

/** Charts bring their data along: nothing is loaded, from nowhere. */
const loader = makeLoader();
loader.load = async () => {
  throw new Error('A chart loads nothing');
};

async function draw(spec) {
  const view = new View(parse(compile(spec).spec), { renderer: 'none', loader });
  try {
    const svg = await view.toSVG();
    const font = { fontFiles: fonts, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' };
    return new Resvg(svg, { font, fitTo: { mode: 'zoom', value: ZOOM } }).render().asPng();
  } finally {
    view.finalize();
  }
}

process.on('message', ({ id, spec }) => {
  draw(spec).then(
    (png) => process.send({ id, png: png.toString('base64') }),
    (error) => process.send({ id, error: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
