import { publishedText } from './published-text.js';

it.each([
  ['see https://a.example/x?y=1 now', 'see <https://a.example/x?y=1> now'],
  ['see <https://a.example|there>', 'see <https://a.example|there>'],
  ['`curl https://a.example`', '`curl https://a.example`'],
  ['🔥 ✔️ ✔ 👍', ':fire: :heavy_check_mark: :heavy_check_mark: :+1:'],
  ['nothing & nobody', 'nothing & nobody'],
])('%s comes back as %s', (said, published) => {
  expect(publishedText(said)).toBe(published);
});
