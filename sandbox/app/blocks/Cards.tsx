import { isObject, objects, text, type JsonObject } from '../../json.js';
import { Element } from '../elements/Element.js';
import { Icon } from '../kit/Icon.js';
import { TextObject, textOf } from '../text/TextObject.js';
import { isWeb } from '../text/parse-mrkdwn.js';
import { RichText } from '../text/RichText.js';
import { Picture } from './Images.js';

interface Props {
  block: JsonObject;
}

export function AlertBlock({ block }: Props) {
  const level = text(block.level) || 'default';
  return (
    <div class={`alert-block ${level}`} role={level === 'error' ? 'alert' : 'note'}>
      <Icon name={level === 'success' ? 'check' : 'alert'} />
      <div>
        <TextObject value={block.text} />
      </div>
    </div>
  );
}

export function Card({ block }: Props) {
  return (
    <article class="card" aria-label={textOf(block.title) || 'Card'}>
      {isObject(block.hero_image) && <Picture image={block.hero_image} class="hero" />}
      <div class="card-head">
        {isObject(block.icon) && <Picture image={block.icon} class="accessory-picture" />}
        <div>
          {block.title !== undefined && (
            <strong>
              <TextObject value={block.title} />
            </strong>
          )}
          {block.subtitle !== undefined && (
            <div class="soft">
              <TextObject value={block.subtitle} />
            </div>
          )}
        </div>
      </div>
      {block.body !== undefined && (
        <div>
          <TextObject value={block.body} />
        </div>
      )}
      {block.subtext !== undefined && (
        <small class="soft">
          <TextObject value={block.subtext} />
        </small>
      )}
      {objects(block.actions).length > 0 && (
        <div class="actions">
          {objects(block.actions).map((button, index) => (
            <Element key={text(button.action_id) || index} block={block} element={button} />
          ))}
        </div>
      )}
    </article>
  );
}

export function Carousel({ block }: Props) {
  return (
    <div class="carousel" role="group" aria-roledescription="carousel" aria-label="Cards" tabIndex={0}>
      {objects(block.elements).map((card, index) => (
        <Card key={text(card.block_id) || index} block={card} />
      ))}
    </div>
  );
}

export function Plan({ block }: Props) {
  const tasks = objects(block.tasks);
  const done = tasks.filter(({ status }) => status === 'complete').length;
  return (
    <section class="plan" aria-label={text(block.title)}>
      <strong>{text(block.title)}</strong>{' '}
      <small class="soft">
        {done} of {tasks.length} done
      </small>
      {tasks.map((task, index) => (
        <TaskCard key={text(task.task_id) || index} block={task} />
      ))}
    </section>
  );
}

const STATUS: Record<string, string> = {
  pending: 'To do',
  in_progress: 'In progress',
  complete: 'Done',
  error: 'Failed',
};

export function TaskCard({ block }: Props) {
  const status = text(block.status);
  const rest = [block.details, block.output].filter(isObject);
  const sources = objects(block.sources);
  const title = (
    <>
      <span class={`task-status ${status}`} role="img" aria-label={STATUS[status] ?? status}>
        {status === 'complete' && <Icon name="check" size={12} />}
        {status === 'error' && <Icon name="close" size={12} />}
      </span>
      {text(block.title)}
    </>
  );
  if (rest.length === 0 && sources.length === 0) return <div class="task">{title}</div>;
  return (
    <details class="task">
      <summary>{title}</summary>
      {rest.map((one, index) => (
        <RichText key={index} block={one} />
      ))}
      {sources.length > 0 && (
        <p class="sources">
          {sources.map((source, index) => (
            <a
              key={index}
              href={isWeb(text(source.url)) ? text(source.url) : undefined}
              target="_blank"
              rel="noopener noreferrer"
            >
              {text(source.text)}
            </a>
          ))}
        </p>
      )}
    </details>
  );
}
