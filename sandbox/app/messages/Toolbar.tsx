import type { ShownMessage } from '../../page/shown.js';
import { Icon } from '../kit/Icon.js';
import { MenuButton } from '../kit/Menu.js';
import { go } from '../state/place.js';
import { messageMenu, react } from './actions.js';
import { EmojiButton } from './EmojiPicker.js';

interface Props {
  channel: string;
  message: ShownMessage;
  inThread: boolean;
}

/** Shown while the mouse is over a message, or the focus in it. */
export function Toolbar({ channel, message, inThread }: Props) {
  return (
    <div class="toolbar" role="group" aria-label="Message actions">
      {!message.only && (
        <EmojiButton label="Add reaction" class="quiet" onPick={(name) => react(channel, message, name)} />
      )}
      {!message.only && !inThread && (
        <button
          type="button"
          class="quiet"
          title="Reply in thread"
          aria-label="Reply in thread"
          onClick={() => go({ thread: message.thread ?? message.ts })}
        >
          <Icon name="thread" />
        </button>
      )}
      <MenuButton
        label="More message actions"
        title="More"
        class="quiet"
        align="end"
        items={() => messageMenu(channel, message)}
      >
        <Icon name="more" />
      </MenuButton>
    </div>
  );
}
