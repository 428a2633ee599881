import type { ComponentType } from 'preact';
import { isObject, objects, text, type JsonObject } from '../../json.js';
import { Element } from '../elements/Element.js';
import { RichText } from '../text/RichText.js';
import { TextObject, textOf } from '../text/TextObject.js';
import { AlertBlock, Card, Carousel, Plan, TaskCard } from './Cards.js';
import { Chart } from './Chart.js';
import { Container } from './Container.js';
import { DataTable, Table } from './Tables.js';
import { ImageBlock, Picture, Video } from './Images.js';
import { InputBlock } from './InputBlock.js';
import { Markdown } from './Markdown.js';
import { Section } from './Section.js';

export interface BlockProps {
  block: JsonObject;
}

const Divider = () => <hr />;

function Header({ block }: BlockProps) {
  const level = typeof block.level === 'number' ? block.level : 1;
  // Under the page's own headings; the look is the app's choice.
  return (
    <div class={`header level-${level}`} role="heading" aria-level={3}>
      <TextObject value={block.text} />
    </div>
  );
}

function Context({ block }: BlockProps) {
  return (
    <div class="context">
      {objects(block.elements).map((element, index) =>
        element.type === 'image' ? (
          <Picture key={index} image={element} class="small-picture" />
        ) : (
          <span key={index}>
            <TextObject value={element} />
          </span>
        ),
      )}
    </div>
  );
}

function Actions({ block }: BlockProps) {
  return (
    <div class="actions">
      {objects(block.elements).map((element, index) => (
        <Element key={text(element.action_id) || index} block={block} element={element} />
      ))}
    </div>
  );
}

function Nested({ block }: BlockProps) {
  return (
    <Container block={block}>
      <Blocks blocks={objects(block.child_blocks)} />
    </Container>
  );
}

function FileBlock({ block }: BlockProps) {
  return <div class="file-card">File {text(block.external_id)}</div>;
}

const BLOCKS: Record<string, ComponentType<BlockProps>> = {
  section: Section,
  divider: Divider,
  header: Header,
  context: Context,
  actions: Actions,
  context_actions: Actions,
  image: ImageBlock,
  input: InputBlock,
  file: FileBlock,
  rich_text: RichText,
  markdown: Markdown,
  video: Video,
  table: Table,
  data_table: DataTable,
  data_visualization: Chart,
  alert: AlertBlock,
  card: Card,
  carousel: Carousel,
  container: Nested,
  plan: Plan,
  task_card: TaskCard,
};

/** Blocks of a message, a modal or a home tab. One of a type that is not known is named, as nothing may vanish. */
export function Blocks({ blocks }: { blocks: JsonObject[] }) {
  return (
    <div class="blocks">
      {blocks.map((block, index) => {
        const Known = BLOCKS[text(block.type)];
        const key = text(block.block_id) || index;
        return Known ? <Known key={key} block={block} /> : <Unknown key={key} block={block} />;
      })}
    </div>
  );
}

function Unknown({ block }: BlockProps) {
  return (
    <div class="unknown">
      A block of the type <code>{text(block.type)}</code>
      {isObject(block.text) ? `: ${textOf(block.text)}` : ''}
    </div>
  );
}
