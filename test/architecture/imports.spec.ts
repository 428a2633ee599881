import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cruiseTree, explain, root, ruleNames, typescriptFiles } from './cruise.js';

const planted = join(root, 'test/architecture/planted');
const plantedFolders = readdirSync(planted).sort();

/** `from` once for each line that a planted tree marks as a violation. */
function marked(tree: string): string[] {
  return typescriptFiles(tree)
    .flatMap((file) => {
      const lines = readFileSync(join(tree, file), 'utf8').split('\n');
      return lines.filter((line) => line.includes('// planted')).map(() => file);
    })
    .sort();
}

describe('the import rules', () => {
  it('hold in this repository, all of which was read', async () => {
    const { files, violations } = await cruiseTree(root);

    expect(violations.map(explain)).toEqual([]);
    // A cruiser that does not understand the compiler's version reads nothing, and says nothing.
    expect(files).toEqual(expect.arrayContaining(typescriptFiles(root)));
  });

  it('permit what they are meant to permit', async () => {
    const tree = join(planted, 'allowed');
    const { files, violations } = await cruiseTree(tree);

    expect(violations.map(explain)).toEqual([]);
    expect(files.length).toBeGreaterThan(15);
    expect(files).toEqual(expect.arrayContaining(typescriptFiles(tree)));
  });

  it('say what to do', () => {
    const file = 'src/incidents/index.ts';
    expect(explain({ rule: 'module-has-a-layer', from: file, to: file })).toMatch(
      /^module-has-a-layer: src\/incidents\/index\.ts\. .*`layers` in \.dependency-cruiser\.cjs/,
    );
    expect(explain({ rule: 'one-way-layers', from: 'src/slack/a.ts', to: 'src/delivery/index.ts' })).toMatch(
      /^one-way-layers: src\/slack\/a\.ts → src\/delivery\/index\.ts\. slack\/ may import platform\./,
    );
  });

  it('have a planted violation each', () => {
    expect(plantedFolders).toEqual(['allowed', ...ruleNames].sort());
  });

  it.each(plantedFolders.filter((name) => name !== 'allowed'))(
    '%s is reported where it is planted',
    async (name) => {
      const tree = join(planted, name);
      const { violations } = await cruiseTree(tree);

      expect(violations.filter(({ rule }) => rule !== name).map(explain)).toEqual([]);
      expect(violations.map(({ from }) => from).sort()).toEqual(marked(tree));
      expect(violations.length).toBeGreaterThan(0);
    },
  );
});
