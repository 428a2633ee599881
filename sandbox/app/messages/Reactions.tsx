import type { ShownMessage } from '../../page/shown.js';
import { person, viewer } from '../state/store.js';
import { Emoji } from '../text/Emoji.js';
import { react } from './actions.js';
import { EmojiButton } from './EmojiPicker.js';

interface Props {
  channel: string;
  message: ShownMessage;
  reactions: { name: string; users: string[] }[];
}

export function Reactions({ channel, message, reactions }: Props) {
  return (
    <div class="reactions" role="group" aria-label="Reactions">
      {reactions.map(({ name, users }) => {
        const mine = users.includes(viewer.value?.id ?? '');
        const who = users.map((id) => person(id)?.realName ?? id).join(', ');
        return (
          <button
            key={name}
            type="button"
            class={mine ? 'reaction mine' : 'reaction'}
            aria-pressed={mine}
            aria-label={`:${name}:, ${users.length}, ${who}`}
            title={`${who} reacted with :${name}:`}
            onClick={() => react(channel, message, name)}
          >
            <Emoji name={name} quiet /> {users.length}
          </button>
        );
      })}
      <EmojiButton
        label="Add reaction"
        class="reaction add"
        onPick={(name) => react(channel, message, name)}
      />
    </div>
  );
}
