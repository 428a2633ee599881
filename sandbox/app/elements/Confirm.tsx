import { signal } from '@preact/signals';
import { isObject, type Json, type JsonObject } from '../../json.js';
import { Dialog } from '../kit/Dialog.js';
import { TextObject, textOf } from '../text/TextObject.js';

const asked = signal<{ confirm: JsonObject; settle: (yes: boolean) => void } | null>(null);

/** Asks what the element's `confirm` says; answers true at once where there is none. */
export function confirmed(confirm: Json | undefined): Promise<boolean> {
  if (!isObject(confirm)) return Promise.resolve(true);
  return new Promise((resolve) => {
    asked.value = {
      confirm,
      settle: (yes) => {
        asked.value = null;
        resolve(yes);
      },
    };
  });
}

/** The dialog that asks; stands once on the page. */
export function Confirm() {
  if (!asked.value) return null;
  const { confirm, settle } = asked.value;
  const danger = confirm.style === 'danger';
  return (
    <Dialog
      class="small"
      name={textOf(confirm.title) || 'Are you sure?'}
      title={<TextObject value={confirm.title ?? 'Are you sure?'} />}
      onClose={() => settle(false)}
      footer={
        <>
          <button type="button" class="button" onClick={() => settle(false)}>
            {textOf(confirm.deny) || 'Cancel'}
          </button>
          <button
            type="button"
            class={`button ${danger ? 'danger' : 'primary'}`}
            autofocus
            onClick={() => settle(true)}
          >
            {textOf(confirm.confirm) || 'Yes'}
          </button>
        </>
      }
    >
      <TextObject value={confirm.text} />
    </Dialog>
  );
}
