import { useMemo } from 'preact/hooks';
import { text, type JsonObject } from '../../json.js';
import { Pieces } from '../text/TextObject.js';
import { parseMarkdown, type MarkdownBlock } from '../text/parse-markdown.js';

/** A `markdown` block: standard Markdown, not mrkdwn. */
export function Markdown({ block }: { block: JsonObject }) {
  const parts = useMemo(() => parseMarkdown(text(block.text)), [block.text]);
  return (
    <div class="markdown">
      {parts.map((part, index) => (
        <Part key={index} part={part} />
      ))}
    </div>
  );
}

function Part({ part }: { part: MarkdownBlock }) {
  switch (part.kind) {
    case 'heading':
      return (
        <div class={`header level-${Math.min(4, part.level)}`} role="heading" aria-level={2}>
          <Pieces pieces={part.pieces} />
        </div>
      );
    case 'paragraph':
      return (
        <p>
          <Pieces pieces={part.pieces} />
        </p>
      );
    case 'quote':
      return (
        <blockquote>
          <Pieces pieces={part.pieces} />
        </blockquote>
      );
    case 'code':
      return <pre>{part.text}</pre>;
    case 'rule':
      return <hr />;
    case 'list': {
      const items = part.items.map(({ pieces, done }, index) => (
        <li key={index}>
          {done !== undefined && (
            <input type="checkbox" checked={done} disabled aria-label={done ? 'Done' : 'To do'} />
          )}{' '}
          <Pieces pieces={pieces} />
        </li>
      ));
      return part.ordered ? <ol start={part.start}>{items}</ol> : <ul>{items}</ul>;
    }
    case 'table':
      return (
        <div class="table-frame" tabIndex={0} role="group" aria-label="Table">
          <table>
            <thead>
              <tr>
                {part.head.map((cell, index) => (
                  <th key={index} scope="col">
                    <Pieces pieces={cell} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {part.rows.map((row, index) => (
                <tr key={index}>
                  {row.map((cell, column) => (
                    <td key={column}>
                      <Pieces pieces={cell} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
  }
}
