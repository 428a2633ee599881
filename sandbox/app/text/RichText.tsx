import type { ComponentChildren } from 'preact';
import { isObject, objects, text, type JsonObject } from '../../json.js';
import { Emoji } from './Emoji.js';
import { ChannelMention, GroupMention, Pieces, SlackDate, UserMention } from './TextObject.js';
import { isWeb, parsePlain } from './parse-mrkdwn.js';

/** A `rich_text` block, or a cell or field that holds one. */
export function RichText({ block }: { block: JsonObject }) {
  return (
    <div class="rich">
      {objects(block.elements).map((group, index) => (
        <Group key={index} group={group} />
      ))}
    </div>
  );
}

function Group({ group }: { group: JsonObject }) {
  const inner = objects(group.elements);
  const isCode = group.type === 'rich_text_preformatted';
  const spans = inner.map((element, index) => <Span key={index} element={element} isCode={isCode} />);
  switch (group.type) {
    case 'rich_text_list': {
      const items = inner.map((item, index) => (
        <li key={index}>
          <Group group={item} />
        </li>
      ));
      const indent = typeof group.indent === 'number' ? Math.min(8, Math.max(0, group.indent)) : 0;
      const style = { marginInlineStart: `${indent * 1.5}rem` };
      if (group.style !== 'ordered') return <ul style={style}>{items}</ul>;
      const start = typeof group.offset === 'number' ? group.offset + 1 : 1;
      return (
        <ol style={style} start={start}>
          {items}
        </ol>
      );
    }
    case 'rich_text_quote':
      return <blockquote>{spans}</blockquote>;
    case 'rich_text_preformatted':
      return <pre>{spans}</pre>;
    default:
      return <div>{spans}</div>;
  }
}

/** @param isCode in a code block: no emoji is drawn there */
function Span({ element, isCode }: { element: JsonObject; isCode: boolean }) {
  const style = isObject(element.style) ? element.style : {};
  switch (element.type) {
    case 'user':
      return styled(style, <UserMention id={text(element.user_id)} />);
    case 'channel':
      return styled(style, <ChannelMention id={text(element.channel_id)} />);
    case 'usergroup':
      return styled(style, <GroupMention id={text(element.usergroup_id)} />);
    case 'broadcast':
      return <span class="mention me">@{text(element.range)}</span>;
    case 'emoji':
      return <Emoji name={text(element.name)} />;
    case 'color':
      return (
        <code>
          <span class="swatch" style={{ background: colorOf(element) }} /> {text(element.value)}
        </code>
      );
    case 'date':
      return (
        <SlackDate
          unix={Number(element.timestamp)}
          format={text(element.format)}
          link={isWeb(text(element.url)) ? text(element.url) : ''}
          fallback={text(element.fallback)}
        />
      );
    case 'link': {
      const url = text(element.url);
      const label = text(element.text) || url;
      if (!isWeb(url)) return styled(style, label);
      return styled(
        style,
        <a href={url} target="_blank" rel="noopener noreferrer">
          {label}
        </a>,
      );
    }
    default:
      return styled(
        style,
        <Pieces pieces={parsePlain(text(element.text), !isCode && style.code !== true)} />,
      );
  }
}

function colorOf({ value }: JsonObject): string {
  return /^#[0-9a-f]{3,8}$/i.test(text(value)) ? text(value) : 'transparent';
}

function styled(style: JsonObject, inner: ComponentChildren) {
  let made = inner;
  if (style.code === true) made = <code>{made}</code>;
  if (style.bold === true) made = <strong>{made}</strong>;
  if (style.italic === true) made = <em>{made}</em>;
  if (style.strike === true) made = <s>{made}</s>;
  if (style.underline === true) made = <u>{made}</u>;
  return <>{made}</>;
}
